// stability.h
// This component provides how far a population has moved from the one a model was made
// on (population stability index), to reports and monitoring.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace credence::metric {

// The usual bands (Siddiqi 2006): below 0.1 no change that matters, from 0.1 a change
// worth a look, from 0.25 another population.
inline constexpr double slight_shift = 0.1, large_shift = 0.25;
enum class Shift { none, slight, large };
Shift shift_of(double stability_index);
std::string_view words_of(Shift shift);  // "stable", "slight shift", "large shift"

struct StabilityBin {
  std::int64_t before = 0, now = 0;  // rows
  double contribution = 0;           // (n - b) ln(n / b) for the shares n of now, b of
                                     // before
};

struct Stability {
  double index = 0;           // the sum of the contributions
  std::vector<double> edges;  // inner edges, ascending and distinct; none for
                              // categories
  // One per category; for values one per interval between edges (a value at an edge is
  // below it), and a last one for missing when either sample has any.
  std::vector<StabilityBin> bins;
};

// Of counts per category, the same categories in the same order. Half a row stands in
// for none, so that an empty bin stays finite; a category absent from both counts
// nothing. Fails with `bad_input` when the lengths differ, a count is negative, or a
// sample is empty.
Result<Stability> population_stability(std::span<const std::int64_t> before,
                                       std::span<const std::int64_t> now);

// Of values or scores, in bins at the quantiles of `before`; NaN is missing. Fails with
// `bad_input` on an empty sample or fewer than one bin.
Result<Stability> population_stability(std::span<const double> before,
                                       std::span<const double> now, int bins = 10);

}  // namespace credence::metric
