// probability.h
// This component provides measures of how true probabilities are.
#pragma once

#include "metric/scored.h"

namespace credence::metric {

double brier(const Scored& probabilities);  // mean squared error
double log_loss(
    const Scored& probabilities);  // natural logarithm; probabilities clipped to
                                   // [eps, 1 - eps], eps = 2^-52, as scikit-learn does

}  // namespace credence::metric
