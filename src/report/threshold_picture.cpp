#include "report/threshold_picture.h"

#include <fmt/core.h>

#include <algorithm>

#include "report/amount.h"

namespace credence::report {
namespace {

using decision::SweepPoint;
using plot::Dash;
using plot::Hue;
using plot::Panel;

// The sweep with the thresholds between its steps that were looked at anyway, which
// draw the lowest stretch where it lies below the sweep.
std::vector<SweepPoint> known_points(const ModelSummary& model) {
  std::vector<SweepPoint> points = model.sweep;
  if (model.threshold_analysis) {
    const decision::ThresholdAnalysis& analysis = *model.threshold_analysis;
    points.push_back(
        {analysis.chosen.threshold, analysis.chosen.counts, analysis.chosen.cost});
    points.push_back({analysis.theoretical, analysis.counts_at_theoretical,
                      analysis.cost_at_theoretical});
    for (const decision::RatioPoint& point : analysis.sensitivity)
      points.push_back({point.threshold, point.counts, point.cost});
  }
  std::erase_if(points, [](const SweepPoint& point) {
    return !(point.threshold >= 0 && point.threshold <= 1);
  });
  std::ranges::stable_sort(points, {}, &SweepPoint::threshold);
  return points;
}

// What is refused decides precision; where nothing is, there is none.
std::vector<SweepPoint> with_refusals(std::vector<SweepPoint> points) {
  std::erase_if(points, [](const SweepPoint& point) {
    return point.counts.true_bad + point.counts.false_bad == 0;
  });
  return points;
}

template <class Value>
plot::Series line_of(const std::vector<SweepPoint>& points, Value value) {
  plot::Series series{"", plot::Kind::line, Hue::accent, Dash::solid, 3, {}};
  for (const SweepPoint& point : points)
    series.points.push_back({point.threshold, value(point), 0, 0});
  return series;
}

Panel panel_of(std::string title, plot::Axis y, plot::Series line,
               const ModelSummary& model) {
  Panel panel;
  panel.title = std::move(title);
  panel.x = {.title = "refused from this probability", .range = {{0, 1}}};
  panel.y = std::move(y);
  panel.series = {std::move(line)};
  const double optimum = model.threshold_analysis
                             ? model.threshold_analysis->chosen.threshold
                             : model.threshold;
  panel.marks = {
      {optimum, fmt::format("optimum {:.3g}", optimum), Hue::second, Dash::solid},
      {0.5, "0.50", Hue::grey, Dash::dashed}};
  if (optimum != model.threshold)
    panel.marks.push_back({model.threshold,
                           fmt::format("registered {:.3g}", model.threshold), Hue::ink,
                           Dash::dotted});
  if (model.threshold_analysis)
    panel.band = plot::Band{model.threshold_analysis->interval.low,
                            model.threshold_analysis->interval.high};
  return panel;
}

}  // namespace

plot::Chart threshold_picture(const RunSummary& run) {
  const ModelSummary& model = run.models[run.champion];
  const std::vector<SweepPoint> points = known_points(model);
  if (points.empty()) return {};
  const Money highest = std::ranges::max(points, {}, &SweepPoint::cost).cost;
  const Money lowest = std::ranges::min(points, {}, &SweepPoint::cost).cost;
  const AmountUnit unit =
      amount_unit(std::max(highest, Money{} - lowest), run.currency);
  const auto cost = [&](const SweepPoint& point) {
    return static_cast<double>(point.cost.units) / unit.units;
  };
  // Room above for the words at the marks.
  const double low = std::min(0.0, static_cast<double>(lowest.units) / unit.units);
  const double high = std::max(0.0, static_cast<double>(highest.units) / unit.units);
  const plot::Axis money{.title = unit.name,
                         .range = {{low, high + 0.19 * std::max(high - low, 1e-6)}}};
  const plot::Axis share{.title = "share", .range = {{0, 1.19}}, .percent = true};
  plot::Chart chart;
  chart.name = "threshold_analysis";
  chart.title = fmt::format("{}: what the threshold costs and catches", model.title);
  chart.description = fmt::format(
      "Cost, recall and precision against the threshold, on out-of-fold predictions of "
      "the training rows; refused from {:.3g}, with 0.50 beside it.",
      model.threshold);
  chart.panels = {
      panel_of("Cost of the decisions", money, line_of(points, cost), model),
      panel_of(
          "Recall: bad refused", share,
          line_of(points,
                  [](const SweepPoint& point) { return metric::recall(point.counts); }),
          model),
      panel_of("Precision: bad among refused", share,
               line_of(with_refusals(points),
                       [](const SweepPoint& point) {
                         return metric::precision(point.counts);
                       }),
               model)};
  chart.width = 1040;
  chart.height = 400;
  return chart;
}

}  // namespace credence::report
