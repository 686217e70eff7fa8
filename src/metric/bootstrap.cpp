#include "metric/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <unordered_map>
#include <utility>
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

// How often each row comes in one resample; the vectors are kept for the next.
class Draw {
 public:
  explicit Draw(const Numbered& groups)
      : groups_(groups), of_group_(groups.count), of_row_(groups.of_row.size()) {}

  std::span<const std::uint32_t> times(Random random) {
    std::fill(of_group_.begin(), of_group_.end(), 0);
    for (std::size_t draw = 0; draw < groups_.count; ++draw)
      ++of_group_[random.below(groups_.count)];
    for (std::size_t row = 0; row < of_row_.size(); ++row)
      of_row_[row] = of_group_[groups_.of_row[row]];
    return of_row_;
  }

 private:
  const Numbered& groups_;
  std::vector<std::uint32_t> of_group_, of_row_;
};

// Hyndman and Fan's type 7, as numpy.quantile has it.
double quantile(std::span<const double> ascending, double share) {
  const double place = share * static_cast<double>(ascending.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, ascending.size() - 1);
  const double part = place - static_cast<double>(below);
  return ascending[below] + part * (ascending[above] - ascending[below]);
}

// `make_statistic()` gives a statistic that one thread at a time calls, so that it can
// keep its memory from one resample to the next.
template <class MakeStatistic>
Result<BootstrapInterval> interval(std::span<const std::uint32_t> groups,
                                   const MakeStatistic& make_statistic,
                                   const BootstrapOptions& options, Random& random) {
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
  constexpr std::size_t together = 16;
  parallel_for((values.size() + together - 1) / together, options.threads,
               [&](std::size_t piece) {
                 auto statistic = make_statistic();
                 Draw draw(customers);
                 const std::size_t first = piece * together;
                 const std::size_t last = std::min(first + together, values.size());
                 for (std::size_t i = first; i < last; ++i)
                   values[i] = statistic(draw.times(Random::for_stream(seed, i)));
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

}  // namespace

Result<BootstrapInterval> bootstrap_interval(std::span<const std::uint32_t> groups,
                                             const ResampleStatistic& statistic,
                                             const BootstrapOptions& options,
                                             Random& random) {
  return interval(groups, [&] { return std::cref(statistic); }, options, random);
}

Result<BootstrapInterval> bootstrap_interval(
    const Scored& scored, std::span<const std::uint32_t> groups,
    const std::function<double(const Scored&)>& statistic,
    const BootstrapOptions& options, Random& random) {
  if (groups.size() != scored.size())
    return bad_input("{} outcomes came with {} groups; there has to be one group each",
                     scored.size(), groups.size());
  const auto make_statistic = [&] {
    return [&, resample = std::optional<Scored>()](
               std::span<const std::uint32_t> times) mutable {
      resample = scored.resampled(times, std::move(resample));
      return resample ? statistic(*resample) : std::numeric_limits<double>::quiet_NaN();
    };
  };
  return interval(groups, make_statistic, options, random);
}

}  // namespace credence::metric
