#include "metric/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/parallel.h"

namespace credence::metric {
namespace {

// The groups of the rows, numbered from 0 in the order in which they appear.
struct Numbered {
  std::vector<std::uint32_t> of_row;
  std::size_t count = 0;
};

Numbered numbered(std::span<const std::uint32_t> groups) {
  std::unordered_map<std::uint32_t, std::uint32_t> numbers;
  Numbered result;
  result.of_row.reserve(groups.size());
  for (const std::uint32_t group : groups)
    result.of_row.push_back(
        numbers.emplace(group, static_cast<std::uint32_t>(numbers.size()))
            .first->second);
  result.count = numbers.size();
  return result;
}

std::vector<std::uint32_t> times_drawn(const Numbered& groups, Random random) {
  std::vector<std::uint32_t> of_group(groups.count), of_row(groups.of_row.size());
  for (std::size_t draw = 0; draw < groups.count; ++draw)
    ++of_group[random.below(groups.count)];
  for (std::size_t row = 0; row < of_row.size(); ++row)
    of_row[row] = of_group[groups.of_row[row]];
  return of_row;
}

// Hyndman and Fan's type 7, as numpy.quantile has it.
double quantile(std::span<const double> ascending, double share) {
  const double place = share * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, ascending.size() - 1);
  const double part = place - static_cast<double>(below);
  return ascending[below] + part * (ascending[above] - ascending[below]);
}

}  // namespace

Result<BootstrapInterval> bootstrap_interval(std::span<const std::uint32_t> groups,
                                             const ResampleStatistic& statistic,
                                             const BootstrapOptions& options,
                                             Random& random) {
  if (groups.empty()) return bad_input("there are no rows to resample");
  if (options.resamples < 2)
    return bad_input("an interval from {} resamples; expected at least 2",
                     options.resamples);
  if (!(options.level > 0 && options.level < 1))
    return bad_input("the level of the interval is {}; expected it between 0 and 1",
                     options.level);
  const Numbered customers = numbered(groups);
  const std::uint64_t seed = random.bits();
  std::vector<double> values(static_cast<std::size_t>(options.resamples));
  parallel_for(values.size(), options.threads, [&](std::size_t i) {
    values[i] = statistic(times_drawn(customers, Random::for_stream(seed, i)));
  });
  std::erase_if(values, [](double value) { return std::isnan(value); });
  if (values.empty())
    return bad_input(
        "the statistic has a value in none of {} resamples of {} groups; it needs more "
        "rows of both classes",
        options.resamples, customers.count);
  std::sort(values.begin(), values.end());
  return BootstrapInterval{.low = quantile(values, (1 - options.level) / 2),
                           .high = quantile(values, (1 + options.level) / 2),
                           .resamples = static_cast<std::int64_t>(values.size())};
}

Result<BootstrapInterval> bootstrap_interval(
    const Scored& scored, std::span<const std::uint32_t> groups,
    const std::function<double(const Scored&)>& statistic,
    const BootstrapOptions& options, Random& random) {
  if (groups.size() != scored.size())
    return bad_input("{} outcomes came with {} groups; there has to be one group each",
                     scored.size(), groups.size());
  const auto of_resample = [&](std::span<const std::uint32_t> times) {
    const std::optional<Scored> resample = scored.resampled(times);
    return resample ? statistic(*resample) : std::numeric_limits<double>::quiet_NaN();
  };
  return bootstrap_interval(groups, of_resample, options, random);
}

}  // namespace credence::metric
