#include "report/probability_pictures.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "report/curves.h"
#include "report/picture_lines.h"

namespace credence::report {

using plot::Chart;
using plot::Dash;
using plot::Hue;
using plot::Kind;
using plot::Legend;
using plot::Panel;
using plot::Series;

namespace {

// What the model would have said without calibration, on the same bins.
Series before(const ModelSummary& model) {
  Series series{
      "before calibration", Kind::open_points, Hue::second, Dash::solid, 1, {}};
  if (!model.calibration) return series;
  for (const metric::ReliabilityBin& bin : model.test.reliability)
    series.points.push_back(
        {before_calibration(model.calibration->calibration, bin.mean_probability),
         bin.bad_rate, 0, 0});
  return series;
}

}  // namespace

Chart calibration_picture(const RunSummary& run) {
  Chart chart{
      .name = "calibration",
      .title = "Predicted probability against bad rate, test set, 95% intervals",
      .description =
          "Reliability in tenths of equal size: the bad rate that came true against "
          "the probability "
          "that was predicted, with intervals; the diagonal is perfection.",
      .panels = {}};
  for (std::size_t m = 0; m < run.models.size(); ++m) {
    const ModelSummary& model = run.models[m];
    if (model.test.reliability.empty()) continue;
    double highest = 0;
    for (const metric::ReliabilityBin& bin : model.test.reliability)
      highest = std::max(
          {highest, bin.mean_probability, rate_interval(bin.bad, bin.rows).high});
    const Series uncalibrated = before(model);
    for (const auto& point : uncalibrated.points)
      highest = std::max({highest, point.x, point.y});
    Panel panel;
    panel.title =
        fmt::format("{}: ECE {:.3f}", model.title, model.test.calibration_error);
    panel.x = {.title = "predicted probability", .range = {{0, 1.02 * highest}}};
    panel.y = {.title = "bad rate", .range = {{0, 1.02 * highest}}};
    Series after{model.calibration ? "calibrated" : "as the model says",
                 Kind::points,
                 Hue::accent,
                 Dash::solid,
                 2,
                 {}};
    for (const metric::ReliabilityBin& bin : model.test.reliability) {
      const RateInterval rate = rate_interval(bin.bad, bin.rows);
      after.points.push_back({bin.mean_probability, bin.bad_rate, rate.low, rate.high});
    }
    panel.series = {guide("", {0, 0}, {1.02 * highest, 1.02 * highest}), uncalibrated,
                    after};
    panel.legend = chart.panels.empty() ? Legend::top_left : Legend::none;
    chart.panels.push_back(std::move(panel));
  }
  chart.columns = chart.panels.size() == 4 ? 2 : 3;
  const auto rows = (static_cast<int>(chart.panels.size()) + chart.columns - 1) /
                    std::max(1, chart.columns);
  chart.width = chart.panels.size() == 1 ? 800 : 1000;
  chart.height = 50 + std::max(1, rows) * 420;
  return chart;
}

Chart score_distribution_picture(const RunSummary& run) {
  const ModelSummary& model = run.models[run.champion];
  if (!model.test.scored) return {};
  const ScoreHistogram histogram = score_histogram(*model.test.scored);
  Panel panel;
  panel.x = {.title = histogram.logarithmic
                          ? "predicted probability (logarithmic scale)"
                          : "predicted probability",
             .logarithmic = histogram.logarithmic};
  panel.y = {.title = "share of the class", .from_zero = true, .percent = true};
  panel.legend = Legend::top_right;
  Series good{"good", Kind::boxes, Hue::faint, Dash::solid, 1, {}};
  Series bad{"bad", Kind::line, Hue::accent, Dash::solid, 2.6, {}};
  double highest = 0;
  for (const ScoreBar& bar : histogram.bars) {
    good.points.push_back({(bar.low + bar.high) / 2, bar.good, bar.low, bar.high});
    bad.points.push_back({bar.low, bar.bad, 0, 0});
    bad.points.push_back({bar.high, bar.bad, 0, 0});
    highest = std::max({highest, bar.good, bar.bad});
  }
  panel.series = {good, bad};
  const double low = histogram.bars.front().low, high = histogram.bars.back().high;
  panel.x.range = {low, high};
  panel.y.range = {0, 1.3 * highest};
  panel.marks = {{model.threshold, fmt::format("threshold {:.3g}", model.threshold),
                  Hue::second, Dash::dashed}};
  if (model.threshold < low || model.threshold > high)
    panel.title =
        fmt::format("The threshold, {:.3g}, lies {} all of them", model.threshold,
                    model.threshold < low ? "below" : "above");
  // Where the words at the mark are not.
  const double middle =
      histogram.logarithmic ? std::sqrt(low * high) : (low + high) / 2;
  if (model.threshold > middle && model.threshold <= high)
    panel.legend = Legend::top_left;
  return {.name = "score_distribution",
          .title = fmt::format("Probabilities that {} gives, test set", model.title),
          .description = fmt::format(
              "Histograms of the predicted probabilities of good and of bad "
              "applications, each adding up to 100%; refused from {:.3g}.",
              model.threshold),
          .panels = {panel},
          .width = 800,
          .height = 500};
}

}  // namespace credence::report
