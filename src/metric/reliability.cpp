#include "metric/reliability.h"

#include <algorithm>
#include <cmath>

#include "metric/quantile_bins.h"

namespace credence::metric {
namespace {

std::vector<double> edges_of(const Scored& probabilities, Binning binning, int bins) {
  if (binning == Binning::equal_frequency) {
    std::vector<double> ascending(probabilities.scores().begin(),
                                  probabilities.scores().end());
    std::sort(ascending.begin(), ascending.end());
    return quantile_edges(ascending, bins);
  }
  std::vector<double> edges;
  for (int i = 1; i < bins; ++i) edges.push_back(i / static_cast<double>(bins));
  return edges;
}

}  // namespace

Result<std::vector<ReliabilityBin>> reliability_table(const Scored& probabilities,
                                                      Binning binning, int bins) {
  if (bins < 1) return bad_input("a table of {} bins; expected at least 1", bins);
  const auto scores = probabilities.scores();
  for (std::size_t i = 0; i < scores.size(); ++i)
    if (!(scores[i] >= 0 && scores[i] <= 1))
      return bad_input("score {} is {}; expected a probability, from 0 to 1", i + 1,
                       scores[i]);
  const std::vector<double> edges = edges_of(probabilities, binning, bins);
  std::vector<ReliabilityBin> table(edges.size() + 1);
  for (std::size_t i = 0; i < edges.size(); ++i)
    table[i].high = table[i + 1].low = edges[i];
  for (std::size_t i = 0; i < scores.size(); ++i) {
    ReliabilityBin& bin = table[bin_of(scores[i], edges)];
    ++bin.rows;
    bin.bad += probabilities.labels()[i];
    bin.mean_probability += scores[i];
  }
  std::erase_if(table, [](const ReliabilityBin& bin) { return bin.rows == 0; });
  for (ReliabilityBin& bin : table) {
    const auto rows = static_cast<double>(bin.rows);
    bin.mean_probability /= rows;
    bin.bad_rate = static_cast<double>(bin.bad) / rows;
  }
  return table;
}

double expected_calibration_error(std::span<const ReliabilityBin> table) {
  double sum = 0, rows = 0;
  for (const ReliabilityBin& bin : table) {
    sum +=
        static_cast<double>(bin.rows) * std::abs(bin.bad_rate - bin.mean_probability);
    rows += static_cast<double>(bin.rows);
  }
  return rows > 0 ? sum / rows : 0;
}

}  // namespace credence::metric
