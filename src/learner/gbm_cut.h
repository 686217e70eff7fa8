// gbm_cut.h
// This component provides the best cut between the sorted values of one column, to the
// searches for splits of gradient boosting.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "learner/gbm_tally.h"

namespace credence::learner {

// Groups 0 to `last_left` go left, those behind it right; missing values go left or
// right as one.
struct Cut {
  double gain = 0;
  std::size_t last_left = 0;
  bool missing_left = false;
};

// `groups` are the rows of a node by value, ascending, some of them possibly empty;
// `missing` the rows without a value; `total` all of them. The cut of the largest gain
// that leaves `min_rows` on both sides, the first of equals, missing values first tried
// on the right; none when there is no such cut that gains `least_gain`. When no value
// is missing, a later one goes with the larger side.
//
// gain = (R_l w_r - R_r w_l)^2 / (w_l w_r), with R the sum of residuals and w the
// weight of a side: Friedman's improvement w_l w_r / (w_l + w_r) (mean_l - mean_r)^2
// (2001, eq. 35) times w_l + w_r, which is the same for all cuts of a node.
//
// `direction` 1: only cuts whose right side's mean residual is not below the left
// side's; -1: not above; 0: all. Missing values alone on the right count as above all
// values.
std::optional<Cut> best_cut(std::span<const Tally> groups, const Tally& missing,
                            const Tally& total, const ClassWeights& weights,
                            std::int64_t min_rows, double least_gain = 0,
                            std::int8_t direction = 0);

}  // namespace credence::learner
