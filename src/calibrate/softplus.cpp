#include "calibrate/softplus.h"

#include <cmath>

namespace credence::calibrate {

double softplus(double x) {
  const long double wide = x;
  // exp(-50) is below half of the last bit of 50, and exp(x) has no end.
  return x > 50 ? x : static_cast<double>(std::log1p(std::exp(wide)));
}

}  // namespace credence::calibrate
