// directions.h
// This component provides the direction that each matrix column is held to, to those
// who bind learners to matrices.
#pragma once

#include <cstdint>
#include <vector>

#include "portfolio/portfolio.h"
#include "prepare/pipeline.h"

namespace credence::prepare {

// Per matrix column: 1 when the risk may not fall as its value rises, -1 when it may
// not rise, 0 otherwise. A feature's own column and its logarithm have the feature's
// direction; indicators and one-hot columns have none.
std::vector<std::int8_t> directions_of(const Pipeline& pipeline,
                                       const portfolio::Portfolio& portfolio);

}  // namespace credence::prepare
