#include "metric/stability.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/exact_math.h"
#include "metric/quantile_bins.h"

namespace credence::metric {
namespace {

double share(std::int64_t rows, std::int64_t all) {
  return (rows == 0 ? 0.5 : static_cast<double>(rows)) / static_cast<double>(all);
}

Result<std::int64_t> rows_of(std::span<const std::int64_t> counts,
                             std::string_view sample) {
  std::int64_t rows = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] < 0)
      return bad_input("category {} has {} rows in the {} sample; expected 0 or more",
                       i + 1, counts[i], sample);
    rows += counts[i];
  }
  if (rows == 0)
    return bad_input("the {} sample is empty; stability compares two samples", sample);
  return rows;
}

// Rows per bin; those without a value in the last.
std::vector<std::int64_t> counts_of(std::span<const double> values,
                                    std::span<const double> edges) {
  std::vector<std::int64_t> counts(edges.size() + 2);
  for (const double value : values)
    ++(std::isnan(value) ? counts.back() : counts[bin_of(value, edges)]);
  return counts;
}

}  // namespace

Shift shift_of(double stability_index) {
  return stability_index < slight_shift  ? Shift::none
         : stability_index < large_shift ? Shift::slight
                                         : Shift::large;
}

std::string_view words_of(Shift shift) {
  return shift == Shift::none     ? "stable"
         : shift == Shift::slight ? "slight shift"
                                  : "large shift";
}

Result<Stability> population_stability(std::span<const std::int64_t> before,
                                       std::span<const std::int64_t> now) {
  if (before.size() != now.size())
    return bad_input(
        "one sample has counts of {} categories, the other of {}; expected the same "
        "categories",
        before.size(), now.size());
  const std::int64_t rows_before = TRY(rows_of(before, "first"));
  const std::int64_t rows_now = TRY(rows_of(now, "second"));
  Stability result;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double b = share(before[i], rows_before), n = share(now[i], rows_now);
    const bool absent = before[i] == 0 && now[i] == 0;
    result.bins.push_back({.before = before[i],
                           .now = now[i],
                           .contribution = absent ? 0 : (n - b) * exact_log(n / b)});
    result.index += result.bins.back().contribution;
  }
  return result;
}

Result<Stability> population_stability(std::span<const double> before,
                                       std::span<const double> now, int bins) {
  if (bins < 1) return bad_input("a table of {} bins; expected at least 1", bins);
  std::vector<double> ascending(before.begin(), before.end());
  std::erase_if(ascending, [](double value) { return std::isnan(value); });
  std::sort(ascending.begin(), ascending.end());
  std::vector<double> edges;
  if (!ascending.empty()) edges = quantile_edges(ascending, bins);
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  auto counts_before = counts_of(before, edges), counts_now = counts_of(now, edges);
  if (counts_before.back() == 0 && counts_now.back() == 0) {
    counts_before.pop_back();
    counts_now.pop_back();
  }
  Stability result =
      TRY(population_stability(std::span<const std::int64_t>(counts_before),
                               std::span<const std::int64_t>(counts_now)));
  result.edges = std::move(edges);
  return result;
}

}  // namespace credence::metric
