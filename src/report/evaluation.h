// evaluation.h
// This component provides `Evaluation`, everything that is said about one model on one
// set of applications that it was not fitted on, to the run and its reports.
#pragma once

#include <vector>

#include "decision/cost_matrix.h"
#include "decision/threshold.h"
#include "metric/confusion.h"
#include "metric/scored.h"
#include "metric/summary.h"

namespace credence::report {

struct Evaluation {
  metric::Summary measures;
  metric::Confusion at_half, at_chosen;    // at 0.50 and at the chosen threshold
  std::vector<decision::Policy> policies;  // chosen, 0.50, approve all, decline all
};

Evaluation evaluate(const metric::Scored& probabilities,
                    const decision::CostMatrix& costs, double threshold);

}  // namespace credence::report
