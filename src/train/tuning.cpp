#include "train/tuning.h"

#include <chrono>
#include <map>

#include "decision/sensitivity.h"
#include "explain/explainer.h"
#include "metric/stability.h"
#include "train/direction_check.h"
#include "train/explaining.h"

namespace credence::train {
namespace {

using calibrate::Calibration;
using prepare::Form;

struct Fitted {
  learner::Trained trained;
  table::Matrix test_rows;
  std::vector<double> test_margins;
  std::vector<double> column_means;  // of a linear model's training rows
};

Form form_of(const learner::Learner& learner) {
  return learner.wants_scaled() ? Form::scaled : Form::unscaled;
}

Result<Fitted> fit(const learner::Learner& learner, const Ground& ground,
                   const Sides& sides, const portfolio::Parameters& parameters) {
  const Form form = form_of(learner);
  const auto& features = ground.set.features;
  const auto matrix = sides.pipeline.transform(features, sides.split.train, form);
  const auto trainer = TRY(learner.bind(matrix, sides.labels, sides.directions));
  Fitted fitted{TRY(trainer->fit(parameters, ground.options.seed)),
                sides.pipeline.transform(features, sides.split.test, form),
                {},
                {}};
  fitted.test_margins = model::margins(fitted.trained.model, fitted.test_rows);
  if (std::holds_alternative<model::Linear>(fitted.trained.model))
    fitted.column_means = explain::column_means(matrix);
  return fitted;
}

std::vector<double> probabilities_of(const Calibration& calibration,
                                     std::span<const double> margins) {
  std::vector<double> probabilities;
  for (const double margin : margins)
    probabilities.push_back(calibration.probability(margin));
  return probabilities;
}

// Of each row of `rows`, the fold of the first repeat in which it was not trained on.
std::vector<std::uint32_t> folds_of(const Rows& rows, const Ground& ground) {
  std::map<std::uint32_t, std::uint32_t> fold_of;
  const auto count = static_cast<std::uint32_t>(ground.portfolio.validation.folds);
  for (std::uint32_t fold = 0; fold < count; ++fold)
    for (const std::uint32_t row : ground.folds[fold].test_rows) fold_of[row] = fold;
  std::vector<std::uint32_t> folds;
  for (const std::uint32_t row : rows) folds.push_back(fold_of.at(row));
  return folds;
}

// A model that cannot be calibrated, since its margins rank no better than chance, is
// still reported, with its margins as they are.
Calibration calibrate_on(const search::Found& found, const Ground& ground,
                         report::ModelSummary& summary) {
  auto choice =
      calibrate::choose_calibration(labels_of(ground.set, found.rows),
                                    found.out_of_fold, folds_of(found.rows, ground));
  if (!choice) {
    summary.uncalibrated = choice.error().message;
    return Calibration::identity();
  }
  summary.calibration = std::move(*choice);
  return summary.calibration->calibration;
}

double registered_threshold(const decision::ThresholdAnalysis& analysis,
                            const portfolio::Portfolio& portfolio) {
  return portfolio.threshold_rule == portfolio::ThresholdRule::theoretical
             ? analysis.theoretical
             : analysis.chosen.threshold;
}

Result<report::Evaluation> measure(const Ground& ground, const Rows& rows,
                                   std::span<const double> probabilities,
                                   double threshold) {
  const Rows groups = groups_of(ground.set, rows);
  return report::evaluate(TRY(scored(ground.set, rows, probabilities)), ground.costs,
                          threshold, uncertainty(groups, ground.options));
}

// The searched parameters without what comes after them.
Result<report::ModelSummary> summary_of(const learner::Learner& learner,
                                        const search::Found& found,
                                        const Calibration& calibration,
                                        const Ground& ground,
                                        report::ModelSummary summary) {
  const search::Trial& best = found.trials[found.best];
  const auto unseen = TRY(
      scored(ground.set, found.rows, probabilities_of(calibration, found.out_of_fold)));
  summary.learner = learner.name();
  summary.title = learner.title();
  summary.cv_auc = best.mean_auc;
  summary.cv_auc_std = best.deviation;
  summary.fold_auc = best.fold_auc;
  summary.parameters = best.parameters;
  summary.trials = static_cast<std::int64_t>(found.trials.size());
  summary.fits = found.fits;
  summary.fits_done = found.done;
  const Rows groups = groups_of(ground.set, found.rows);
  const report::Uncertainty chance = uncertainty(groups, ground.options);
  Random random = Random::for_stream(ground.options.seed, 3);
  summary.threshold_analysis = TRY(decision::analyse_threshold(
      unseen, ground.costs, groups, chance.options, random));
  summary.threshold =
      registered_threshold(*summary.threshold_analysis, ground.portfolio);
  summary.sweep = decision::sweep(unseen, ground.costs);
  return summary;
}

Result<> measure_out_of_time(const learner::Learner& learner, const Ground& ground,
                             const Calibration& calibration,
                             report::ModelSummary& summary) {
  const Sides& sides = *ground.by_time;
  const Fitted earlier = TRY(fit(learner, ground, sides, summary.parameters));
  const auto later = probabilities_of(calibration, earlier.test_margins);
  summary.out_of_time =
      TRY(measure(ground, sides.split.test, later, summary.threshold));
  const auto before = probabilities_of(
      calibration,
      model::margins(earlier.trained.model,
                     sides.pipeline.transform(ground.set.features, sides.split.train,
                                              form_of(learner))));
  summary.out_of_time_stability = TRY(metric::population_stability(before, later));
  return {};
}

}  // namespace

Result<Tuned> tune(const learner::Learner& learner, const Ground& ground,
                   Progress& progress) {
  const auto begun = std::chrono::steady_clock::now();
  const Options& options = ground.options;
  search::Found found = TRY(search::search(
      learner, *ground.portfolio.find_search(learner.name()), ground.folds,
      {options.seed, options.threads, options.trials, options.method, options.journal},
      progress));
  report::ModelSummary summary;
  const Calibration calibration = calibrate_on(found, ground, summary);
  summary = TRY(summary_of(learner, found, calibration, ground, std::move(summary)));

  const Sides& sides = ground.sides;
  Fitted fitted = TRY(fit(learner, ground, sides, summary.parameters));
  const auto probabilities = probabilities_of(calibration, fitted.test_margins);
  summary.test =
      TRY(measure(ground, sides.split.test, probabilities, summary.threshold));
  summary.test_stability = TRY(metric::population_stability(
      probabilities_of(calibration, found.out_of_fold), probabilities));
  summary.segments =
      TRY(segment_results(ground.parts, ground.set, probabilities, sides.pipeline,
                          form_of(learner), fitted.trained.model, calibration));
  summary.directions = check_directions(ground.moved, ground.portfolio, sides.pipeline,
                                        form_of(learner), fitted.trained.model);
  if (ground.by_time) TRY(measure_out_of_time(learner, ground, calibration, summary));
  summary.explanation =
      TRY(explain_rows(fitted.trained.model, fitted.column_means, fitted.test_rows,
                       sides.pipeline, ground.portfolio, options.threads));
  summary.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();

  version::Version version{
      std::string(learner.name()),
      ground.portfolio,
      sides.pipeline,
      form_of(learner),
      std::move(fitted.trained.model),
      std::move(fitted.trained.native),
      calibration,
      std::move(fitted.column_means),
      {summary.threshold, ground.portfolio.costs, ground.portfolio.bands},
      {labels_of(ground.set, found.rows), std::move(found.out_of_fold)},
      {}};
  return Tuned{std::move(summary), std::move(version)};
}

}  // namespace credence::train
