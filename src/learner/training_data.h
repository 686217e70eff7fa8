// training_data.h
// This component provides the check of what a learner is to be fitted to, to the
// learners.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"
#include "table/matrix.h"

namespace credence::learner {

// Fails with `bad_input` unless there is a label, 0 or 1, for every row, both of them
// occur, and no value is infinite or (unless `nan_allowed`) missing; names column and
// row.
Result<> check_training_data(const table::Matrix& matrix,
                             std::span<const std::int8_t> labels, bool nan_allowed);

}  // namespace credence::learner
