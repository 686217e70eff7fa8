#include "synthesis/chance.h"

#include <bit>
#include <cmath>

#include "base/exact_math.h"

namespace credence::synthesis {
namespace {

double ratio(double x, std::span<const double, 8> above,
             std::span<const double, 8> below) {
  double a = above[7], b = below[7];
  for (int i = 6; i >= 0; --i) {
    a = a * x + above[i];
    b = b * x + below[i];
  }
  return a / b;
}

constexpr double central_above[8] = {3.3871328727963666080e0, 1.3314166789178437745e2,
                                     1.9715909503065514427e3, 1.3731693765509461125e4,
                                     4.5921953931549871457e4, 6.7265770927008700853e4,
                                     3.3430575583588128105e4, 2.5090809287301226727e3};
constexpr double central_below[8] = {1.0,
                                     4.2313330701600911252e1,
                                     6.8718700749205790830e2,
                                     5.3941960214247511077e3,
                                     2.1213794301586595867e4,
                                     3.9307895800092710610e4,
                                     2.8729085735721942674e4,
                                     5.2264952788528545610e3};
constexpr double middle_above[8] = {
    1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
    3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr double middle_below[8] = {1.0,
                                    2.05319162663775882187e0,
                                    1.67638483018380384940e0,
                                    6.89767334985100004550e-1,
                                    1.48103976427480074590e-1,
                                    1.51986665636164571966e-2,
                                    5.47593808499534494600e-4,
                                    1.05075007164441684324e-9};
constexpr double far_above[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                 1.78482653991729133580e0,  2.96560571828504891230e-1,
                                 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                 2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr double far_below[8] = {1.0,
                                 5.99832206555887937690e-1,
                                 1.36929880922735805310e-1,
                                 1.48753612908506148525e-2,
                                 7.86869131145613259100e-4,
                                 1.84631831751005468180e-5,
                                 1.42151175831644588870e-7,
                                 2.04426310338993978564e-15};

}  // namespace

// x = k ln 2 + r, |r| <= ln 2 / 2; exp(r) by its series to r^12, the even and the odd
// terms side by side.
double quick_exp(double x) {
  constexpr double log2_e = 1.4426950408889634, ln2_high = 6.93147180369123816490e-01,
                   ln2_low = 1.90821492927058770002e-10;
  const auto exponent = static_cast<std::int64_t>(x * log2_e + 1023.5);  // k + 1023
  const auto k = static_cast<double>(exponent - 1023);
  const double r = (x - k * ln2_high) - k * ln2_low, q = r * r;
  const double even =
      1.0 +
      q * (1.0 / 2 +
           q * (1.0 / 24 +
                q * (1.0 / 720 +
                     q * (1.0 / 40320 + q * (1.0 / 3628800 + q * (1.0 / 479001600))))));
  const double odd =
      1.0 +
      q * (1.0 / 6 + q * (1.0 / 120 + q * (1.0 / 5040 +
                                           q * (1.0 / 362880 + q * (1.0 / 39916800)))));
  return (even + r * odd) *
         std::bit_cast<double>(static_cast<std::uint64_t>(exponent) << 52);
}

double quick_logistic(double log_odds) { return 1.0 / (1.0 + quick_exp(-log_odds)); }

double normal_quantile(double p) {
  const double q = p - 0.5;
  if (std::abs(q) <= 0.425)
    return q * ratio(0.180625 - q * q, central_above, central_below);
  const double r = std::sqrt(-exact_log(q < 0 ? p : 1.0 - p));
  const double size = r <= 5.0 ? ratio(r - 1.6, middle_above, middle_below)
                               : ratio(r - 5.0, far_above, far_below);
  return q < 0 ? -size : size;
}

int Chance::between(int low, int high) {
  return low +
         static_cast<int>(random_.below(static_cast<std::uint64_t>(high - low + 1)));
}

int Chance::poisson(double mean) {
  const double u = uniform();
  double term = quick_exp(-mean), total = term;
  int count = 0;
  while (u > total && count < 60) {
    ++count;
    term *= mean / count;
    total += term;
  }
  return count;
}

int Chance::pick(std::span<const double> weights) {
  double total = 0;
  for (const double weight : weights) total += weight;
  double left = uniform() * total;
  int last = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] <= 0) continue;
    last = static_cast<int>(i);
    if (left < weights[i]) break;
    left -= weights[i];
  }
  return last;
}

}  // namespace credence::synthesis
