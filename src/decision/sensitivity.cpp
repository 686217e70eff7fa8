#include "decision/sensitivity.h"

#include <limits>

namespace credence::decision {
namespace {

struct Fraction {
  int above, below;
};
constexpr Fraction factors[] = {{1, 4}, {1, 3}, {1, 2}, {2, 3}, {1, 1},
                                {3, 2}, {2, 1}, {3, 1}, {4, 1}};

WideCost excess(Money wrong, Money right) {
  return static_cast<WideCost>(wrong.units) - right.units;
}

// Costs over those of the right decisions, their ratio times `factor`.
Result<CostMatrix> scaled(const portfolio::Costs& costs, Fraction factor) {
  const WideCost bad = excess(costs.missed_bad, costs.refused_bad) * factor.above;
  const WideCost good = excess(costs.refused_good, costs.granted_good) * factor.below;
  if (narrow(bad).units != bad || narrow(good).units != good)
    return bad_input(
        "costs: missed_bad ({}), refused_good ({}), refused_bad ({}) and granted_good "
        "({}), all in the smallest unit, are too far apart to vary their ratio",
        costs.missed_bad.units, costs.refused_good.units, costs.refused_bad.units,
        costs.granted_good.units);
  return CostMatrix::from({.missed_bad = narrow(bad),
                           .refused_good = narrow(good),
                           .refused_bad = {},
                           .granted_good = {}});
}

double ratio_of(const CostMatrix& costs) {
  const portfolio::Costs& each = costs.costs();
  return static_cast<double>(excess(each.missed_bad, each.refused_bad)) /
         static_cast<double>(excess(each.refused_good, each.granted_good));
}

}  // namespace

Result<std::vector<RatioPoint>> cost_ratio_sensitivity(
    const metric::Scored& probabilities, const CostMatrix& costs) {
  std::vector<RatioPoint> points;
  for (const Fraction factor : factors) {
    const CostMatrix other = TRY(scaled(costs.costs(), factor));
    const Optimum best = optimum(probabilities, other);
    points.push_back({.factor = static_cast<double>(factor.above) / factor.below,
                      .ratio = ratio_of(other),
                      .theoretical = other.theoretical_threshold(),
                      .threshold = best.threshold,
                      .low = best.low,
                      .high = best.high,
                      .counts = best.counts,
                      .cost = costs.total(best.counts)});
  }
  return points;
}

Result<metric::BootstrapInterval> threshold_interval(
    const metric::Scored& probabilities, const CostMatrix& costs,
    std::span<const std::uint32_t> groups, const metric::BootstrapOptions& options,
    Random& random) {
  const auto chosen = [&](const metric::Scored& resample) {
    return optimum(resample, costs).threshold;
  };
  return metric::bootstrap_interval(probabilities, groups, chosen, options, random);
}

Result<metric::BootstrapInterval> cost_interval(const metric::Scored& probabilities,
                                                const CostMatrix& costs,
                                                double threshold,
                                                std::span<const std::uint32_t> groups,
                                                const metric::BootstrapOptions& options,
                                                Random& random) {
  if (groups.size() != probabilities.size())
    return bad_input("{} outcomes came with {} groups; there has to be one group each",
                     probabilities.size(), groups.size());
  // From the rows and not from a `Scored`: a resample without a class has a cost too.
  const auto cost = [&](std::span<const std::uint32_t> times) {
    metric::Confusion counts;
    for (std::size_t row = 0; row < times.size(); ++row) {
      const bool bad = probabilities.labels()[row] == 1;
      const bool refused = probabilities.scores()[row] >= threshold;
      (bad ? (refused ? counts.true_bad : counts.false_good)
           : (refused ? counts.false_bad : counts.true_good)) += times[row];
    }
    return static_cast<double>(costs.wide_total(counts));
  };
  return metric::bootstrap_interval(groups, cost, options, random);
}

Result<ThresholdAnalysis> analyse_threshold(const metric::Scored& probabilities,
                                            const CostMatrix& costs,
                                            std::span<const std::uint32_t> groups,
                                            const metric::BootstrapOptions& options,
                                            Random& random) {
  const double theoretical = costs.theoretical_threshold();
  const metric::Confusion counts = metric::confusion(probabilities, theoretical);
  return ThresholdAnalysis{
      .chosen = optimum(probabilities, costs),
      .interval =
          TRY(threshold_interval(probabilities, costs, groups, options, random)),
      .theoretical = theoretical,
      .counts_at_theoretical = counts,
      .cost_at_theoretical = costs.total(counts),
      .sensitivity = TRY(cost_ratio_sensitivity(probabilities, costs))};
}

}  // namespace credence::decision
