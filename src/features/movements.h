// movements.h
// This component provides how each feature moves when a raw input rises, to the check
// of directions.
#pragma once

#include <string_view>
#include <vector>

#include "features/moved_rows.h"
#include "portfolio/portfolio.h"

namespace credence::features {

enum class Movement {
  none,       // not made of the input
  up,         // never falls
  down,       // never rises
  both,       // rises and falls
  unordered,  // its category changes, or it is missing for some values only
};

// One per Portfolio::features, over all applications moved. An ordinal moves in its
// declared order.
std::vector<Movement> movements_of(const MovedInput& moved,
                                   const portfolio::Portfolio& portfolio);

}  // namespace credence::features
