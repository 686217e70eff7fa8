// confusion.h
// This component provides the counts at a threshold and what is worked out from them.
#pragma once

#include <cstdint>

#include "metric/scored.h"

namespace credence::metric {

// Bad is the positive class; a score at or above the threshold is refused.
struct Confusion {
  std::int64_t true_bad = 0;    // bad, refused
  std::int64_t false_bad = 0;   // good, refused
  std::int64_t true_good = 0;   // good, granted
  std::int64_t false_good = 0;  // bad, granted: missed defaulters
};

Confusion confusion(const Scored& scored, double threshold);

double precision(const Confusion& counts);  // 0 when nothing is refused
double recall(const Confusion& counts);
double f1(const Confusion& counts);  // 0 when precision and recall are
double accuracy(const Confusion& counts);
double approval_rate(const Confusion& counts);
double bad_rate_among_approved(const Confusion& counts);  // 0 when nothing is granted

}  // namespace credence::metric
