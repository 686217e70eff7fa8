#include "metric/probability.h"

#include <algorithm>
#include <limits>

#include "base/exact_math.h"

namespace credence::metric {

double brier(const Scored& probabilities) {
  double sum = 0;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const double error = probabilities.scores()[i] - probabilities.labels()[i];
    sum += error * error;
  }
  return sum / static_cast<double>(probabilities.size());
}

double log_loss(const Scored& probabilities) {
  constexpr double eps = std::numeric_limits<double>::epsilon();
  double sum = 0;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const double bad = probabilities.scores()[i];
    const double given = probabilities.labels()[i] == 1 ? bad : 1 - bad;
    sum -= exact_log(std::clamp(given, eps, 1 - eps));
  }
  return sum / static_cast<double>(probabilities.size());
}

}  // namespace credence::metric
