#include "report/result_files.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/json.h"
#include "report/run_summary_json.h"
#include "report/run_summary_text.h"

namespace credence::report {
namespace {

// RFC 4180: quoted where a comma, quote or line break would be misread.
std::string cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

// Reals are written so that reading them gives the same 64 bits back.
template <class... Cells>
std::string line(const Cells&... cells) {
  std::string text;
  ((text += "," + cell(fmt::format("{}", cells))), ...);
  return text.substr(1) + "\n";
}

double whole(Money money, const RunSummary& run) {
  return static_cast<double>(money.units) / static_cast<double>(run.currency.units);
}

std::string model_comparison(const RunSummary& run) {
  std::string text = line("model", "version", "measured_on", "rows", "bad", "auc",
                          "gini", "ks", "average_precision", "brier", "log_loss",
                          "cv_auc", "cv_auc_std", "threshold", "precision", "recall",
                          "f1", "accuracy", "fits", "fits_done", "seconds");
  for (const ModelSummary& model : run.models) {
    const auto add = [&](std::string_view where, const Evaluation& evaluation) {
      const metric::Summary& m = evaluation.measures;
      const metric::Confusion& c = evaluation.at_chosen;
      text +=
          line(model.learner, model.version, where, m.rows, m.bad, m.auc, m.gini, m.ks,
               m.average_precision, m.brier, m.log_loss, model.cv_auc, model.cv_auc_std,
               model.threshold, metric::precision(c), metric::recall(c), metric::f1(c),
               metric::accuracy(c), model.fits, model.fits_done, model.seconds);
    };
    add("test", model.test);
    if (model.out_of_time) add("out_of_time", *model.out_of_time);
  }
  return text;
}

std::string policies(const RunSummary& run) {
  std::string text =
      line("model", "policy", "threshold", "cost_" + run.currency.code,
           "saved_" + run.currency.code, "saved_share", "precision", "recall",
           "missed_bad", "refused_good", "approval_rate", "bad_rate_among_approved");
  for (const ModelSummary& model : run.models)
    for (const decision::Policy& policy : model.test.policies)
      text +=
          line(model.learner, policy.name, policy.threshold, whole(policy.cost, run),
               whole(policy.saved_against_approve_all, run), policy.saved_share,
               metric::precision(policy.counts), metric::recall(policy.counts),
               policy.counts.false_good, policy.counts.false_bad,
               metric::approval_rate(policy.counts),
               metric::bad_rate_among_approved(policy.counts));
  return text;
}

std::string sweep(const ModelSummary& model, const RunSummary& run) {
  std::string text = line("threshold", "cost_" + run.currency.code, "true_bad",
                          "false_bad", "true_good", "false_good", "precision", "recall",
                          "approval_rate", "bad_rate_among_approved");
  for (const decision::SweepPoint& point : model.sweep)
    text += line(point.threshold, whole(point.cost, run), point.counts.true_bad,
                 point.counts.false_bad, point.counts.true_good,
                 point.counts.false_good, metric::precision(point.counts),
                 metric::recall(point.counts), metric::approval_rate(point.counts),
                 metric::bad_rate_among_approved(point.counts));
  return text;
}

}  // namespace

Result<> write_result_files(const RunSummary& run,
                            const std::filesystem::path& folder) {
  TRY(make_folder(folder));
  TRY(write_file(folder / "summary.json", dump_json(to_json(run))));
  TRY(write_file(folder / "summary.txt", run_summary_text(run, Style::plain)));
  TRY(write_file(folder / "model_comparison.csv", model_comparison(run)));
  TRY(write_file(folder / "policies.csv", policies(run)));
  for (const ModelSummary& model : run.models)
    TRY(write_file(folder / fmt::format("threshold_sweep_{}.csv", model.learner),
                   sweep(model, run)));
  return {};
}

}  // namespace credence::report
