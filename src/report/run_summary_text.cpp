#include "report/run_summary_text.h"

#include <fmt/core.h>

#include <variant>

#include "report/amount.h"
#include "report/text_table.h"

namespace credence::report {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string colored(std::string_view code, std::string_view text, Style style) {
  return style == Style::plain ? std::string(text)
                               : fmt::format("\033[{}m{}\033[0m", code, text);
}
std::string heading(std::string_view text, Style style) {
  return "\n" + colored("1", text, style) + "\n";
}

// The table with every line indented; its lines from `first` on as they are, its
// heading faint, its line `marked` in green.
std::string indented(const std::string& table, std::size_t marked, Style style) {
  std::string text;
  std::size_t line = 0;
  for (std::size_t begin = 0; begin < table.size(); ++line) {
    const std::size_t end = table.find('\n', begin);
    std::string content = table.substr(begin, end - begin);
    if (line == 0 && !content.empty()) content = colored("2", content, style);
    if (line == marked) content = colored("32", content, style);
    text += (content.empty() ? "" : "  ") + content + "\n";
    begin = end + 1;
  }
  return text;
}
constexpr std::size_t no_line = static_cast<std::size_t>(-1);

std::string real(double value) { return fmt::format("{:.4f}", value); }

std::string parameters_text(const portfolio::Parameters& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters)
    text += (text.empty() ? "" : ", ") + name + " " +
            std::visit([](const auto& held) { return fmt::format("{}", held); }, value);
  return text;
}

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

std::string models_text(const RunSummary& run, Style style) {
  Rows rows = {{"", "CV AUC", "AUC", "Gini", "KS", "AP", "Brier", "LogLoss", "Fits",
                "Seconds", "Version"}};
  const auto add = [&](std::string name, std::string cv,
                       const metric::Summary& measures, std::string fits,
                       std::string seconds, std::string version) {
    rows.push_back({std::move(name), std::move(cv), real(measures.auc),
                    real(measures.gini), real(measures.ks),
                    real(measures.average_precision), real(measures.brier),
                    real(measures.log_loss), std::move(fits), std::move(seconds),
                    std::move(version)});
  };
  std::size_t marked = no_line;
  for (std::size_t m = 0; m < run.models.size(); ++m) {
    const ModelSummary& model = run.models[m];
    if (m == run.champion) marked = rows.size();
    add(model.title, fmt::format("{:.4f} ± {:.4f}", model.cv_auc, model.cv_auc_std),
        model.test.measures,
        fmt::format("{} of {}", grouped(model.fits_done), grouped(model.fits)),
        fmt::format("{:.1f}", model.seconds), model.version);
    if (model.out_of_time)
      add("  out of time", "", model.out_of_time->measures, "", "", "");
  }
  return indented(text_table(rows), marked, style);
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
  Rows rows = {{"", "Cost", "Saved", "", "Approved", "Bad among them", "Missed bad",
                "Refused good"}};
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
  for (const decision::Policy& policy : model.test.policies) {
    if (policy.name != "chosen") continue;
    const Money saved = policy.saved_against_approve_all;
    return fmt::format(
        "  {} {} ({}) against approving all\n", saved < Money{} ? "loses" : "saves",
        round_amount(saved < Money{} ? -1 * saved : saved, run.currency),
        percent(saved < Money{} ? -policy.saved_share : policy.saved_share));
  }
  return "";
}

std::string champion_text(const RunSummary& run, Style style) {
  const ModelSummary& model = run.models[run.champion];
  std::string text = heading("Champion: " + model.title, style);
  text += "  the highest cross-validated AUC";
  text +=
      model.version.empty() ? "\n" : fmt::format("; registered as {}\n", model.version);
  text += fmt::format("  {}\n", parameters_text(model.parameters));
  text += fmt::format(
      "  refuses at a probability of default of {:.4f} or more, the cheapest on "
      "out-of-fold\n  predictions of the training rows ({:.4f} if probabilities were "
      "perfectly calibrated)\n",
      model.threshold, run.theoretical_threshold);
  text += heading("On the test set", style) +
          indented(thresholds_text(model), no_line, style);
  text += heading("Costs on the test set", style) + policies_text(model, run, style);
  return text + saving_text(model, run);
}

}  // namespace

std::string run_summary_text(const RunSummary& run, Style style) {
  std::string text =
      colored("1", run.title.empty() ? run.portfolio : run.title, style) + "\n";
  text += data_text(run);
  if (!run.models.empty()) {
    text += heading(
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
