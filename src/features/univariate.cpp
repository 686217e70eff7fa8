#include "features/univariate.h"

#include <algorithm>

#include "features/binning.h"
#include "metric/ranking.h"

namespace credence::features {
namespace {

using table::Column;
using table::Type;

// The AUC of the order of bins by bad rate, which is the best order that they allow.
double binned_auc(std::vector<Outcomes> bins) {
  std::sort(bins.begin(), bins.end(), [](const Outcomes& a, const Outcomes& b) {
    return a.bad * b.good < b.bad * a.good;
  });
  double good_below = 0, pairs = 0, bad = 0, good = 0;
  for (const Outcomes& bin : bins) {
    const auto bin_bad = static_cast<double>(bin.bad);
    const auto bin_good = static_cast<double>(bin.good);
    pairs += bin_bad * (good_below + bin_good / 2);
    good_below += bin_good;
    bad += bin_bad;
    good += bin_good;
  }
  return bad > 0 && good > 0 ? pairs / (bad * good) : 0.5;
}

double better_direction(double auc) { return std::max(auc, 1 - auc); }

// Of the rows with a value.
double number_auc(const Column& column, std::span<const std::uint32_t> rows,
                  std::span<const std::int8_t> outcomes) {
  std::vector<double> scores;
  std::vector<std::int8_t> labels;
  for (const std::uint32_t row : rows)
    if (!column.is_missing(row))
      scores.push_back(column.number(row)), labels.push_back(outcomes[row]);
  const auto bad = std::count(labels.begin(), labels.end(), 1);
  if (bad == 0 || bad == static_cast<std::ptrdiff_t>(labels.size())) return 0.5;
  return metric::auc_of(labels, scores);
}

}  // namespace

Univariate univariate(const Column& column, std::span<const std::uint32_t> rows,
                      std::span<const std::int8_t> outcomes) {
  const Binning binning = Binning::of(column, rows);
  std::vector<Outcomes> bins(binning.size() + 1);
  for (const std::uint32_t row : rows) {
    Outcomes& bin = bins[binning.bin_of(column, row)];
    ++(outcomes[row] ? bin.bad : bin.good);
  }
  const Outcomes missing = bins.back();
  bins.pop_back();
  Univariate result;
  result.auc =
      better_direction(column.type == Type::text ? binned_auc(bins)
                                                 : number_auc(column, rows, outcomes));
  if (missing.rows() > 0) {
    result.missing_share =
        static_cast<double>(missing.rows()) / static_cast<double>(rows.size());
    Outcomes there;
    for (const Outcomes& bin : bins) there.bad += bin.bad, there.good += bin.good;
    result.auc = std::max(result.auc, better_direction(binned_auc({missing, there})));
    bins.push_back(missing);
  }
  for (const Evidence& evidence : evidence_of(bins))
    result.information_value += evidence.information;
  return result;
}

}  // namespace credence::features
