#include "train/training.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/exact_math.h"
#include "decision/threshold.h"
#include "prepare/directions.h"
#include "report/evaluation.h"
#include "search/search.h"
#include "train/facts.h"

namespace credence::train {
namespace {

using features::FeatureSet;
using portfolio::Portfolio;
using prepare::Form;
using prepare::Pipeline;
using prepare::Split;
using Rows = std::vector<std::uint32_t>;

std::vector<std::int8_t> labels_of(const FeatureSet& set, const Rows& rows) {
  std::vector<std::int8_t> labels;
  for (const std::uint32_t row : rows) labels.push_back(set.outcomes[row]);
  return labels;
}

std::vector<double> probabilities_of(std::span<const double> margins) {
  std::vector<double> probabilities;
  for (const double margin : margins) probabilities.push_back(logistic(margin));
  return probabilities;
}

Result<metric::Scored> scored(const FeatureSet& set, const Rows& rows,
                              std::span<const double> margins) {
  return metric::Scored::from(labels_of(set, rows), probabilities_of(margins));
}

Result<report::Evaluation> measured(const FeatureSet& set, const Rows& rows,
                                    std::span<const double> margins,
                                    const decision::CostMatrix& costs, double threshold,
                                    const Options& options) {
  Rows groups;
  for (const std::uint32_t row : rows) groups.push_back(set.groups[row]);
  metric::BootstrapOptions bootstrap;
  bootstrap.threads = options.threads;
  return report::evaluate(TRY(scored(set, rows, margins)), costs, threshold,
                          {groups, bootstrap, options.seed});
}

// Training and measuring rows with the preparation fitted on the former.
struct Sides {
  Split split;
  Pipeline pipeline;
  std::vector<std::int8_t> labels, directions;
};

Result<Sides> prepare_sides(const Portfolio& portfolio, const FeatureSet& set,
                            Split split, const Options& options) {
  Pipeline pipeline =
      TRY(Pipeline::fit(portfolio, set.features, split.train, {options.use_protected}));
  auto labels = labels_of(set, split.train);
  auto directions = prepare::directions_of(pipeline, portfolio);
  return Sides{std::move(split), std::move(pipeline), std::move(labels),
               std::move(directions)};
}

struct Fitted {
  learner::Trained trained;
  std::vector<double> test_margins;
};

Result<Fitted> fit_and_measure(const learner::Learner& learner, const FeatureSet& set,
                               const Sides& sides,
                               const portfolio::Parameters& parameters,
                               std::uint64_t seed) {
  const Form form = learner.wants_scaled() ? Form::scaled : Form::unscaled;
  const auto matrix = sides.pipeline.transform(set.features, sides.split.train, form);
  const auto trainer = TRY(learner.bind(matrix, sides.labels, sides.directions));
  Fitted fitted{TRY(trainer->fit(parameters, seed)), {}};
  fitted.test_margins =
      model::margins(fitted.trained.model,
                     sides.pipeline.transform(set.features, sides.split.test, form));
  return fitted;
}

// What all learners share.
struct Ground {
  const Portfolio& portfolio;
  const FeatureSet& set;
  const Options& options;
  Sides sides;
  std::optional<Sides> by_time;
  std::vector<search::Fold> folds;
  decision::CostMatrix costs;
};

Result<std::vector<Split>> cross_validation(const Portfolio& portfolio,
                                            const FeatureSet& set, const Rows& rows,
                                            std::uint64_t seed) {
  std::vector<Split> splits;
  for (int repeat = 0; repeat < portfolio.validation.repeats; ++repeat)
    for (Split& split :
         TRY(prepare::folds(rows, set.outcomes, set.groups, portfolio.validation.folds,
                            seed + static_cast<std::uint64_t>(repeat))))
      splits.push_back(std::move(split));
  return splits;
}

bool has_both(const std::vector<std::int8_t>& labels) {
  return std::count(labels.begin(), labels.end(), 0) > 0 &&
         std::count(labels.begin(), labels.end(), 1) > 0;
}

Result<std::optional<Sides>> time_sides(const Portfolio& portfolio,
                                        const FeatureSet& set, const Options& options) {
  if (portfolio.application.decided_at.empty()) return std::nullopt;
  Split split = prepare::out_of_time(set.labelled(), set.decided_at, set.groups,
                                     portfolio.validation.out_of_time_share);
  if (!has_both(labels_of(set, split.train)) || !has_both(labels_of(set, split.test)))
    return std::nullopt;
  return TRY(prepare_sides(portfolio, set, std::move(split), options));
}

Result<Ground> make_ground(const Portfolio& portfolio, const FeatureSet& set,
                           const Options& options) {
  Split split = TRY(test_split(portfolio, set, options.seed));
  const auto splits = TRY(cross_validation(portfolio, set, split.train, options.seed));
  auto folds = TRY(search::prepare_folds(portfolio, set.features, set.outcomes, splits,
                                         {options.use_protected}, options.threads));
  auto sides = TRY(prepare_sides(portfolio, set, std::move(split), options));
  auto by_time = TRY(time_sides(portfolio, set, options));
  auto costs = TRY_IN("portfolio.toml", decision::CostMatrix::from(portfolio.costs));
  return Ground{portfolio,        set,  options, std::move(sides), std::move(by_time),
                std::move(folds), costs};
}

struct Tuned {
  report::ModelSummary summary;
  version::Version version;
};

Result<Tuned> tune(const learner::Learner& learner, const Ground& ground,
                   Progress& progress) {
  const auto begun = std::chrono::steady_clock::now();
  const auto& [portfolio, set, options, sides, by_time, folds, costs] = ground;
  const auto& space = *portfolio.find_search(learner.name());
  search::Found found = TRY(search::search(
      learner, space, folds,
      {options.seed, options.threads, options.trials, options.method, options.journal},
      progress));
  const search::Trial& best = found.trials[found.best];
  const auto unseen = TRY(scored(set, found.rows, found.out_of_fold));
  const decision::Optimum optimum = decision::optimum(unseen, costs);

  report::ModelSummary summary;
  summary.learner = learner.name();
  summary.title = learner.title();
  summary.cv_auc = best.mean_auc;
  summary.cv_auc_std = best.deviation;
  summary.parameters = best.parameters;
  summary.trials = static_cast<std::int64_t>(found.trials.size());
  summary.fits = found.fits;
  summary.fits_done = found.done;
  summary.threshold = optimum.threshold;
  summary.sweep = decision::sweep(unseen, costs);

  Fitted fitted =
      TRY(fit_and_measure(learner, set, sides, best.parameters, options.seed));
  summary.test = TRY(measured(set, sides.split.test, fitted.test_margins, costs,
                              optimum.threshold, options));
  if (by_time) {
    const Fitted earlier =
        TRY(fit_and_measure(learner, set, *by_time, best.parameters, options.seed));
    summary.out_of_time = TRY(measured(set, by_time->split.test, earlier.test_margins,
                                       costs, optimum.threshold, options));
  }
  summary.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();

  Json facts = facts_of(summary, optimum, portfolio, sides.pipeline, learner.version(),
                        set, options);
  version::Version version{std::string(learner.name()),
                           portfolio,
                           sides.pipeline,
                           learner.wants_scaled() ? Form::scaled : Form::unscaled,
                           std::move(fitted.trained.model),
                           std::move(fitted.trained.native),
                           {optimum.threshold, portfolio.costs, portfolio.bands},
                           {labels_of(set, found.rows), std::move(found.out_of_fold)},
                           std::move(facts)};
  return Tuned{std::move(summary), std::move(version)};
}

report::RunSummary summary_of(const Ground& ground) {
  const auto& [portfolio, set, options, sides, by_time, folds, costs] = ground;
  report::RunSummary summary;
  summary.portfolio = portfolio.name;
  summary.title = portfolio.title;
  summary.currency = portfolio.currency;
  summary.rows = static_cast<std::int64_t>(set.rows());
  summary.without_outcome = set.without_outcome;
  summary.labelled = static_cast<std::int64_t>(set.labelled().size());
  summary.bad = std::count(set.outcomes.begin(), set.outcomes.end(), 1);
  summary.features = static_cast<std::int64_t>(portfolio.features.size());
  summary.columns = static_cast<std::int64_t>(sides.pipeline.names().size());
  for (const auto& [feature, reason] : sides.pipeline.dropped())
    summary.left_out.emplace_back(feature, reason);
  summary.train_rows = static_cast<std::int64_t>(sides.split.train.size());
  summary.test_rows = static_cast<std::int64_t>(sides.split.test.size());
  if (by_time)
    summary.out_of_time_rows = static_cast<std::int64_t>(by_time->split.test.size());
  summary.folds = portfolio.validation.folds;
  summary.repeats = portfolio.validation.repeats;
  summary.seed = options.seed;
  summary.theoretical_threshold = costs.theoretical_threshold();
  return summary;
}

Result<std::vector<std::unique_ptr<learner::Learner>>> find_learners(
    const Portfolio& portfolio, const std::vector<std::string>& names) {
  if (names.empty())
    return bad_input(
        "portfolio.toml: gives no search space for a model that this program has; add "
        "[search.NAME] for one or more of {}",
        fmt::join(learner::learner_names(), ", "));
  TRY(check_learners(portfolio, names));
  std::vector<std::unique_ptr<learner::Learner>> learners;
  for (const std::string& name : names)
    learners.push_back(TRY(learner::find_learner(name)));
  return learners;
}

}  // namespace

std::vector<std::string> available_learners(const Portfolio& portfolio) {
  std::vector<std::string> names;
  for (const std::string& name : learner::learner_names())
    if (portfolio.find_search(name)) names.push_back(name);
  return names;
}

Result<> check_learners(const Portfolio& portfolio,
                        const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    TRY(learner::find_learner(names[i]));
    if (!portfolio.find_search(names[i]))
      return bad_input("portfolio.toml: has no [search.{}] to tune this model with",
                       names[i]);
    if (std::find(names.begin(), names.begin() + i, names[i]) != names.begin() + i)
      return bad_input("model '{}' is named twice", names[i]);
  }
  return {};
}

Result<Split> test_split(const Portfolio& portfolio, const FeatureSet& set,
                         std::uint64_t seed) {
  return prepare::split(set.labelled(), set.outcomes, set.groups,
                        portfolio.validation.test_share, seed);
}

Result<Training> train(const Portfolio& portfolio, const FeatureSet& set,
                       const Options& options, Progress& progress) {
  const auto learners = TRY(find_learners(portfolio, options.learners.empty()
                                                         ? available_learners(portfolio)
                                                         : options.learners));
  const Ground ground = TRY(make_ground(portfolio, set, options));
  Training training{summary_of(ground), {}};
  for (const auto& each : learners) {
    Tuned tuned = TRY_IN(each->title(), tune(*each, ground, progress));
    training.summary.models.push_back(std::move(tuned.summary));
    training.versions.push_back(std::move(tuned.version));
  }
  progress.end();
  const auto& models = training.summary.models;
  training.summary.champion =
      static_cast<std::size_t>(std::max_element(models.begin(), models.end(),
                                                [](const auto& a, const auto& b) {
                                                  return a.cv_auc < b.cv_auc;
                                                }) -
                               models.begin());
  training.summary.warnings = report::warnings_about(training.summary);
  return training;
}

}  // namespace credence::train
