// sensitivity.h
// This component provides how far the chosen threshold can be relied upon, when costs
// are misjudged and when other customers had come, to the training run and the reports.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/random.h"
#include "base/result.h"
#include "decision/cost_matrix.h"
#include "decision/threshold.h"
#include "metric/bootstrap.h"
#include "metric/scored.h"

namespace credence::decision {

// The threshold under other costs. Only the cost ratio moves it: what granting a bad
// loan costs more than refusing it, over what refusing a good customer costs more than
// granting (Elkan 2001, eq. 2).
struct RatioPoint {
  double factor = 1;       // times the portfolio's cost ratio
  double ratio = 1;        // the cost ratio then
  double theoretical = 0;  // threshold of perfectly calibrated probabilities
  double threshold = 0, low = 0, high = 1;  // as in `Optimum`
  metric::Confusion counts;
  Money cost;  // of that threshold at the portfolio's own costs: what misjudging
               // them by `factor` comes to
};

// For 1/4, 1/3, 1/2, 2/3, 1, 3/2, 2, 3 and 4 times the portfolio's ratio, ascending;
// the threshold does not rise along it. Fails with `bad_input` where costs are so large
// that four times the difference of two does not fit into 64 bits.
Result<std::vector<RatioPoint>> cost_ratio_sensitivity(
    const metric::Scored& probabilities, const CostMatrix& costs);

// Where the chosen threshold would have lain for other customers of the same kind: its
// bootstrap interval by group, as in metric/bootstrap.h.
Result<metric::BootstrapInterval> threshold_interval(
    const metric::Scored& probabilities, const CostMatrix& costs,
    std::span<const std::uint32_t> groups, const metric::BootstrapOptions& options,
    Random& random);

// What deciding at `threshold` would have cost with other customers, in the smallest
// unit of the currency: a bootstrap interval by group.
Result<metric::BootstrapInterval> cost_interval(const metric::Scored& probabilities,
                                                const CostMatrix& costs,
                                                double threshold,
                                                std::span<const std::uint32_t> groups,
                                                const metric::BootstrapOptions& options,
                                                Random& random);

// The chosen threshold beside the theoretical one, with all that is known about it.
struct ThresholdAnalysis {
  Optimum chosen;
  metric::BootstrapInterval interval;
  double theoretical = 0;
  metric::Confusion counts_at_theoretical;
  Money cost_at_theoretical;
  std::vector<RatioPoint> sensitivity;
};

// Fails as the parts above do.
Result<ThresholdAnalysis> analyse_threshold(const metric::Scored& probabilities,
                                            const CostMatrix& costs,
                                            std::span<const std::uint32_t> groups,
                                            const metric::BootstrapOptions& options,
                                            Random& random);

}  // namespace credence::decision
