#include "base/exact_math.h"

#include <cmath>

namespace credence {

double exact_log(double x) {
  return static_cast<double>(std::log(static_cast<long double>(x)));
}

double exact_exp(double x) {
  return static_cast<double>(std::exp(static_cast<long double>(x)));
}

double logistic(double z) {
  return static_cast<double>(1.0L / (1.0L + std::exp(-static_cast<long double>(z))));
}

double log_odds(double probability) {
  const long double p = probability;
  return static_cast<double>(std::log(p / (1.0L - p)));
}

}  // namespace credence
