// softplus.h
// This component provides log(1 + exp(x)) to the rest of this room, in extended
// precision and rounded once, as base/exact_math.h has its functions: no last bit
// depends on the processor, and none is lost where exp(x) is far below 1.
#pragma once

namespace credence::calibrate {

// With p = logistic(x): -ln(1 - p), and -softplus(-x) = ln p.
double softplus(double x);

}  // namespace credence::calibrate
