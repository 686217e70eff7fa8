// form_toml.h
// This component provides the form's fields, checked against the columns that they
// fill, to the reading of a portfolio.
#pragma once

#include <vector>

#include "base/result.h"
#include "portfolio/portfolio.h"
#include "portfolio/toml_document.h"

namespace credence::portfolio {

// No fields where portfolio.toml has none. A field's type, bounds and choices lie
// within what schema.sql declares for its column.
Result<std::vector<FormField>> read_form(const TomlNode& root,
                                         const std::vector<TableSpec>& tables,
                                         const std::vector<ComputedColumn>& computed);

}  // namespace credence::portfolio
