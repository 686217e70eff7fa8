// curves.h
// This component provides the points of the curves that show how scores order bad
// before good, to pictures.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "calibrate/calibration.h"
#include "metric/scored.h"

namespace credence::report {

struct CurvePoint {
  double x = 0, y = 0;
};

// Share of good refused, share of bad refused, from (0, 0) to (1, 1), refusing one
// distinct score after the other, the highest first.
std::vector<CurvePoint> roc_curve(const metric::Scored& scored);

// Recall, precision, in the same order, without the point where nothing is refused.
std::vector<CurvePoint> precision_recall_curve(const metric::Scored& scored);

// What refusing so many of the riskiest catches of bad and of good, from (0, 0) to
// (1, 1), and where the two are farthest apart.
struct KsCurve {
  std::vector<CurvePoint> bad, good;  // by the share of all rows refused
  double at = 0;                      // share of all rows
  double bad_at = 0, good_at = 0;
};
KsCurve ks_curve(const metric::Scored& scored);

// Fewer points that look the same: those at least `apart` from the last one kept, and
// the first and the last.
std::vector<CurvePoint> thinned(std::span<const CurvePoint> points, double apart);

// One bar of a histogram of scores.
struct ScoreBar {
  double low = 0, high = 0;  // scores, `low` in it
  double bad = 0, good = 0;  // shares of all bad and of all good
};
struct ScoreHistogram {
  bool logarithmic = false;  // bars of equal ratio: where most scores are far below
                             // the highest, and all are above 0
  std::vector<ScoreBar> bars;
};
ScoreHistogram score_histogram(const metric::Scored& scored, int bars = 40);

// Wilson's interval of a rate (1927), 95%.
struct RateInterval {
  double low = 0, high = 1;
};
RateInterval rate_interval(std::int64_t bad, std::int64_t rows);

// The probability that a model said before it was calibrated.
double before_calibration(const calibrate::Calibration& calibration,
                          double probability);

}  // namespace credence::report
