#include "train/training.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "features/bin_tables.h"
#include "metric/ranking.h"
#include "train/comparison.h"
#include "train/facts.h"
#include "train/ground.h"
#include "train/tuning.h"

namespace credence::train {
namespace {

using features::FeatureSet;
using portfolio::Portfolio;
using prepare::Split;

// Of the true probabilities; none unless they are known of all these rows.
std::optional<double> oracle_auc(const Ground& ground, const Rows& rows) {
  std::vector<double> truth;
  for (const std::uint32_t row : rows)
    if (row < ground.options.truth.size() && !std::isnan(ground.options.truth[row]))
      truth.push_back(ground.options.truth[row]);
  if (truth.size() != rows.size()) return std::nullopt;
  return metric::auc_of(labels_of(ground.set, rows), truth);
}

Result<report::RunSummary> summary_of(const Ground& ground) {
  const auto& [portfolio, set, options, sides, by_time, parts, moved, folds, costs] =
      ground;
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
  summary.oracle_test = oracle_auc(ground, sides.split.test);
  if (by_time) summary.oracle_out_of_time = oracle_auc(ground, by_time->split.test);
  std::vector<features::NamedRows> others = {
      {"test", sides.split.test, "training", {}}};
  if (by_time)
    others.push_back(
        {"out of time", by_time->split.test, "earlier", by_time->split.train});
  summary.feature_bins =
      TRY(features::bin_tables(portfolio, set, sides.split.train, others));
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
  Training training{TRY(summary_of(ground)), {}};
  std::vector<Tuned> tuned;
  for (const auto& each : learners) {
    tuned.push_back(TRY_IN(each->title(), tune(*each, ground, progress)));
    training.summary.models.push_back(tuned.back().summary);
  }
  progress.end();
  TRY(compare(portfolio, training.summary));
  for (std::size_t m = 0; m < tuned.size(); ++m) {
    version::Version& version = tuned[m].version;
    version.facts =
        facts_of(training.summary.models[m], portfolio, ground.sides.pipeline,
                 learners[m]->version(), set, options);
    training.versions.push_back(std::move(version));
  }
  training.summary.warnings = report::warnings_about(training.summary);
  return training;
}

}  // namespace credence::train
