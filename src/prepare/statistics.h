// statistics.h
// This component provides the location and spread of a column of finite numbers, as
// NumPy and scikit-learn define them, to the fitting of the pipeline.
#pragma once

#include <span>
#include <vector>

#include "portfolio/portfolio.h"

namespace credence::prepare {

// The mean of the middle two when there is no middle one. `numbers` is not empty and is
// reordered, as by the next one.
double median(std::span<double> numbers);

// NumPy's default percentile (linear; definition 7 of Hyndman and Fan 1996), `share` in
// [0, 1].
double percentile(std::span<double> numbers, double share);

struct Scale {
  double center = 0, scale = 1;
};

// Standard: mean and population standard deviation. Robust: median and the range
// between the quartiles. The scale is 1 where the spread is zero but for rounding.
Scale scale_of(std::span<const double> numbers, portfolio::Scaling scaling);

}  // namespace credence::prepare
