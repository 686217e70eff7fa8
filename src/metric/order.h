// order.h
// This component provides the sorting of scores to the metrics of this room; it is the
// inner loop of a search.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace credence::metric {

// The places of `scores` from the lowest score to the highest, equal ones (-0 equals 0)
// in the order in which they stand. Finite scores, fewer than 2^31 of them.
std::vector<std::uint32_t> ascending_order(std::span<const double> scores);

}  // namespace credence::metric
