#include "report/run_summary.h"

#include <algorithm>

#include "report/amount.h"

namespace credence::report {
namespace {

// With a fifth of so many events in the test set, an AUC of 0.75 has a standard error
// above 0.06 (Hanley, McNeil 1982, eq. 2).
constexpr std::int64_t few_events = 100;

std::string about_events(const RunSummary& run, std::int64_t events) {
  const std::string what = run.bad <= run.labelled - run.bad ? "bad" : "good";
  return fmt::format(
      "few events: {} {} outcome{} in all. The measures are uncertain by several "
      "points; "
      "judge by the cross-validated AUC and its deviation{} rather than by the test "
      "set",
      events, what, events == 1 ? "" : "s",
      run.repeats > 1
          ? fmt::format(" over {} x {} folds", run.repeats, run.folds)
          : std::string(" (repeats = 5 under [validation] makes it steadier)"));
}

}  // namespace

std::vector<std::string> warnings_about(const RunSummary& run) {
  std::vector<std::string> warnings;
  const std::int64_t events = std::min(run.bad, run.labelled - run.bad);
  if (events < few_events) warnings.push_back(about_events(run, events));
  if (run.columns > 0 && events < run.columns)
    warnings.push_back(fmt::format(
        "more columns than events ({} to {}): models can fit chance; fewer features or "
        "stronger penalties may do better",
        grouped(run.columns), grouped(events)));
  for (const ModelSummary& model : run.models) {
    if (model.cv_auc < 0.55)
      warnings.push_back(fmt::format(
          "{}: cross-validated AUC {:.4f} is hardly better than chance (0.5)",
          model.title, model.cv_auc));
    const metric::Confusion& counts = model.test.at_chosen;
    if (counts.true_bad + counts.false_bad == 0)
      warnings.push_back(fmt::format(
          "{}: at its threshold nobody in the test set is refused; with these costs "
          "refusing does not pay",
          model.title));
    if (counts.true_good + counts.false_good == 0)
      warnings.push_back(fmt::format(
          "{}: at its threshold everybody in the test set is refused; with these costs "
          "lending does not pay",
          model.title));
  }
  return warnings;
}

}  // namespace credence::report
