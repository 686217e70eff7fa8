// bootstrap.h
// This component provides the uncertainty of any statistic of a set of applications,
// when those of one customer go together, to the comparison of models, the choice of
// the threshold and the reports.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "base/random.h"
#include "base/result.h"
#include "metric/scored.h"

namespace credence::metric {

struct BootstrapOptions {
  int resamples = 1000;
  double level = 0.95;
  unsigned threads = 2;
};

// Percentile interval (Efron 1981): the (1 - level) / 2 and (1 + level) / 2 quantiles
// of the statistic over the resamples, between neighbouring ones linearly.
struct BootstrapInterval {
  double low = 0, high = 0;
  std::int64_t resamples = 0;  // in which the statistic had a value
};

// The statistic of one resample, from how often each row was drawn; NaN where it has no
// value. Called from several threads at once.
using ResampleStatistic = std::function<double(std::span<const std::uint32_t> times)>;

// Draws as many groups as there are, with replacement, each with all of its rows.
// `groups` names the group (the customer) of each row. One number is drawn from
// `random`; the result is the same for any number of threads. Fails with `bad_input`
// without rows, with fewer than two resamples, a level outside (0, 1), or when the
// statistic has a value in no resample.
Result<BootstrapInterval> bootstrap_interval(std::span<const std::uint32_t> groups,
                                             const ResampleStatistic& statistic,
                                             const BootstrapOptions& options,
                                             Random& random);

// The same of labelled scores: a resample in which a class is absent has no value.
Result<BootstrapInterval> bootstrap_interval(
    const Scored& scored, std::span<const std::uint32_t> groups,
    const std::function<double(const Scored&)>& statistic,
    const BootstrapOptions& options, Random& random);

}  // namespace credence::metric
