// reliability.h
// This component provides how far predicted probabilities are from the bad rates that
// came true, bin by bin, to reports and their pictures.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "metric/scored.h"

namespace credence::metric {

enum class Binning {
  equal_width,     // of [0, 1]
  equal_frequency  // quantiles of the probabilities; equal ones stay together
};

// Bins hold what is above their lower edge and at most their upper one (the first also
// what is at its lower edge), as in scikit-learn's calibration_curve.
struct ReliabilityBin {
  double low = 0, high = 1;  // its edges
  std::int64_t rows = 0, bad = 0;
  double mean_probability = 0, bad_rate = 0;
};

// From the lowest probability to the highest, without empty bins. Fails with
// `bad_input` on fewer than one bin or a score outside [0, 1].
Result<std::vector<ReliabilityBin>> reliability_table(const Scored& probabilities,
                                                      Binning binning, int bins = 10);

// The mean distance between probability and bad rate, each bin counting as its rows
// (Naeini, Cooper, Hauskrecht 2015; Guo et al. 2017, eq. 3).
double expected_calibration_error(std::span<const ReliabilityBin> table);

}  // namespace credence::metric
