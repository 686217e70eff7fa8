// linear.h
// This component provides `Linear`, a linear predictor of log-odds.
#pragma once

#include <span>
#include <vector>

namespace credence::model {

// log-odds = intercept + sum of coefficient x value, summed in column order.
struct Linear {
  double intercept = 0;
  std::vector<double> coefficients;  // p
};

double margin(const Linear& model, std::span<const double> row);

}  // namespace credence::model
