#include "metric/ranking.h"

#include <cstdlib>

#include "metric/order.h"

namespace credence::metric {
namespace {

// Counted in halves of a pair, so exact: twice the number of (bad, good) pairs in the
// right order, plus the tied ones, over twice the number of pairs.
double share_of_pairs(std::int64_t half_pairs, std::int64_t bad, std::int64_t good) {
  return static_cast<double>(half_pairs) /
         (2.0 * static_cast<double>(bad) * static_cast<double>(good));
}

}  // namespace

double auc(const Scored& scored) {
  std::int64_t half_pairs = 0, good_below = scored.good();
  for (const Scored::Step& step : scored.steps()) {
    good_below -= step.good;
    half_pairs += step.bad * (2 * good_below + step.good);
  }
  return share_of_pairs(half_pairs, scored.bad(), scored.good());
}

double average_precision(const Scored& scored) {
  double sum = 0;
  std::int64_t bad = 0, all = 0;
  for (const Scored::Step& step : scored.steps()) {
    bad += step.bad;
    all += step.bad + step.good;
    sum += static_cast<double>(step.bad) * static_cast<double>(bad) /
           static_cast<double>(all);
  }
  return sum / static_cast<double>(scored.bad());
}

double gini(const Scored& scored) { return 2 * auc(scored) - 1; }

Ks ks(const Scored& scored) {
  // Shares over their common denominator, so that equal distances compare as equal.
  std::int64_t distance = 0, widest = -1;
  Ks result;
  for (const Scored::Step& step : scored.steps()) {
    distance += step.bad * scored.good() - step.good * scored.bad();
    if (std::abs(distance) <= widest) continue;
    widest = std::abs(distance);
    result.at = step.score;
  }
  result.value = static_cast<double>(widest) / static_cast<double>(scored.bad()) /
                 static_cast<double>(scored.good());
  return result;
}

double auc_of(std::span<const std::int8_t> labels, std::span<const double> scores) {
  const std::vector<std::uint32_t> order = ascending_order(scores);
  std::int64_t half_pairs = 0, bad = 0, good = 0;
  for (std::size_t i = 0; i < order.size();) {
    const double score = scores[order[i]];
    std::int64_t bad_here = 0, good_here = 0;
    do {
      const std::int64_t label = labels[order[i]];
      bad_here += label;
      good_here += 1 - label;
    } while (++i < order.size() && scores[order[i]] == score);
    half_pairs += bad_here * (2 * good + good_here);
    bad += bad_here;
    good += good_here;
  }
  return share_of_pairs(half_pairs, bad, good);
}

}  // namespace credence::metric
