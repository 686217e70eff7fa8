// chance.h
// This component provides `Chance`, quick draws from the distributions of the lending
// model, to this room. Only arithmetic that IEEE 754 rounds the same everywhere (and
// the room base's exact logarithm) is used, so the data do not depend on the processor.
#pragma once

#include <cstdint>
#include <span>

#include "base/random.h"

namespace credence::synthesis {

// exp(x) to about 1e-13 relative, for |x| < 700.
double quick_exp(double x);

double quick_logistic(double log_odds);

// The standard normal quantile of p in (0, 1): algorithm AS 241 (Wichura 1988).
double normal_quantile(double p);

class Chance {
 public:
  explicit Chance(Random random) : random_(random) {}

  std::uint64_t bits() { return random_.bits(); }
  double uniform() { return (static_cast<double>(bits() >> 11) + 0.5) * 0x1.0p-53; }
  double normal() { return normal_quantile(uniform()); }
  bool happens(double probability) { return uniform() < probability; }
  int between(int low, int high);  // both included
  int poisson(double mean);        // for means below about 20

  // An index, each with its weight; weights need not add up to 1.
  int pick(std::span<const double> weights);

 private:
  Random random_;
};

}  // namespace credence::synthesis
