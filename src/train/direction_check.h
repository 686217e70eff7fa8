// direction_check.h
// This component provides the check that a finished model keeps the directions of the
// portfolio's monotone inputs, to the training run: constraints are requests, and a
// band or ratio made of the same input may undo them.
#pragma once

#include <span>
#include <vector>

#include "features/moved_rows.h"
#include "model/model.h"
#include "portfolio/portfolio.h"
#include "prepare/pipeline.h"
#include "report/direction_check.h"

namespace credence::train {

// One per moved input. A step is a reversal when the log-odds go the wrong way by more
// than 1e-12 of the larger of 1 and themselves.
std::vector<report::DirectionCheck> check_directions(
    std::span<const features::MovedInput> moved, const portfolio::Portfolio& portfolio,
    const prepare::Pipeline& pipeline, prepare::Form form, const model::Model& model);

}  // namespace credence::train
