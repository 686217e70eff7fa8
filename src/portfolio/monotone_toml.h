// monotone_toml.h
// This component provides what portfolio.toml says of raw columns in which the risk may
// move one way only, to the reading of a portfolio.
#pragma once

#include <vector>

#include "base/result.h"
#include "portfolio/portfolio.h"
#include "portfolio/toml_document.h"

namespace credence::portfolio {

// [monotone], in the order of the file; none where it is left out. A key "table.column"
// names a column of numbers that is read, not computed, and no row's name or link.
Result<std::vector<MonotoneInput>> read_monotone(
    const TomlNode& root, const Application& application,
    const std::vector<TableSpec>& tables, const std::vector<ComputedColumn>& computed);

}  // namespace credence::portfolio
