#include "report/pictures.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "report/amount.h"
#include "report/curves.h"
#include "report/picture_lines.h"
#include "report/probability_pictures.h"
#include "report/threshold_picture.h"

namespace credence::report {
namespace {

using plot::Chart;
using plot::Dash;
using plot::Hue;
using plot::Kind;
using plot::Legend;
using plot::Panel;
using plot::Series;

std::string interval(double low, double high) {
  return fmt::format("{:.3f} to {:.3f}", low, high);
}

bool has_interval(const Evaluation& evaluation) {
  return evaluation.auc_interval.auc > 0;
}

// Curves of all models that have probabilities; the champion's last, so that it lies on
// top.
template <class Curve, class Title>
std::vector<Series> curves_of(const RunSummary& run, Curve curve, Title title) {
  std::vector<Series> series;
  const auto add = [&](std::size_t m) {
    const ModelSummary& model = run.models[m];
    if (model.test.scored)
      series.push_back(
          line_of(title(model), curve(*model.test.scored), pen_of(m, run)));
  };
  for (std::size_t m = 0; m < run.models.size(); ++m)
    if (m != run.champion) add(m);
  if (run.champion < run.models.size()) add(run.champion);
  return series;
}

Chart roc_picture(const RunSummary& run) {
  Panel panel;
  panel.x = {.title = "good refused", .range = {{0, 1}}, .percent = true};
  panel.y = {.title = "bad refused (recall)", .range = {{0, 1}}, .percent = true};
  panel.legend = Legend::bottom_right;
  panel.series = curves_of(run, roc_curve, [](const ModelSummary& model) {
    const Evaluation& test = model.test;
    return has_interval(test)
               ? fmt::format("{}: AUC {:.3f} ({})", model.title, test.measures.auc,
                             interval(test.auc_interval.low, test.auc_interval.high))
               : fmt::format("{}: AUC {:.3f}", model.title, test.measures.auc);
  });
  if (panel.series.empty()) return {};
  panel.series.insert(panel.series.begin(), guide("chance: 0.500", {0, 0}, {1, 1}));
  return {.name = "roc",
          .title = "How well the models order bad before good, test set",
          .description =
              "ROC curves: the share of bad applications refused against the share of "
              "good ones refused, as the threshold falls.",
          .panels = {panel},
          .width = 800,
          .height = 600};
}

Chart precision_recall_picture(const RunSummary& run) {
  Panel panel;
  panel.x = {.title = "bad refused (recall)", .range = {{0, 1}}, .percent = true};
  panel.y = {
      .title = "bad among the refused (precision)", .range = {{0, 1}}, .percent = true};
  double best = 0, highest = 0;
  const auto curve = [&](const metric::Scored& scored) {
    auto points = precision_recall_curve(scored);
    for (const CurvePoint& point : points)
      if (point.x >= 0.05) highest = std::max(highest, point.y);
    points.insert(points.begin(), {0, points.front().y});
    return points;
  };
  panel.series = curves_of(run, curve, [&](const ModelSummary& model) {
    best = std::max(best, model.test.measures.average_precision);
    return fmt::format("{}: average precision {:.3f}", model.title,
                       model.test.measures.average_precision);
  });
  if (panel.series.empty()) return {};
  panel.legend = best > 0.6 ? Legend::bottom_left : Legend::top_right;
  // Of rare events precision is low everywhere; the legend needs room above it.
  if (highest < 0.5) panel.y.range = plot::Range{0, 1.6 * highest};
  const metric::Summary& any = run.models[run.champion].test.measures;
  const double rate =
      any.rows == 0 ? 0 : static_cast<double>(any.bad) / static_cast<double>(any.rows);
  panel.series.insert(
      panel.series.begin(),
      guide(fmt::format("refusing at random: {:.3f}", rate), {0, rate}, {1, rate}));
  return {.name = "precision_recall",
          .title = "What a refusal catches, test set",
          .description =
              "Precision-recall curves: the share of bad among the refused against the "
              "share of all bad refused, as the threshold falls.",
          .panels = {panel},
          .width = 800,
          .height = 600};
}

Chart ks_picture(const RunSummary& run) {
  const ModelSummary& model = run.models[run.champion];
  if (!model.test.scored) return {};
  const KsCurve curve = ks_curve(*model.test.scored);
  Panel panel;
  panel.x = {.title = "applications refused, riskiest first",
             .range = {{0, 1}},
             .percent = true};
  panel.y = {
      .title = "share of bad, of good refused", .range = {{0, 1}}, .percent = true};
  panel.legend = Legend::bottom_right;
  Series distance{
      fmt::format("KS {:.3f}, at probability {:.3g}",
                  std::abs(curve.bad_at - curve.good_at), model.test.measures.ks_at),
      Kind::line,
      Hue::ink,
      Dash::solid,
      2,
      {}};
  distance.points = {{curve.at, curve.good_at, 0, 0}, {curve.at, curve.bad_at, 0, 0}};
  panel.series = {line_of("bad", curve.bad, {Hue::accent, Dash::solid, 3}),
                  line_of("good", curve.good, {Hue::second, Dash::dashed, 2.4}),
                  distance};
  return {.name = "ks",
          .title = fmt::format("How far {} parts bad from good, test set", model.title),
          .description = fmt::format(
              "The shares of bad and of good among the riskiest applications; they are "
              "farthest apart, by {:.3f}, where {} are refused.",
              std::abs(curve.bad_at - curve.good_at), percent(curve.at)),
          .panels = {panel},
          .width = 800,
          .height = 560};
}

}  // namespace

std::vector<plot::Chart> pictures_of(const RunSummary& run) {
  if (run.champion >= run.models.size()) return {};
  std::vector<Chart> pictures;
  for (Chart& picture : std::vector<Chart>{
           threshold_picture(run), roc_picture(run), precision_recall_picture(run),
           ks_picture(run), calibration_picture(run), score_distribution_picture(run)})
    if (!picture.panels.empty()) pictures.push_back(std::move(picture));
  return pictures;
}

}  // namespace credence::report
