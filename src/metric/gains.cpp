#include "metric/gains.h"

#include <algorithm>

#include "metric/quantile_bins.h"

namespace credence::metric {
namespace {

double share(std::int64_t part, std::int64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

Result<std::vector<GainsRow>> gains_table(const Scored& scored, int bins) {
  if (bins < 1) return bad_input("a table of {} bins; expected at least 1", bins);
  std::vector<double> ascending(scored.scores().begin(), scored.scores().end());
  std::sort(ascending.begin(), ascending.end());
  const std::vector<double> edges = quantile_edges(ascending, bins);
  std::vector<GainsRow> table;
  for (const Scored::Step& step : scored.steps()) {
    const int bin = bins - static_cast<int>(bin_of(step.score, edges));
    if (table.empty() || table.back().bin != bin)
      table.push_back({.bin = bin, .highest = step.score});
    table.back().lowest = step.score;
    table.back().rows += step.bad + step.good;
    table.back().bad += step.bad;
  }
  const auto all = static_cast<std::int64_t>(scored.size());
  const double bad_rate = share(scored.bad(), all);
  std::int64_t rows = 0, bad = 0;
  for (GainsRow& row : table) {
    rows += row.rows;
    bad += row.bad;
    row.bad_rate = share(row.bad, row.rows);
    row.lift = row.bad_rate / bad_rate;
    row.bad_so_far = share(bad, scored.bad());
    row.good_so_far = share(rows - bad, scored.good());
    row.lift_so_far = share(bad, rows) / bad_rate;
    row.ks = row.bad_so_far - row.good_so_far;
  }
  return table;
}

}  // namespace credence::metric
