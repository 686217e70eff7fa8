// summary.h
// This component provides all measures of one set of predicted probabilities at once,
// to training and reports.
#pragma once

#include <cstdint>

#include "metric/scored.h"

namespace credence::metric {

struct Summary {
  std::int64_t rows = 0, bad = 0;
  double auc = 0, gini = 0, ks = 0, ks_at = 0, average_precision = 0;
  double brier = 0, log_loss = 0;
};

Summary summarise(const Scored& probabilities);

}  // namespace credence::metric
