#include "learner/gbm_cut.h"

#include <algorithm>
#include <cmath>

namespace credence::learner {
namespace {

// A gain below `best` times this is certainly no better, however quotients are rounded.
constexpr double margin_of_rounding = 1 - 0x1p-50;

// Tries the cuts behind each of `groups`, with `left` already on the left side; changes
// `best` when one gains more. Few do, and only those are divided.
template <class WeightOf>
void try_cuts(std::span<const Tally> groups, Tally left, const Tally& total,
              bool missing_left, WeightOf weight_of, std::int64_t min_rows,
              std::int8_t direction, double& best_gain, std::optional<Cut>& best) {
  double bound = best_gain * margin_of_rounding;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].counted == 0) continue;
    left += groups[i];
    if (left.rows() < min_rows) continue;
    const Tally right = total - left;
    if (right.rows() < min_rows) return;
    const double left_weight = weight_of(left), right_weight = weight_of(right);
    const double difference = static_cast<double>(left.residual) * right_weight -
                              static_cast<double>(right.residual) * left_weight;
    const double product = left_weight * right_weight;
    if (difference * difference < bound * product) continue;
    if (direction * difference > 0) continue;
    const double gain = difference * difference / product;
    if (gain <= best_gain) continue;
    best_gain = gain;
    bound = gain * margin_of_rounding;
    best = Cut{gain, i, missing_left};
  }
}

template <class WeightOf>
std::optional<Cut> best_of(std::span<const Tally> groups, const Tally& missing,
                           const Tally& total, WeightOf weight_of,
                           std::int64_t min_rows, double least_gain,
                           std::int8_t direction) {
  std::optional<Cut> best;
  double best_gain = std::nextafter(least_gain, -1.0);
  try_cuts(groups, {}, total, false, weight_of, min_rows, direction, best_gain, best);
  if (missing.rows() > 0) {
    try_cuts(groups, missing, total, true, weight_of, min_rows, direction, best_gain,
             best);
  } else if (best) {
    Tally left;
    for (std::size_t i = 0; i <= best->last_left; ++i) left += groups[i];
    best->missing_left = 2 * left.rows() > total.rows();
  }
  return best;
}

}  // namespace

std::optional<Cut> best_cut(std::span<const Tally> groups, const Tally& missing,
                            const Tally& total, const ClassWeights& weights,
                            std::int64_t min_rows, double least_gain,
                            std::int8_t direction) {
  min_rows = std::max<std::int64_t>(min_rows, 1);
  if (weights.good == weights.bad)  // a constant factor: gains rank as without it
    return best_of(
        groups, missing, total,
        [](const Tally& side) { return static_cast<double>(side.rows()); }, min_rows,
        least_gain, direction);
  return best_of(
      groups, missing, total, [&](const Tally& side) { return weights.of(side); },
      min_rows, least_gain, direction);
}

}  // namespace credence::learner
