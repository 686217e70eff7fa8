#include "report/run_summary_text.h"

#include <fmt/core.h>

#include "report/amount.h"
#include "report/champion_text.h"
#include "report/findings.h"
#include "report/styled_text.h"
#include "report/text_table.h"

namespace credence::report {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string real(double value) { return fmt::format("{:.4f}", value); }

std::string data_text(const RunSummary& run) {
  std::string text = fmt::format(
      "  {} applications, {} with an outcome, {} of them bad ({})\n", grouped(run.rows),
      grouped(run.labelled), grouped(run.bad), percent(run.bad_rate()));
  std::string without;
  for (const auto& [reason, count] : run.without_outcome)
    without +=
        fmt::format("{}{} {}", without.empty() ? "" : ", ", grouped(count), reason);
  if (!without.empty())
    text += "  without an outcome, and so only history: " + without + "\n";
  text += fmt::format("  {} features, prepared as {} columns\n", grouped(run.features),
                      grouped(run.columns));
  for (const auto& [feature, reason] : run.left_out)
    text += fmt::format("  left out: {} ({})\n", feature, reason);
  text += fmt::format("  {} rows to train on, {} to test on", grouped(run.train_rows),
                      grouped(run.test_rows));
  if (run.out_of_time_rows > 0)
    text += fmt::format("; beside it the latest {} as out-of-time test",
                        grouped(run.out_of_time_rows));
  return text + "\n";
}

std::string oracle_text(const RunSummary& run) {
  if (!run.oracle_test) return "";
  std::string text =
      fmt::format("the true probabilities would reach AUC {} on the test set",
                  real(*run.oracle_test));
  if (run.oracle_out_of_time)
    text += fmt::format(", {} out of time", real(*run.oracle_out_of_time));
  return wrapped(text);
}

// "0.875 (0.810–0.940)" as far as it is known.
std::string auc_text(const Evaluation& evaluation) {
  const metric::AucInterval& interval = evaluation.auc_interval;
  return evaluation.has_intervals()
             ? fmt::format("{:.3f} ({:.3f}–{:.3f})", evaluation.measures.auc,
                           interval.low, interval.high)
             : real(evaluation.measures.auc);
}

std::string models_text(const RunSummary& run, Style style) {
  Rows rows = {{"", "CV AUC", "AUC (95%)", "p", "KS", "AP", "Brier", "ECE", "Fits",
                "Seconds", "Version"}};
  const auto add = [&](std::string name, std::string cv, const Evaluation& evaluation,
                       std::string p, std::vector<std::string> further) {
    const metric::Summary& measures = evaluation.measures;
    rows.push_back(
        {std::move(name), std::move(cv), auc_text(evaluation), std::move(p),
         real(measures.ks), real(measures.average_precision), real(measures.brier),
         evaluation.reliability.empty() ? std::string()
                                        : real(evaluation.calibration_error)});
    rows.back().insert(rows.back().end(), further.begin(), further.end());
  };
  std::size_t marked = no_line;
  for (std::size_t m = 0; m < run.models.size(); ++m) {
    const ModelSummary& model = run.models[m];
    if (m == run.champion) marked = rows.size();
    add(model.title, fmt::format("{:.4f} ± {:.4f}", model.cv_auc, model.cv_auc_std),
        model.test,
        model.against_champion
            ? fmt::format("{:.3f}", model.against_champion->adjusted_p)
            : "",
        {fmt::format("{} of {}", grouped(model.fits_done), grouped(model.fits)),
         fmt::format("{:.1f}", model.seconds), model.version});
    if (model.out_of_time) add("  out of time", "", *model.out_of_time, "", {});
  }
  std::string text = indented(text_table(rows), marked, style);
  if (const std::string ties = ties_sentence(run); !ties.empty())
    text += wrapped("p: " + ties);
  return text + oracle_text(run);
}

}  // namespace

std::string run_summary_text(const RunSummary& run, Style style) {
  std::string text =
      colored("1", run.title.empty() ? run.portfolio : run.title, style) + "\n";
  text += data_text(run);
  if (!run.models.empty()) {
    text += text_heading(
        fmt::format("Models ({} folds{}; measures on the test set)", run.folds,
                    run.repeats > 1 ? fmt::format(", {} times", run.repeats) : ""),
        style);
    text += models_text(run, style);
  }
  if (run.champion < run.models.size()) text += champion_text(run, style);
  for (const std::string& warning : run.warnings)
    text += "\n" + colored("33", "Warning:", style) + " " + warning + "\n";
  return text +
         fmt::format("\n{:.1f} seconds in all, seed {}\n", run.seconds, run.seed);
}

}  // namespace credence::report
