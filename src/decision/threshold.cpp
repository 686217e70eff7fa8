#include "decision/threshold.h"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <utility>

namespace credence::decision {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

metric::Confusion none_refused(const metric::Scored& scored) {
  return {.true_good = scored.good(), .false_good = scored.bad()};
}

metric::Confusion all_refused(const metric::Scored& scored) {
  return {.true_bad = scored.bad(), .false_bad = scored.good()};
}

// Above `low` and at most `high`, even when no number lies between them.
double middle(double low, double high) {
  const double half = low + (high - low) / 2;
  return half > low ? half : high;
}

}  // namespace

std::vector<SweepPoint> sweep(const metric::Scored& probabilities,
                              const CostMatrix& costs) {
  std::vector<SweepPoint> points;
  for (int percent = 5; percent <= 95; ++percent) {
    const double threshold = percent / 100.0;
    const metric::Confusion counts = metric::confusion(probabilities, threshold);
    points.push_back({threshold, counts, costs.total(counts)});
  }
  return points;
}

Optimum optimum(const metric::Scored& probabilities, const CostMatrix& costs) {
  const auto& steps = probabilities.steps();
  // From refusing none, which any threshold above the highest score does, to refusing
  // one more distinct score at a time.
  metric::Confusion counts = none_refused(probabilities);
  const double top = steps.front().score, bottom = steps.back().score;
  double high = top < 1 ? 1 : std::nextafter(top, infinity);
  Optimum best;
  WideCost least = 0;
  for (std::size_t refused = 0;; ++refused) {
    const bool all = refused == steps.size();
    const double low = !all         ? steps[refused].score
                       : bottom > 0 ? 0
                                    : std::nextafter(bottom, -infinity);
    const WideCost cost = costs.wide_total(counts);
    // Going down, an interval as wide as the best is the lower one.
    if (refused == 0 || cost < least ||
        (cost == least && high - low >= best.high - best.low)) {
      least = cost;
      best = {.threshold = middle(low, high),
              .low = low,
              .high = high,
              .cost = narrow(cost),
              .counts = counts};
    }
    if (all) return best;
    counts.true_bad += steps[refused].bad;
    counts.false_good -= steps[refused].bad;
    counts.false_bad += steps[refused].good;
    counts.true_good -= steps[refused].good;
    high = low;
  }
}

std::vector<Policy> compare_policies(const metric::Scored& probabilities,
                                     const CostMatrix& costs, double chosen) {
  const auto approve_all = none_refused(probabilities);
  const WideCost granting = costs.wide_total(approve_all);
  std::vector<Policy> policies;
  const auto add = [&](std::string name, double threshold, metric::Confusion counts) {
    const WideCost cost = costs.wide_total(counts), saved = granting - cost;
    policies.push_back(
        {.name = std::move(name),
         .threshold = threshold,
         .counts = counts,
         .cost = narrow(cost),
         .saved_against_approve_all = narrow(saved),
         // Of the amount whatever its sign, so that positive always means cheaper.
         .saved_share = granting == 0 ? 0
                                      : static_cast<double>(saved) /
                                            std::abs(static_cast<double>(granting))});
  };
  add("chosen", chosen, metric::confusion(probabilities, chosen));
  add("0.50", 0.5, metric::confusion(probabilities, 0.5));
  add("approve all", 2, approve_all);
  add("decline all", 0, all_refused(probabilities));
  return policies;
}

}  // namespace credence::decision
