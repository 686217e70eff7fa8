// The sections of the report page about the decision threshold, what it costs, and the
// probabilities that it cuts.
#include <fmt/core.h>

#include <variant>

#include "report/amount.h"
#include "report/findings.h"
#include "report/html_parts.h"
#include "report/html_sections.h"

namespace credence::report {
namespace {

std::string threshold_sentences(const RunSummary& run, const ModelSummary& model) {
  std::string html = fmt::format(
      "Applications are refused from a probability of default "
      "of <strong>{}</strong>.",
      probability(model.threshold));
  if (!model.threshold_analysis)
    return paragraph(html +
                     fmt::format(" Perfectly calibrated probabilities would be cut "
                                 "at {}.",
                                 probability(run.theoretical_threshold)));
  const decision::ThresholdAnalysis& analysis = *model.threshold_analysis;
  html += fmt::format(" The cheapest on out-of-fold predictions is {}",
                      probability(analysis.chosen.threshold));
  if (probability(analysis.chosen.low) != probability(analysis.chosen.high))
    html += fmt::format(" (every threshold from {} to {} costs the same)",
                        probability(analysis.chosen.low),
                        probability(analysis.chosen.high));
  html += fmt::format(
      "; for other customers of the same kind it would have lain between {} and {} "
      "(95% "
      "bootstrap interval). The costs alone, with perfectly calibrated probabilities, "
      "say "
      "{}; there the decisions cost {} instead of {}.",
      probability(analysis.interval.low), probability(analysis.interval.high),
      probability(analysis.theoretical),
      html_of(round_amount(analysis.cost_at_theoretical, run.currency)),
      html_of(round_amount(analysis.chosen.cost, run.currency)));
  return paragraph(html);
}

std::string policies_table(const RunSummary& run, const ModelSummary& model) {
  HtmlTable table_of{
      .caption = fmt::format("Ways of deciding on the {} test applications",
                             grouped(model.test.measures.rows)),
      .heads = {"Policy", "Cost", "Saved against approving all", "Saved, share",
                "Approved", "Bad among approved", "Bad approved", "Good refused"}};
  for (const decision::Policy& policy : model.test.policies) {
    const bool chosen = policy.name == "chosen";
    if (chosen) table_of.marked = table_of.rows.size();
    table_of.rows.push_back(
        {html_of(chosen ? fmt::format("refuse from {}", probability(policy.threshold))
                 : policy.name == "0.50" ? std::string("refuse from 0.50")
                                         : policy.name),
         html_of(amount(policy.cost, run.currency)),
         html_of(amount(policy.saved_against_approve_all, run.currency)),
         percent(policy.saved_share), percent(metric::approval_rate(policy.counts)),
         metric::approval_rate(policy.counts) > 0
             ? percent(metric::bad_rate_among_approved(policy.counts))
             : "–",
         grouped(policy.counts.false_good), grouped(policy.counts.false_bad)});
  }
  return table(table_of);
}

std::string cost_interval_sentence(const RunSummary& run, const Evaluation& test) {
  if (!test.has_intervals()) return "";
  const auto money = [&](double units) {
    return html_of(round_amount(Money{static_cast<std::int64_t>(units)}, run.currency));
  };
  return paragraph(fmt::format(
      "With other customers the chosen threshold's cost would have lain between {} and "
      "{} (95% bootstrap interval by customer).",
      money(test.cost_interval.low), money(test.cost_interval.high)));
}

std::string confusion_table(const ModelSummary& model) {
  HtmlTable table_of{
      .caption = "Test applications by outcome and decision",
      .heads = {"Outcome",
                fmt::format("Approved below {}", probability(model.threshold)),
                "Refused", "Approved below 0.50", "Refused"}};
  const metric::Confusion &chosen = model.test.at_chosen, &half = model.test.at_half;
  table_of.rows = {{"good", grouped(chosen.true_good), grouped(chosen.false_bad),
                    grouped(half.true_good), grouped(half.false_bad)},
                   {"bad", grouped(chosen.false_good), grouped(chosen.true_bad),
                    grouped(half.false_good), grouped(half.true_bad)}};
  return table(table_of);
}

std::string sensitivity_table(const RunSummary& run, const ModelSummary& model) {
  if (!model.threshold_analysis) return "";
  HtmlTable table_of{
      .caption =
          "Were the costs misjudged: the cheapest threshold if a bad loan granted "
          "costs so many good customers refused, out of fold",
      .heads = {"Cost ratio", "Times the portfolio's", "Theoretical threshold",
                "Cheapest threshold", "Approved", "Cost at the portfolio's costs"}};
  for (const decision::RatioPoint& point : model.threshold_analysis->sensitivity) {
    if (point.factor == 1) table_of.marked = table_of.rows.size();
    table_of.rows.push_back(
        {fmt::format("{:.3g} : 1", point.ratio), fmt::format("{:.2f}", point.factor),
         probability(point.theoretical), probability(point.threshold),
         percent(metric::approval_rate(point.counts)),
         html_of(round_amount(point.cost, run.currency))});
  }
  return table(table_of);
}

std::string kind_of(const ModelSummary& model) {
  if (!model.calibration) return model.uncalibrated;
  return std::holds_alternative<calibrate::Platt>(model.calibration->calibration.map())
             ? "Platt"
             : "Beta";
}

std::string gains_table_of(const ModelSummary& model) {
  HtmlTable table_of{.caption = "Test applications in tenths, the riskiest first",
                     .heads = {"Tenth", "Probability from", "to", "Applications", "Bad",
                               "Bad rate", "Lift", "Bad so far", "Good so far", "KS"}};
  for (const metric::GainsRow& row : model.test.gains)
    table_of.rows.push_back({std::to_string(row.bin), three_decimals(row.lowest),
                             three_decimals(row.highest), grouped(row.rows),
                             grouped(row.bad), percent(row.bad_rate),
                             fmt::format("{:.2f}", row.lift), percent(row.bad_so_far),
                             percent(row.good_so_far), three_decimals(row.ks)});
  return table(table_of);
}

}  // namespace

std::string decision_section(const Material& material) {
  const ModelSummary& model = material.champion();
  const RunSummary& run = material.run;
  return threshold_sentences(run, model) +
         figure("threshold_analysis", material.pictures) + policies_table(run, model) +
         cost_interval_sentence(run, model.test) + confusion_table(model) +
         sensitivity_table(run, model) + gains_table_of(model);
}

std::string calibration_section(const Material& material) {
  std::string html;
  HtmlTable table_of{
      .caption =
          "Log loss in cross-validation before and after calibration, and what is "
          "left of the error",
      .heads = {"Model", "Before", "Platt", "Beta", "Test ECE", "Out-of-time ECE",
                "Choice"},
      .marked = material.run.champion,
      .words = {6}};
  const auto known = [](const std::optional<double>& value) {
    return value ? fmt::format("{:.4f}", *value) : std::string("refused");
  };
  bool any = false;
  for (const ModelSummary& model : material.run.models) {
    const auto error = [](const Evaluation& evaluation) {
      return evaluation.reliability.empty()
                 ? std::string()
                 : three_decimals(evaluation.calibration_error);
    };
    any = any || model.calibration || !model.test.reliability.empty();
    table_of.rows.push_back(
        {html_of(model.title),
         model.calibration
             ? fmt::format("{:.4f}", model.calibration->uncalibrated_log_loss)
             : "",
         model.calibration ? known(model.calibration->platt_log_loss) : "",
         model.calibration ? known(model.calibration->beta_log_loss) : "",
         error(model.test), model.out_of_time ? error(*model.out_of_time) : "",
         html_of(kind_of(model))});
  }
  if (!any) return "";
  html += paragraph(
      "The expected calibration error (ECE) is the mean distance between the predicted "
      "probability and the bad rate that came true, over ten bins of equal size.");
  return html + figure("calibration", material.pictures) + table(table_of);
}

}  // namespace credence::report
