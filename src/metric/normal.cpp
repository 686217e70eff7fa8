#include "metric/normal.h"

#include <cmath>

namespace credence::metric {
namespace {

long double outside(long double z) { return std::erfc(z / std::sqrt(2.0L)); }

}  // namespace

double two_sided_p(double z) { return static_cast<double>(outside(std::abs(z))); }

double normal_reach(double level) {
  const long double wanted = 1.0L - level;
  long double low = 0, high = 40;  // P(|Z| >= 40) is below any 1 - level
  for (int halving = 0; halving < 80; ++halving) {
    const long double middle = (low + high) / 2;
    (outside(middle) > wanted ? low : high) = middle;
  }
  return static_cast<double>((low + high) / 2);
}

}  // namespace credence::metric
