#include "report/curves.h"

#include <algorithm>
#include <cmath>

#include "base/exact_math.h"
#include "metric/ranking.h"

namespace credence::report {
namespace {

// Calls `visit(score, bad, good)` with the counts so far after each distinct score.
template <class Visit>
void refuse_one_by_one(const metric::Scored& scored, Visit visit) {
  std::int64_t bad = 0, good = 0;
  for (const auto& step : scored.steps()) {
    bad += step.bad;
    good += step.good;
    visit(step.score, static_cast<double>(bad), static_cast<double>(good));
  }
}

double quantile(std::span<const double> ascending, double share) {
  return ascending[static_cast<std::size_t>(share *
                                            static_cast<double>(ascending.size() - 1))];
}

}  // namespace

std::vector<CurvePoint> roc_curve(const metric::Scored& scored) {
  std::vector<CurvePoint> points = {{0, 0}};
  refuse_one_by_one(scored, [&](double, double bad, double good) {
    points.push_back({good / static_cast<double>(scored.good()),
                      bad / static_cast<double>(scored.bad())});
  });
  return points;
}

std::vector<CurvePoint> precision_recall_curve(const metric::Scored& scored) {
  std::vector<CurvePoint> points;
  refuse_one_by_one(scored, [&](double, double bad, double good) {
    points.push_back({bad / static_cast<double>(scored.bad()), bad / (bad + good)});
  });
  return points;
}

KsCurve ks_curve(const metric::Scored& scored) {
  KsCurve curve;
  curve.bad = curve.good = {{0, 0}};
  const double farthest = metric::ks(scored).at;
  refuse_one_by_one(scored, [&](double score, double bad, double good) {
    const double refused = (bad + good) / static_cast<double>(scored.size());
    const double of_bad = bad / static_cast<double>(scored.bad());
    const double of_good = good / static_cast<double>(scored.good());
    curve.bad.push_back({refused, of_bad});
    curve.good.push_back({refused, of_good});
    if (score != farthest) return;
    curve.at = refused;
    curve.bad_at = of_bad;
    curve.good_at = of_good;
  });
  return curve;
}

std::vector<CurvePoint> thinned(std::span<const CurvePoint> points, double apart) {
  std::vector<CurvePoint> kept;
  for (const CurvePoint& point : points)
    if (kept.empty() || std::abs(point.x - kept.back().x) >= apart ||
        std::abs(point.y - kept.back().y) >= apart)
      kept.push_back(point);
  if (!points.empty() &&
      (kept.back().x != points.back().x || kept.back().y != points.back().y))
    kept.push_back(points.back());
  return kept;
}

ScoreHistogram score_histogram(const metric::Scored& scored, int bars) {
  std::vector<double> ascending(scored.scores().begin(), scored.scores().end());
  std::ranges::sort(ascending);
  const double lowest = ascending.front(), highest = ascending.back();
  ScoreHistogram histogram;
  histogram.logarithmic =
      lowest > 0 && quantile(ascending, 0.95) > 10 * quantile(ascending, 0.05);
  const double width = highest > lowest ? highest - lowest : 0.01;
  const double begin = highest > lowest ? lowest : lowest - width / 2;
  const auto edge = [&](int number) {
    const double share = static_cast<double>(number) / bars;
    return histogram.logarithmic ? lowest * std::pow(highest / lowest, share)
                                 : begin + width * share;
  };
  for (int bar = 0; bar < bars; ++bar)
    histogram.bars.push_back({edge(bar), edge(bar + 1), 0, 0});
  for (std::size_t row = 0; row < scored.size(); ++row) {
    const double score = scored.scores()[row];
    auto found = std::ranges::upper_bound(histogram.bars, score, {}, &ScoreBar::low);
    ScoreBar& bar = found == histogram.bars.begin() ? *found : *std::prev(found);
    (scored.labels()[row] == 1 ? bar.bad : bar.good) += 1;
  }
  for (ScoreBar& bar : histogram.bars) {
    bar.bad /= static_cast<double>(scored.bad());
    bar.good /= static_cast<double>(scored.good());
  }
  return histogram;
}

RateInterval rate_interval(std::int64_t bad, std::int64_t rows) {
  if (rows <= 0) return {};
  constexpr double z = 1.959963984540054;
  const auto n = static_cast<double>(rows);
  const double rate = static_cast<double>(bad) / n;
  const double middle = (rate + z * z / (2 * n)) / (1 + z * z / n);
  const double half =
      z / (1 + z * z / n) * std::sqrt(rate * (1 - rate) / n + z * z / (4 * n * n));
  return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

double before_calibration(const calibrate::Calibration& calibration,
                          double probability) {
  // The map is increasing: halving finds the margin; beyond 40 probabilities are 0 or 1
  // to the eye.
  double low = -40, high = 40;
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    (calibration.probability(middle) < probability ? low : high) = middle;
  }
  return logistic((low + high) / 2);
}

}  // namespace credence::report
