#include "learner/gbm_cut.h"

#include <algorithm>

namespace credence::learner {
namespace {

double gain_of(const Tally& left, const Tally& right, const ClassWeights& weights) {
  const double left_weight = weights.of(left), right_weight = weights.of(right);
  const double difference = static_cast<double>(left.residual) * right_weight -
                            static_cast<double>(right.residual) * left_weight;
  return difference * difference / (left_weight * right_weight);
}

// Tries the cuts behind each of `groups`, with `left` already on the left side.
void try_cuts(std::span<const Tally> groups, Tally left, const Tally& total,
              bool missing_left, const ClassWeights& weights, std::int64_t min_rows,
              std::optional<Cut>& best) {
  for (std::size_t i = 0; i < groups.size(); ++i) {
    left += groups[i];
    if (left.rows() < min_rows) continue;
    const Tally right = total - left;
    if (right.rows() < min_rows) return;
    const double gain = gain_of(left, right, weights);
    if (!best || gain > best->gain) best = Cut{gain, i, missing_left};
  }
}

}  // namespace

std::optional<Cut> best_cut(std::span<const Tally> groups, const Tally& missing,
                            const ClassWeights& weights, std::int64_t min_rows) {
  Tally total = missing;
  for (const Tally& group : groups) total += group;
  std::optional<Cut> best;
  min_rows = std::max<std::int64_t>(min_rows, 1);
  try_cuts(groups, {}, total, false, weights, min_rows, best);
  if (missing.rows() > 0)
    try_cuts(groups, missing, total, true, weights, min_rows, best);
  else if (best) {
    Tally left;
    for (std::size_t i = 0; i <= best->last_left; ++i) left += groups[i];
    best->missing_left = 2 * left.rows() > total.rows();
  }
  return best;
}

}  // namespace credence::learner
