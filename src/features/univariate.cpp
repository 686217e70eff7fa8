#include "features/univariate.h"

#include <algorithm>
#include <map>

#include "base/exact_math.h"
#include "metric/ranking.h"

namespace credence::features {
namespace {

using table::Column;
using table::Type;

struct Bin {
  double bad = 0, good = 0;
};

double information(std::span<const Bin> bins) {
  double bad = 0, good = 0;
  for (const Bin& bin : bins) bad += bin.bad + 0.5, good += bin.good + 0.5;
  double value = 0;
  for (const Bin& bin : bins) {
    const double b = (bin.bad + 0.5) / bad, g = (bin.good + 0.5) / good;
    value += (g - b) * exact_log(g / b);
  }
  return value;
}

// The AUC of the order of bins by bad rate, which is the best order that they allow.
double binned_auc(std::vector<Bin> bins) {
  std::sort(bins.begin(), bins.end(),
            [](const Bin& a, const Bin& b) { return a.bad * b.good < b.bad * a.good; });
  double good_below = 0, pairs = 0, bad = 0, good = 0;
  for (const Bin& bin : bins) {
    pairs += bin.bad * (good_below + bin.good / 2);
    good_below += bin.good;
    bad += bin.bad;
    good += bin.good;
  }
  return bad > 0 && good > 0 ? pairs / (bad * good) : 0.5;
}

double better_direction(double auc) { return std::max(auc, 1 - auc); }

std::vector<Bin> equal_count_bins(std::vector<std::pair<double, std::int8_t>> present) {
  std::sort(present.begin(), present.end());
  std::vector<Bin> bins;
  const std::size_t n = present.size();
  for (std::size_t start = 0; start < n;) {
    // A value is never divided between bins.
    std::size_t end = std::min(n, start + (n + 9) / 10);
    while (end < n && present[end].first == present[end - 1].first) ++end;
    Bin& bin = bins.emplace_back();
    for (; start < end; ++start) (present[start].second ? bin.bad : bin.good) += 1;
  }
  return bins;
}

double number_auc(const std::vector<std::pair<double, std::int8_t>>& present) {
  std::vector<double> scores;
  std::vector<std::int8_t> labels;
  for (const auto& [value, label] : present)
    scores.push_back(value), labels.push_back(label);
  const auto bad = std::count(labels.begin(), labels.end(), 1);
  if (bad == 0 || bad == static_cast<std::ptrdiff_t>(labels.size())) return 0.5;
  return metric::auc_of(labels, scores);
}

}  // namespace

Univariate univariate(const Column& column, std::span<const std::uint32_t> rows,
                      std::span<const std::int8_t> outcomes) {
  Bin missing, there;
  std::vector<Bin> bins;
  Univariate result;
  double auc = 0.5;
  if (column.type == Type::text) {
    std::map<std::int32_t, Bin> by_code;
    for (const std::uint32_t row : rows) {
      Bin& bin = column.is_missing(row) ? missing : by_code[column.codes[row]];
      (outcomes[row] ? bin.bad : bin.good) += 1;
    }
    for (const auto& [code, bin] : by_code) bins.push_back(bin);
    auc = binned_auc(bins);
  } else {
    std::vector<std::pair<double, std::int8_t>> present;
    for (const std::uint32_t row : rows)
      if (column.is_missing(row))
        (outcomes[row] ? missing.bad : missing.good) += 1;
      else
        present.emplace_back(column.number(row), outcomes[row]);
    auc = number_auc(present);
    bins = equal_count_bins(std::move(present));
  }
  for (const Bin& bin : bins) there.bad += bin.bad, there.good += bin.good;
  const double absent = missing.bad + missing.good;
  if (!rows.empty()) result.missing_share = absent / static_cast<double>(rows.size());
  result.auc = better_direction(auc);
  if (absent > 0) {
    result.auc = std::max(result.auc, better_direction(binned_auc({missing, there})));
    bins.push_back(missing);
  }
  result.information_value = bins.empty() ? 0 : information(bins);
  return result;
}

}  // namespace credence::features
