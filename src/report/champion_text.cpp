#include "report/champion_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <variant>

#include "report/amount.h"
#include "report/findings.h"
#include "report/styled_text.h"
#include "report/text_table.h"

namespace credence::report {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string real(double value) { return fmt::format("{:.4f}", value); }

std::string parameters_text(const portfolio::Parameters& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters)
    text += (text.empty() ? "" : ", ") + name + " " +
            std::visit([](const auto& held) { return fmt::format("{}", held); }, value);
  return text;
}

std::string threshold_text(const RunSummary& run, const ModelSummary& model) {
  std::string text = fmt::format("refuses at a probability of default of {} or more",
                                 real(model.threshold));
  if (!model.threshold_analysis)
    return text + fmt::format(
                      ", the cheapest on out-of-fold predictions of the training "
                      "rows ({} if probabilities were perfectly calibrated)",
                      real(run.theoretical_threshold));
  const decision::ThresholdAnalysis& analysis = *model.threshold_analysis;
  const std::string interval =
      fmt::format("95% interval {} to {}", real(analysis.interval.low),
                  real(analysis.interval.high));
  return text +
         (model.threshold == analysis.chosen.threshold
              ? fmt::format(", the cheapest on out-of-fold predictions of the "
                            "training rows ({}; {} if probabilities were perfectly "
                            "calibrated)",
                            interval, real(analysis.theoretical))
              : fmt::format("; the cheapest on out-of-fold predictions of the "
                            "training rows is {} ({})",
                            real(analysis.chosen.threshold), interval));
}

std::string thresholds_text(const ModelSummary& model) {
  Rows measures = {{"Refused from", "Precision", "Recall", "F1", "Accuracy"}};
  Rows matrix = {{"", "", "Granted", "Refused"}};
  const auto add = [&](double threshold, const metric::Confusion& counts) {
    measures.push_back({real(threshold), real(metric::precision(counts)),
                        real(metric::recall(counts)), real(metric::f1(counts)),
                        real(metric::accuracy(counts))});
    matrix.push_back({real(threshold), "good", grouped(counts.true_good),
                      grouped(counts.false_bad)});
    matrix.push_back({"", "bad", grouped(counts.false_good), grouped(counts.true_bad)});
  };
  add(model.threshold, model.test.at_chosen);
  add(0.5, model.test.at_half);
  return text_table(measures) + "\n" + text_table(matrix);
}

std::string policies_text(const ModelSummary& model, const RunSummary& run,
                          Style style) {
  Rows rows = {{"", "Cost", "Saved", "Saved, share", "Approved", "Bad among them",
                "Missed bad", "Refused good"}};
  std::size_t marked = no_line;
  for (const decision::Policy& policy : model.test.policies) {
    if (policy.name == "chosen") marked = rows.size();
    rows.push_back(
        {policy.name, amount(policy.cost, run.currency),
         amount(policy.saved_against_approve_all, run.currency),
         percent(policy.saved_share), percent(metric::approval_rate(policy.counts)),
         percent(metric::bad_rate_among_approved(policy.counts)),
         grouped(policy.counts.false_good), grouped(policy.counts.false_bad)});
  }
  return indented(text_table(rows), marked, style);
}

std::string saving_text(const ModelSummary& model, const RunSummary& run) {
  const decision::Policy* policy = policy_of(model.test, "chosen");
  if (policy == nullptr) return "";
  const Money saved = policy->saved_against_approve_all;
  const bool loses = saved < Money{};
  return fmt::format("  {} {} ({}) against approving all\n", loses ? "loses" : "saves",
                     round_amount(loses ? -1 * saved : saved, run.currency),
                     percent(loses ? -policy->saved_share : policy->saved_share));
}

std::string segments_text(const ModelSummary& model, Style style) {
  if (model.segments.empty()) return "";
  Rows rows = {
      {"", "Rows", "Bad", "Bad rate", "Mean probability", "AUC (95% interval)"}};
  for (const SegmentResult& segment : model.segments)
    rows.push_back({segment.name, grouped(segment.rows), grouped(segment.bad),
                    percent(segment.bad_rate()), percent(segment.mean_probability),
                    segment.auc
                        ? fmt::format("{:.3f} ({:.3f}–{:.3f})", segment.auc->auc,
                                      segment.auc->low, segment.auc->high)
                        : ""});
  return text_heading("Segments of the test set", style) +
         indented(text_table(rows), no_line, style);
}

std::string drivers_text(const ModelSummary& model, Style style) {
  const auto& drivers = model.explanation.concepts.empty() ? model.explanation.features
                                                           : model.explanation.concepts;
  if (drivers.empty()) return "";
  double sum = 0;
  for (const Driver& driver : drivers) sum += driver.mean_absolute;
  Rows rows = {{"", "Mean |SHAP|", "Share"}};
  for (std::size_t d = 0; d < std::min<std::size_t>(5, drivers.size()); ++d)
    rows.push_back({drivers[d].name, fmt::format("{:.3f}", drivers[d].mean_absolute),
                    percent(sum > 0 ? drivers[d].mean_absolute / sum : 0)});
  return text_heading("What moves its log-odds most", style) +
         indented(text_table(rows), no_line, style);
}

}  // namespace

std::string champion_text(const RunSummary& run, Style style) {
  const ModelSummary& model = run.models[run.champion];
  std::string text = text_heading("Champion: " + model.title, style);
  if (!model.version.empty())
    text += fmt::format("  registered as {}\n", model.version);
  text += wrapped(run.champion_reason);
  text += wrapped(parameters_text(model.parameters));
  text += wrapped(threshold_text(run, model));
  text += text_heading("On the test set", style) +
          indented(thresholds_text(model), no_line, style);
  text += text_heading("Costs on the test set", style) +
          policies_text(model, run, style) + saving_text(model, run);
  if (!model.uncalibrated.empty())
    text += wrapped("not calibrated: " + model.uncalibrated);
  for (const DirectionCheck& check : model.directions)
    if (!check.holds()) text += wrapped("broken direction: " + describe(check));
  return text + segments_text(model, style) + drivers_text(model, style);
}

}  // namespace credence::report
