// exact_math.h
// This component provides logarithm, exponential and logistic function whose last bit
// is the same on every processor: computed in extended precision and rounded once.
// The C library's own double versions choose code by processor and differ in that bit.
#pragma once

namespace credence {

double exact_log(double x);
double exact_exp(double x);

// 1 / (1 + exp(-log_odds)): the probability that these log-odds mean.
double logistic(double log_odds);

// The inverse: log(p / (1 - p)) for p in (0, 1).
double log_odds(double probability);

}  // namespace credence
