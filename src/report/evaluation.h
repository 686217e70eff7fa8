// evaluation.h
// This component provides `Evaluation`, everything that is said about one model on one
// set of applications that it was not fitted on, to the run and its reports.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "decision/cost_matrix.h"
#include "decision/threshold.h"
#include "metric/bootstrap.h"
#include "metric/confusion.h"
#include "metric/delong.h"
#include "metric/gains.h"
#include "metric/reliability.h"
#include "metric/scored.h"
#include "metric/summary.h"

namespace credence::report {

struct Evaluation {
  metric::Summary measures;
  metric::Confusion at_half, at_chosen;    // at 0.50 and at the chosen threshold
  std::vector<decision::Policy> policies;  // chosen, 0.50, approve all, decline all
  // 95% intervals: DeLong's; bootstrap by customer. Cost at the chosen threshold, in
  // the smallest unit of the currency.
  metric::AucInterval auc_interval;
  metric::BootstrapInterval ks_interval, cost_interval;
  std::vector<metric::ReliabilityBin> reliability;  // ten of equal frequency
  double calibration_error = 0;                     // expected, over these bins
  std::vector<metric::GainsRow> gains;              // deciles
  // The probabilities themselves, for curves; absent in summaries made by hand.
  std::optional<metric::Scored> scored;

  // The three are made together, and absent in summaries made by hand.
  bool has_intervals() const { return ks_interval.resamples > 0; }
};

// Whose rows go together when chance is measured, and how it is drawn.
struct Uncertainty {
  std::span<const std::uint32_t> groups;  // the customer of each row
  metric::BootstrapOptions options;
  std::uint64_t seed = 42;
};

// Fails where a class has fewer than two rows.
Result<Evaluation> evaluate(const metric::Scored& probabilities,
                            const decision::CostMatrix& costs, double threshold,
                            const Uncertainty& uncertainty);

}  // namespace credence::report
