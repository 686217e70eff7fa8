// normal.h
// This component provides the standard normal distribution to the intervals and tests
// of this room: in extended precision and rounded once, as base/exact_math.h does.
#pragma once

namespace credence::metric {

// P(|Z| >= |z|), also where it is far below 2^-53.
double two_sided_p(double z);

// The z that P(|Z| < z) = level, for a level in (0, 1): 1.96 for 0.95.
double normal_reach(double level);

}  // namespace credence::metric
