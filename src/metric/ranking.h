// ranking.h
// This component provides measures of how well scores order bad before good, ties
// counted as scikit-learn counts them.
#pragma once

#include <cstdint>
#include <span>

#include "metric/scored.h"

namespace credence::metric {

double auc(const Scored& scored);  // area under the ROC curve; ties count half
double average_precision(
    const Scored& scored);          // sum of (R_i - R_{i-1}) P_i, no interpolation
double gini(const Scored& scored);  // 2 AUC - 1

// Kolmogorov-Smirnov: the largest distance between the shares of bad and of good at or
// above a score, and the score where it is reached (the highest among equals).
struct Ks {
  double value = 0, at = 0;
};
Ks ks(const Scored& scored);

// The same AUC without checks, for the inner loop of a search: labels 0 and 1, one
// score each, finite; NaN when a class is absent.
double auc_of(std::span<const std::int8_t> labels, std::span<const double> scores);

}  // namespace credence::metric
