// training_data.h
// This component provides the checks of what a learner is to be fitted to, to the
// learners.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"
#include "table/matrix.h"

namespace credence::learner {

// Fails with `bad_input` unless there is a label, 0 or 1, for every row, both of them
// occur, and no value is infinite or (unless `nan_allowed`) missing; names column and
// row.
Result<> check_training_data(const table::Matrix& matrix,
                             std::span<const std::int8_t> labels, bool nan_allowed);

// Fails with `bad_input` unless there is a direction, -1, 0 or 1, for every column or
// none at all.
Result<> check_directions(const table::Matrix& matrix,
                          std::span<const std::int8_t> directions);

// Whether a column is held to a direction.
bool any_direction(std::span<const std::int8_t> directions);

// "(1,0,-1)", as the libraries take them.
std::string text_of_directions(std::span<const std::int8_t> directions);

}  // namespace credence::learner
