// The sections of the report page that compare the models.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include "report/amount.h"
#include "report/findings.h"
#include "report/html_parts.h"
#include "report/html_sections.h"

namespace credence::report {
namespace {

struct Axis {
  double low = 1, high = 0;
};

// Wide enough for every interval and the best possible AUC, in steps of 0.05.
Axis axis_of(const RunSummary& run) {
  Axis axis;
  const auto take = [&](double value) {
    axis.low = std::min(axis.low, value);
    axis.high = std::max(axis.high, value);
  };
  for (const ModelSummary& model : run.models)
    for (const Evaluation* evaluation :
         {&model.test, model.out_of_time ? &*model.out_of_time : nullptr}) {
      if (evaluation == nullptr) continue;
      take(evaluation->has_intervals() ? evaluation->auc_interval.low
                                       : evaluation->measures.auc);
      take(evaluation->has_intervals() ? evaluation->auc_interval.high
                                       : evaluation->measures.auc);
    }
  for (const auto& best : {run.oracle_test, run.oracle_out_of_time})
    if (best) take(*best);
  return {
      std::floor(axis.low * 20) / 20,
      std::max(std::ceil(axis.high * 20) / 20, std::floor(axis.low * 20) / 20 + 0.05)};
}

std::string auc_cell(const Evaluation& evaluation, const std::optional<double>& best,
                     const Axis& axis, bool marked) {
  if (!evaluation.has_intervals()) return three_decimals(evaluation.measures.auc);
  const metric::AucInterval& interval = evaluation.auc_interval;
  return with_interval(evaluation.measures.auc, interval.low, interval.high) + "<br>" +
         interval_bar({evaluation.measures.auc, interval.low, interval.high, best,
                       axis.low, axis.high, marked});
}

std::string against_cell(const ModelSummary& model, bool is_champion) {
  if (is_champion) return "champion";
  if (!model.against_champion) return "";
  const double p = model.against_champion->adjusted_p;
  return fmt::format("{:+.3f}, p {}{}{}", model.against_champion->test.difference,
                     p < 0.001 ? "" : "= ", html_of(small_p(p)),
                     p < 0.05 ? "" : ": a tie");
}

std::string ranking_table(const RunSummary& run) {
  const Axis axis = axis_of(run);
  const bool dated = std::ranges::any_of(run.models, [](const ModelSummary& model) {
    return model.out_of_time.has_value();
  });
  HtmlTable table_of{
      .caption = fmt::format(
          "Discrimination: AUC with 95% intervals, drawn from {:.2f} to {:.2f}{}; the "
          "champion's row is marked",
          axis.low, axis.high,
          run.oracle_test ? "; dashed: what the true probabilities would give" : ""),
      .heads = {"Model", "CV AUC ± deviation of folds", "Test AUC (95% interval)",
                "Less the champion's, adjusted p"},
      .marked = run.champion};
  if (dated) table_of.heads.push_back("Out-of-time AUC (95% interval)");
  for (std::size_t m = 0; m < run.models.size(); ++m) {
    const ModelSummary& model = run.models[m];
    const bool marked = m == run.champion;
    std::vector<std::string> row = {
        html_of(model.title),
        fmt::format("{:.3f} ± {:.3f}", model.cv_auc, model.cv_auc_std),
        auc_cell(model.test, run.oracle_test, axis, marked),
        against_cell(model, marked)};
    if (model.out_of_time)
      row.push_back(auc_cell(*model.out_of_time, run.oracle_out_of_time, axis, marked));
    row.resize(table_of.heads.size());
    table_of.rows.push_back(std::move(row));
  }
  return table(table_of);
}

std::string measures_table(const RunSummary& run) {
  HtmlTable table_of{
      .caption = "Other measures; smaller is better from Brier on",
      .heads = {"Model", "Measured on", "KS (95% interval)", "Gini",
                "Average precision", "Brier", "Log loss", "Calibration error (ECE)"},
      .words = {1}};
  for (const ModelSummary& model : run.models) {
    const auto add = [&](std::string where, const Evaluation& evaluation) {
      const metric::Summary& m = evaluation.measures;
      table_of.rows.push_back(
          {html_of(model.title), std::move(where),
           evaluation.has_intervals() ? with_interval(m.ks, evaluation.ks_interval.low,
                                                      evaluation.ks_interval.high)
                                      : three_decimals(m.ks),
           three_decimals(m.gini), three_decimals(m.average_precision),
           three_decimals(m.brier), three_decimals(m.log_loss),
           evaluation.reliability.empty()
               ? ""
               : three_decimals(evaluation.calibration_error)});
    };
    add("test", model.test);
    if (model.out_of_time) add("out of time", *model.out_of_time);
  }
  return table(table_of);
}

std::string search_table(const RunSummary& run) {
  HtmlTable table_of{.caption = "What the search tried",
                     .heads = {"Model", "Trials", "Fits done",
                               "Fits that one by one would take", "Seconds", "Version"},
                     .marked = run.champion};
  for (const ModelSummary& model : run.models)
    table_of.rows.push_back({html_of(model.title), grouped(model.trials),
                             grouped(model.fits_done), grouped(model.fits),
                             fmt::format("{:.1f}", model.seconds),
                             html_of(model.version)});
  return table(table_of);
}

}  // namespace

std::string comparison_section(const Material& material) {
  const RunSummary& run = material.run;
  return ranking_table(run) + paragraph(html_of(ties_sentence(run))) +
         figure("roc", material.pictures) +
         figure("precision_recall", material.pictures) + measures_table(run) +
         search_table(run);
}

std::string champion_section(const Material& material) {
  const ModelSummary& champion = material.champion();
  const std::string& reason = material.run.champion_reason;
  std::string html = paragraph(fmt::format(
      "<strong>{}</strong>{}", html_of(champion.title),
      champion.version.empty() ? "" : ", registered as " + html_of(champion.version)));
  if (!reason.empty())
    html += paragraph(html_of(reason) + (reason.ends_with('.') ? "" : "."));
  HtmlTable parameters{.caption = "Best parameters", .heads = {"Parameter", "Value"}};
  for (const auto& [name, value] : champion.parameters)
    parameters.rows.push_back(
        {"<code>" + html_of(name) + "</code>",
         std::visit([](const auto& held) { return html_of(fmt::format("{}", held)); },
                    value)});
  return html + table(parameters) + figure("ks", material.pictures) +
         figure("score_distribution", material.pictures);
}

}  // namespace credence::report
