#include "metric/delong.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "metric/normal.h"
#include "metric/order.h"
#include "metric/ranking.h"

namespace credence::metric {
namespace {

// Fewer than 2^31 rows, so that all sums below stay under 2^125.
using Wide = __int128;

// Of every row, twice the number of rows of the other class that it is on the right
// side of, ties counting half: 2n V10 for a bad row, 2m V01 for a good one, where V10
// and V01 are DeLong's structural components for m bad and n good rows.
std::vector<std::int64_t> placements(const Scored& scored) {
  const auto scores = scored.scores();
  const auto labels = scored.labels();
  const std::vector<std::uint32_t> order = ascending_order(scores);
  std::vector<std::int64_t> placed(scores.size());
  std::int64_t bad_below = 0, good_below = 0;
  for (std::size_t first = 0, last = 0; first < order.size(); first = last) {
    std::int64_t bad = 0, good = 0;
    for (; last < order.size() && scores[order[last]] == scores[order[first]]; ++last)
      (labels[order[last]] == 1 ? bad : good) += 1;
    const std::int64_t bad_above = scored.bad() - bad_below - bad;
    for (std::size_t i = first; i < last; ++i)
      placed[order[i]] =
          labels[order[i]] == 1 ? 2 * good_below + good : 2 * bad_above + bad;
    bad_below += bad;
    good_below += good;
  }
  return placed;
}

// The share that one class has in the variance of the mean placement: the sample
// variance of `placed` / (2 others) over the rows of the class, divided by their
// number.
double variance_share(std::span<const std::int64_t> placed,
                      std::span<const std::int8_t> labels, std::int8_t label,
                      std::int64_t rows, std::int64_t others) {
  Wide sum = 0, squares = 0;
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (labels[i] != label) continue;
    sum += placed[i];
    squares += static_cast<Wide>(placed[i]) * placed[i];
  }
  const auto n = static_cast<double>(rows), whole = 2 * static_cast<double>(others);
  return static_cast<double>(rows * squares - sum * sum) / (n * n * (n - 1)) /
         (whole * whole);
}

double standard_error(std::span<const std::int64_t> placed, const Scored& scored) {
  const auto labels = scored.labels();
  return std::sqrt(variance_share(placed, labels, 1, scored.bad(), scored.good()) +
                   variance_share(placed, labels, 0, scored.good(), scored.bad()));
}

Result<> check_classes(const Scored& scored) {
  if (scored.bad() >= 2 && scored.good() >= 2) return {};
  return bad_input(
      "the variance of an AUC needs at least two bad and two good outcomes; found {} "
      "bad and {} good",
      scored.bad(), scored.good());
}

}  // namespace

Result<AucInterval> delong_interval(const Scored& scored, double level) {
  if (!(level > 0 && level < 1))
    return bad_input("the level of the interval is {}; expected it between 0 and 1",
                     level);
  TRY(check_classes(scored));
  const double area = auc(scored), error = standard_error(placements(scored), scored);
  const double reach = normal_reach(level) * error;
  return AucInterval{.auc = area,
                     .standard_error = error,
                     .low = std::max(area - reach, 0.0),
                     .high = std::min(area + reach, 1.0)};
}

Result<AucTest> delong_test(const Scored& first, const Scored& second) {
  if (first.size() != second.size())
    return bad_input(
        "a paired test needs both models' scores of the same rows; one has {} rows, "
        "the "
        "other {}",
        first.size(), second.size());
  const auto labels = first.labels(), others = second.labels();
  const auto [here, there] =
      std::mismatch(labels.begin(), labels.end(), others.begin());
  if (here != labels.end())
    return bad_input(
        "a paired test needs both models' scores of the same rows; outcome {} is {} "
        "for "
        "one and {} for the other",
        here - labels.begin() + 1, static_cast<int>(*here), static_cast<int>(*there));
  TRY(check_classes(first));
  // The variance of the difference is that of the differences of the placements: L S L'
  // of DeLong's contrast (1, -1), without the loss of subtracting covariances.
  std::vector<std::int64_t> apart = placements(first);
  const std::vector<std::int64_t> subtracted = placements(second);
  Wide difference = 0;  // of the bad rows, 2mn times that of the AUCs
  for (std::size_t i = 0; i < apart.size(); ++i) {
    apart[i] -= subtracted[i];
    if (labels[i] == 1) difference += apart[i];
  }
  AucTest test;
  test.standard_error = standard_error(apart, first);
  test.difference =
      static_cast<double>(difference) /
      (2.0 * static_cast<double>(first.bad()) * static_cast<double>(first.good()));
  if (difference == 0) return test;
  test.z =
      test.standard_error > 0
          ? test.difference / test.standard_error
          : std::copysign(std::numeric_limits<double>::infinity(), test.difference);
  test.p = two_sided_p(test.z);
  return test;
}

}  // namespace credence::metric
