#include "train/training.h"

#include <algorithm>
#include <chrono>

#include "base/exact_math.h"
#include "metric/ranking.h"
#include "train/facts.h"

namespace credence::train {
namespace {

using features::FeatureSet;
using portfolio::Portfolio;
using prepare::Form;
using prepare::Pipeline;
using prepare::Split;
using Rows = std::vector<std::uint32_t>;

// A tenth of what textbooks ask for at the least (Peduzzi 1996: ten events a variable).
constexpr std::int64_t few_events = 100;

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

// Training and measuring rows with the preparation fitted on the former.
struct Sides {
  Split split;
  Pipeline pipeline;
  std::vector<std::int8_t> labels;
};

Result<Sides> prepare_sides(const Portfolio& portfolio, const FeatureSet& set,
                            Split split, const Options& options) {
  Pipeline pipeline =
      TRY(Pipeline::fit(portfolio, set.features, split.train, {options.use_protected}));
  auto labels = labels_of(set, split.train);
  return Sides{std::move(split), std::move(pipeline), std::move(labels)};
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
  const auto trainer = TRY(learner.bind(matrix, sides.labels));
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
  auto costs =
      TRY_IN("portfolio.toml: costs", decision::CostMatrix::from(portfolio.costs));
  return Ground{portfolio,        set,  options, std::move(sides), std::move(by_time),
                std::move(folds), costs};
}

Result<Tuned> tune(const learner::Learner& learner, const Ground& ground,
                   Progress& progress) {
  const auto begun = std::chrono::steady_clock::now();
  const auto& [portfolio, set, options, sides, by_time, folds, costs] = ground;
  Measured measured;
  measured.learner = learner.name();
  measured.title = learner.title();
  const auto& space = *portfolio.find_search(learner.name());
  measured.found = TRY(
      search::random_search(learner, space, folds,
                            {options.seed, options.threads, options.trials}, progress));
  const search::Trial& best = measured.found.trials[measured.found.best];
  measured.cv_auc = best.mean_auc;
  measured.cv_deviation = best.deviation;

  const auto unseen = TRY(scored(set, measured.found.rows, measured.found.out_of_fold));
  measured.threshold = decision::optimum(unseen, costs);

  Fitted fitted =
      TRY(fit_and_measure(learner, set, sides, best.parameters, options.seed));
  const auto test = TRY(scored(set, sides.split.test, fitted.test_margins));
  measured.test = metric::summarise(test);
  measured.test_at_half = metric::confusion(test, 0.5);
  measured.test_at_threshold = metric::confusion(test, measured.threshold.threshold);
  measured.policies =
      decision::compare_policies(test, costs, measured.threshold.threshold);
  if (by_time) {
    const Fitted earlier =
        TRY(fit_and_measure(learner, set, *by_time, best.parameters, options.seed));
    measured.out_of_time =
        metric::summarise(TRY(scored(set, by_time->split.test, earlier.test_margins)));
  }
  measured.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();

  Json facts =
      facts_of(measured, portfolio, sides.pipeline, learner.version(), set, options);
  version::Version version{
      std::string(learner.name()),
      portfolio,
      sides.pipeline,
      learner.wants_scaled() ? Form::scaled : Form::unscaled,
      std::move(fitted.trained.model),
      std::move(fitted.trained.native),
      {measured.threshold.threshold, portfolio.costs, portfolio.bands},
      {labels_of(set, measured.found.rows), measured.found.out_of_fold},
      std::move(facts)};
  return Tuned{std::move(measured), std::move(version)};
}

void add_warnings(Training& training) {
  if (training.train_bad < few_events)
    training.warnings.push_back(fmt::format(
        "few events: only {} bad among {} training rows; every figure here is "
        "uncertain, trust "
        "the cross-validation more than the test set, and prefer the simpler model",
        training.train_bad, training.train_rows));
  for (const auto& [measured, version] : training.models)
    if (measured.threshold.counts.true_good + measured.threshold.counts.false_good ==
            0 ||
        measured.threshold.counts.true_bad + measured.threshold.counts.false_bad == 0)
      training.warnings.push_back(fmt::format(
          "{}: under these costs it is cheapest to decide all applications alike; "
          "look at the costs in portfolio.toml",
          measured.title));
}

}  // namespace

std::vector<std::string> available_learners(const Portfolio& portfolio) {
  std::vector<std::string> names;
  for (const std::string& name : learner::learner_names())
    if (portfolio.find_search(name)) names.push_back(name);
  return names;
}

Result<Split> test_split(const Portfolio& portfolio, const FeatureSet& set,
                         std::uint64_t seed) {
  return prepare::split(set.labelled(), set.outcomes, set.groups,
                        portfolio.validation.test_share, seed);
}

Result<Training> train(const Portfolio& portfolio, const FeatureSet& set,
                       const Options& options, Progress& progress) {
  auto names =
      options.learners.empty() ? available_learners(portfolio) : options.learners;
  if (names.empty())
    return bad_input(
        "portfolio.toml: gives no search space for a model that this program has; add "
        "[search.logistic] or [search.lightgbm]");
  std::vector<std::unique_ptr<learner::Learner>> learners;
  for (const std::string& name : names) {
    learners.push_back(TRY(learner::find_learner(name)));
    if (!portfolio.find_search(name))
      return bad_input("portfolio.toml: has no [search.{}] to tune this model with",
                       name);
  }
  const Ground ground = TRY(make_ground(portfolio, set, options));
  Training training;
  for (const auto& each : learners)
    training.models.push_back(TRY_IN(each->title(), tune(*each, ground, progress)));
  progress.end();
  training.champion = static_cast<std::size_t>(
      std::max_element(training.models.begin(), training.models.end(),
                       [](const Tuned& a, const Tuned& b) {
                         return a.measured.cv_auc < b.measured.cv_auc;
                       }) -
      training.models.begin());
  const auto count_bad = [&](const Rows& rows) {
    return std::count_if(rows.begin(), rows.end(),
                         [&](std::uint32_t row) { return set.outcomes[row] == 1; });
  };
  const Split& split = ground.sides.split;
  training.train_rows = static_cast<std::int64_t>(split.train.size());
  training.train_bad = count_bad(split.train);
  training.test_rows = static_cast<std::int64_t>(split.test.size());
  training.test_bad = count_bad(split.test);
  if (ground.by_time)
    training.out_of_time_rows =
        static_cast<std::int64_t>(ground.by_time->split.test.size());
  training.matrix_columns = ground.sides.pipeline.names().size();
  training.dropped = ground.sides.pipeline.dropped();
  add_warnings(training);
  return training;
}

}  // namespace credence::train
