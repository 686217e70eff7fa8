// moved_values.h
// This component provides the values that a raw column is moved through when its effect
// on a model is looked at, to the moving of inputs.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "portfolio/portfolio.h"

namespace credence::features {

// Ascending and distinct: at most `count` of `present`, evenly by rank; the bounds that
// the schema declares; and every number written in features.sql that lies between the
// least and the greatest of `present`, with its neighbours on either side, since bands
// begin or end there. Whole numbers for an integer column.
std::vector<double> moved_values(const portfolio::ColumnSpec& column,
                                 std::span<const double> present,
                                 std::string_view features_sql, std::size_t count);

}  // namespace credence::features
