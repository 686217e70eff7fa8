// calibration.h
// This component provides the intercept at which the mean true probability of default
// equals the rate asked for, to the generator.
#pragma once

#include <vector>

namespace credence::synthesis {

// `log_odds` of each labelled loan at intercept 0. The mean of
// logistic(intercept + log_odds) is then `rate` (0 < rate < 1) to about 1e-12. An empty
// list gives log(rate / (1 - rate)).
double calibrate_intercept(const std::vector<double>& log_odds, double rate);

}  // namespace credence::synthesis
