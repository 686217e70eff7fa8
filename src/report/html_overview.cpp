// The sections of the report page that say what was done and with which data.
#include <fmt/core.h>

#include <algorithm>

#include "metric/stability.h"
#include "report/amount.h"
#include "report/findings.h"
#include "report/html_parts.h"
#include "report/html_sections.h"

namespace credence::report {
namespace {

std::string models_sentence(const RunSummary& run) {
  std::vector<std::string> titles;
  for (const ModelSummary& model : run.models) titles.push_back(model.title);
  return fmt::format(
      "{} {} tuned by {}-fold cross-validation on {} applications and measured on {} "
      "that {}{}.",
      listed(titles), titles.size() == 1 ? "was" : "were", run.folds,
      grouped(run.train_rows), grouped(run.test_rows),
      titles.size() == 1 ? "it had not seen" : "none of them had seen",
      run.out_of_time_rows > 0
          ? fmt::format(", and on the latest {}", grouped(run.out_of_time_rows))
          : "");
}

std::string champion_sentence(const RunSummary& run) {
  const ModelSummary& champion = run.models[run.champion];
  const Evaluation& test = champion.test;
  std::string text =
      fmt::format("The champion is {}: AUC {:.3f}", champion.title, test.measures.auc);
  if (test.has_intervals())
    text += fmt::format(" (95% interval {:.3f} to {:.3f})", test.auc_interval.low,
                        test.auc_interval.high);
  text += " on the test set";
  if (run.oracle_test)
    text += fmt::format(", where the true probabilities would reach {:.3f}",
                        *run.oracle_test);
  if (champion.out_of_time)
    text += fmt::format("; {:.3f} out of time", champion.out_of_time->measures.auc);
  return text + ".";
}

std::string decision_sentence(const ModelSummary& champion) {
  const metric::Confusion& counts = champion.test.at_chosen;
  return fmt::format(
      "Refusing from a probability of {} approves {} of the test applications with "
      "{} "
      "bad among them, against {} were all approved.",
      probability(champion.threshold), percent(metric::approval_rate(counts)),
      percent(metric::bad_rate_among_approved(counts)),
      percent(share(champion.test.measures.bad, champion.test.measures.rows)));
}

std::string money_sentence(const RunSummary& run, const ModelSummary& champion) {
  const decision::Policy* chosen = policy_of(champion.test, "chosen");
  const decision::Policy* half = policy_of(champion.test, "0.50");
  if (chosen == nullptr || half == nullptr) return "";
  const auto against = [&](Money saved) {
    const bool loses = saved < Money{};
    return fmt::format("{} {}",
                       round_amount(loses ? Money{} - saved : saved, run.currency),
                       loses ? "more" : "less");
  };
  return fmt::format(
      "On them the decisions cost {}, {} ({}) than approving all and {} than refusing "
      "from 0.50.",
      round_amount(chosen->cost, run.currency),
      against(chosen->saved_against_approve_all),
      percent(std::abs(chosen->saved_share)), against(half->cost - chosen->cost));
}

// Those that are another population in a later sample.
std::string moved_features(const RunSummary& run) {
  std::vector<std::string> names;
  for (const features::BinTable& feature : run.feature_bins)
    if (std::ranges::any_of(feature.samples, [](const features::BinnedSample& sample) {
          return metric::shift_of(sample.stability_index) == metric::Shift::large;
        }))
      names.push_back(feature.feature);
  if (names.empty()) return "";
  return fmt::format(
      "Of {} features {} moved far from what they are compared with (stability index "
      "of 0.25 or "
      "more): {}.",
      run.feature_bins.size(), names.size(), listed(names));
}

std::string definition(std::string_view term, std::string_view text) {
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", html_of(term), html_of(text));
}

}  // namespace

std::string summary_section(const Material& material) {
  const RunSummary& run = material.run;
  std::string html;
  for (const std::string& sentence :
       {models_sentence(run), champion_sentence(run), ties_sentence(run),
        decision_sentence(material.champion()),
        money_sentence(run, material.champion())})
    html += paragraph(html_of(sentence));
  return "<div class=\"lead\">\n" + html + "</div>\n";
}

std::string data_section(const Material& material) {
  const RunSummary& run = material.run;
  std::string html = "<dl>\n";
  html += definition("Applications", grouped(run.rows));
  html += definition("With an outcome", grouped(run.labelled));
  html += definition("Of them bad",
                     fmt::format("{} ({})", grouped(run.bad), percent(run.bad_rate())));
  for (const auto& [reason, count] : run.without_outcome)
    html += definition("Without an outcome: " + reason,
                       grouped(count) + ", history for later applications only");
  html +=
      definition("Features", fmt::format("{}, prepared as {} columns",
                                         grouped(run.features), grouped(run.columns)));
  for (const auto& [feature, reason] : run.left_out)
    html += definition("Left out: " + feature, reason);
  html += definition("Training set", grouped(run.train_rows));
  html += definition("Test set", grouped(run.test_rows) +
                                     ", of other customers than the training set's");
  if (run.out_of_time_rows > 0)
    html +=
        definition("Out-of-time set",
                   grouped(run.out_of_time_rows) +
                       ", the latest applications, judged by models of earlier ones");
  return html + "</dl>\n";
}

std::string limits_section(const Material& material) {
  const RunSummary& run = material.run;
  std::string html;
  if (!run.warnings.empty()) {
    html += "<ul class=\"warnings\">\n";
    for (const std::string& warning : run.warnings)
      html += fmt::format("<li><strong>Warning:</strong> {}</li>\n", html_of(warning));
    html += "</ul>\n";
  }
  html += "<ul>\n";
  const auto add = [&](std::string_view text) {
    if (!text.empty()) html += fmt::format("<li>{}</li>\n", html_of(text));
  };
  std::int64_t without = 0;
  for (const auto& [reason, count] : run.without_outcome) without += count;
  if (without > 0)
    add(
        fmt::format("Nothing is known of how {} applications without an outcome would "
                    "have ended; models are fitted to those that were lent to.",
                    grouped(without)));
  add("AUC intervals are DeLong's and take applications as independent; intervals of "
      "KS "
      "and cost are bootstrapped by customer.");
  add("Costs are per decision as the portfolio names them, not per amount lent.");
  add(moved_features(run));
  if (run.out_of_time_rows == 0)
    add("Applications have no dates: how the models fare later is not known.");
  if (!run.oracle_test)
    add("The best AUC that any model could reach on these data is not known.");
  if (material.pictures.empty())
    add("Pictures are missing: gnuplot was not there to draw them.");
  return html + "</ul>\n";
}

std::string provenance_section(const Material& material) {
  const RunSummary& run = material.run;
  std::string html = "<dl>\n";
  html += definition("Portfolio", run.portfolio);
  for (const ModelSummary& model : run.models)
    if (!model.version.empty())
      html += definition("Version of " + model.title, model.version);
  html += definition("Seed", std::to_string(run.seed));
  for (const auto& [what, value] : material.background.provenance)
    html += fmt::format("<dt>{}</dt><dd><code>{}</code></dd>\n", html_of(what),
                        html_of(value));
  html += definition("Time taken", fmt::format("{:.0f} seconds", run.seconds));
  return html + "</dl>\n";
}

}  // namespace credence::report
