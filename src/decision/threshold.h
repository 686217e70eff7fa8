// threshold.h
// This component provides the probability of default from which an application is
// refused, chosen by cost, to the training run and the reports.
#pragma once

#include <string>
#include <vector>

#include "decision/cost_matrix.h"
#include "metric/scored.h"

namespace credence::decision {

struct SweepPoint {
  double threshold;
  metric::Confusion counts;
  Money cost;
};

// 0.05, 0.06, ..., 0.95, for pictures.
std::vector<SweepPoint> sweep(const metric::Scored& probabilities,
                              const CostMatrix& costs);

// The least cost over all thresholds. Every threshold in (`low`, `high`] gives it;
// `threshold` is the middle. Among several such intervals the widest is taken, and
// among equally wide ones the lowest. The ends of the score range count as 0 and 1;
// where a score is 1 (or 0) itself, approving (or declining) all is the one step beyond
// it.
struct Optimum {
  double threshold = 0.5, low = 0, high = 1;
  Money cost;
  metric::Confusion counts;
};
Optimum optimum(const metric::Scored& probabilities, const CostMatrix& costs);

// One way of deciding, measured in money on one set of applications.
struct Policy {
  std::string name;      // "chosen", "0.50", "approve all", "decline all"
  double threshold = 0;  // approve all: above 1; decline all: 0
  metric::Confusion counts;
  Money cost;
  Money saved_against_approve_all;  // positive: cheaper
  double saved_share = 0;           // of what approving all costs; 0 when that is 0
};

// The chosen threshold beside 0.50, approving all and declining all.
std::vector<Policy> compare_policies(const metric::Scored& probabilities,
                                     const CostMatrix& costs, double chosen);

}  // namespace credence::decision
