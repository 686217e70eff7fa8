#include "report/run_summary.h"

#include <algorithm>
#include <cmath>

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

// Probabilities of so many rows whose mean is further from the bad rate than chance
// explains once in 400.
bool is_off(const SegmentResult& segment) {
  if (segment.rows < 50) return false;
  const double p = segment.mean_probability;
  const double error = std::sqrt(p * (1 - p) / static_cast<double>(segment.rows));
  return std::abs(segment.bad_rate() - p) > 3 * error;
}

std::vector<std::string> about_champion(const ModelSummary& model) {
  std::vector<std::string> warnings;
  if (!model.calibration && !model.uncalibrated.empty())
    warnings.push_back(fmt::format(
        "{} is champion and could not be calibrated; its probabilities mean nothing "
        "beyond their order",
        model.title));
  for (const DirectionCheck& check : model.directions)
    if (!check.holds())
      warnings.push_back(fmt::format(
          "{} is champion and breaks a declared direction: its risk is not {} in {} "
          "({} of {} steps go the other way); hold the features made of it under "
          "[features.monotone]",
          model.title, check.direction, check.input, grouped(check.reversals),
          grouped(check.steps)));
  for (const SegmentResult& segment : model.segments)
    if (is_off(segment))
      warnings.push_back(fmt::format(
          "{}: its mean probability for \"{}\" is {}, but {} of them were bad: more "
          "than chance explains",
          model.title, segment.name, percent(segment.mean_probability),
          percent(segment.bad_rate())));
  return warnings;
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
  if (run.champion < run.models.size())
    for (const std::string& text : about_champion(run.models[run.champion]))
      warnings.push_back(text);
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
