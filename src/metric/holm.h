// holm.h
// This component provides p-values that may be read together, to the comparison of
// several models with the champion.
#pragma once

#include <span>
#include <vector>

namespace credence::metric {

// Holm's step-down adjustment (1979): rejecting those at or below alpha errs in any of
// them with probability at most alpha. In the order given, at most 1.
std::vector<double> holm_adjusted(std::span<const double> p_values);

}  // namespace credence::metric
