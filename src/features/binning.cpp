#include "features/binning.h"

#include <algorithm>

#include "base/exact_math.h"

namespace credence::features {

using table::Column;
using table::Type;

Binning Binning::of(const Column& column, std::span<const std::uint32_t> rows) {
  Binning result;
  if (column.type == Type::text) {
    std::vector<bool> seen(column.levels.size());
    for (const std::uint32_t row : rows)
      if (!column.is_missing(row))
        seen[static_cast<std::size_t>(column.codes[row])] = true;
    for (std::size_t code = 0; code < seen.size(); ++code)
      if (seen[code]) result.codes_.push_back(static_cast<std::int32_t>(code));
    return result;
  }
  std::vector<double> present;
  present.reserve(rows.size());
  for (const std::uint32_t row : rows)
    if (!column.is_missing(row)) present.push_back(column.number(row));
  std::sort(present.begin(), present.end());
  const std::size_t n = present.size();
  for (std::size_t start = 0; start < n;) {
    std::size_t end = std::min(n, start + (n + 9) / 10);
    while (end < n && present[end] == present[end - 1]) ++end;
    result.lowest_.push_back(present[start]);
    result.highest_.push_back(present[end - 1]);
    start = end;
  }
  return result;
}

std::size_t Binning::bin_of(const Column& column, std::uint32_t row) const {
  if (column.is_missing(row)) return size();
  if (column.type == Type::text) {
    const auto found = std::ranges::lower_bound(codes_, column.codes[row]);
    const bool is_known = found != codes_.end() && *found == column.codes[row];
    return is_known ? static_cast<std::size_t>(found - codes_.begin()) : size() + 1;
  }
  if (highest_.empty()) return size() + 1;
  const auto found = std::ranges::lower_bound(highest_, column.number(row));
  return std::min(static_cast<std::size_t>(found - highest_.begin()), size() - 1);
}

std::vector<Evidence> evidence_of(std::span<const Outcomes> bins) {
  double bad = 0, good = 0;
  for (const Outcomes& bin : bins) {
    bad += static_cast<double>(bin.bad) + 0.5;
    good += static_cast<double>(bin.good) + 0.5;
  }
  std::vector<Evidence> result;
  for (const Outcomes& bin : bins) {
    const double b = (static_cast<double>(bin.bad) + 0.5) / bad;
    const double g = (static_cast<double>(bin.good) + 0.5) / good;
    const double weight = exact_log(g / b);
    result.push_back({weight, (g - b) * weight});
  }
  return result;
}

}  // namespace credence::features
