// schema_sql.h
// This component provides the tables that schema.sql declares, to the reading of a
// portfolio.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "portfolio/portfolio.h"

namespace credence::portfolio {

// Names, types, NOT NULL, keys, and from each CHECK the bounds or categories. Fails
// with "line 3: ..." on anything outside the subset that docs/portfolio.md describes.
Result<std::vector<TableSpec>> parse_schema(std::string_view sql);

}  // namespace credence::portfolio
