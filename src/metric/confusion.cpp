#include "metric/confusion.h"

namespace credence::metric {
namespace {

double share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

Confusion confusion(const Scored& scored, double threshold) {
  Confusion counts;
  for (const Scored::Step& step : scored.steps()) {
    if (step.score < threshold) break;
    counts.true_bad += step.bad;
    counts.false_bad += step.good;
  }
  counts.false_good = scored.bad() - counts.true_bad;
  counts.true_good = scored.good() - counts.false_bad;
  return counts;
}

double precision(const Confusion& counts) {
  return share(counts.true_bad, counts.true_bad + counts.false_bad);
}

double recall(const Confusion& counts) {
  return share(counts.true_bad, counts.true_bad + counts.false_good);
}

double f1(const Confusion& counts) {
  return share(2 * counts.true_bad,
               2 * counts.true_bad + counts.false_bad + counts.false_good);
}

double accuracy(const Confusion& counts) {
  return share(
      counts.true_bad + counts.true_good,
      counts.true_bad + counts.false_bad + counts.true_good + counts.false_good);
}

double approval_rate(const Confusion& counts) {
  const std::int64_t granted = counts.true_good + counts.false_good;
  return share(granted, granted + counts.true_bad + counts.false_bad);
}

double bad_rate_among_approved(const Confusion& counts) {
  return share(counts.false_good, counts.true_good + counts.false_good);
}

}  // namespace credence::metric
