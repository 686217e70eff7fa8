#include "metric/quantile_bins.h"

#include <algorithm>

namespace credence::metric {

std::vector<double> quantile_edges(std::span<const double> ascending, int bins) {
  const auto parts = static_cast<std::size_t>(bins), last = ascending.size() - 1;
  std::vector<double> edges;
  for (std::size_t cut = 1; cut < parts; ++cut) {
    const std::size_t below = cut * last / parts, rest = cut * last % parts;
    const double share = static_cast<double>(rest) / static_cast<double>(parts);
    const double low = ascending[below], high = ascending[std::min(below + 1, last)];
    edges.push_back(rest == 0 ? low : std::min(low + share * (high - low), high));
  }
  return edges;
}

std::size_t bin_of(double value, std::span<const double> inner_edges) {
  return static_cast<std::size_t>(
      std::lower_bound(inner_edges.begin(), inner_edges.end(), value) -
      inner_edges.begin());
}

}  // namespace credence::metric
