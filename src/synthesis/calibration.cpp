#include "synthesis/calibration.h"

#include <cmath>

#include "base/exact_math.h"
#include "synthesis/chance.h"

namespace credence::synthesis {

// Newton's method, kept inside the interval that is known to hold the root.
double calibrate_intercept(const std::vector<double>& log_odds, double rate) {
  double intercept = credence::log_odds(rate), low = intercept - 60,
         high = intercept + 60;
  if (log_odds.empty()) return intercept;
  const auto count = static_cast<double>(log_odds.size());
  for (int step = 0; step < 100; ++step) {
    double sum = 0, slope = 0;
    for (const double x : log_odds) {
      const double p = quick_logistic(intercept + x);
      sum += p;
      slope += p * (1 - p);
    }
    const double excess = sum / count - rate;
    if (std::abs(excess) < 1e-13) break;
    (excess > 0 ? high : low) = intercept;
    const double next = intercept - excess * count / slope;
    intercept = next > low && next < high ? next : (low + high) / 2;
  }
  return intercept;
}

}  // namespace credence::synthesis
