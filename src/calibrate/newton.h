// newton.h
// This component provides the logistic regression on one or two columns that the fits
// of this room come down to.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace credence::calibrate {

struct Regression {
  std::vector<double> coefficients;  // one per column
  double intercept = 0;
  double loss = 0;  // mean cross-entropy against the targets
};

// The least cross-entropy of targets in (0, 1) by Newton with backtracking, on columns
// brought to mean 0 and deviation 1; unique when the columns and the constant are
// linearly independent. Nothing when a column is constant. The loss has a least value
// because no target is 0 or 1.
std::optional<Regression> regress(std::span<const std::vector<double>> columns,
                                  std::span<const double> targets);

}  // namespace credence::calibrate
