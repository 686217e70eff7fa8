#include "train/training.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/train/small_lender.h"

namespace credence::train {
namespace {

constexpr std::size_t rows = 700;

Options options_with(unsigned threads) {
  Options options;
  options.threads = threads;
  options.data_hash = "d0";
  return options;
}

Training trained(const features::FeatureSet& set, const Options& options) {
  auto training = train(small_lender(), set, options, no_progress());
  if (!training) ADD_FAILURE() << training.error().message;
  return std::move(*training);
}

// One training that several tests look at.
const Training& some_training() {
  static const Training training = trained(small_set(rows), options_with(2));
  return training;
}

// Pairs of a bad and a good row that the scores put in order, over all pairs.
double auc_by_pairs(const std::vector<std::int8_t>& outcomes,
                    const std::vector<double>& scores) {
  double won = 0, pairs = 0;
  for (std::size_t i = 0; i < scores.size(); ++i)
    for (std::size_t j = 0; j < scores.size(); ++j) {
      if (outcomes[i] != 1 || outcomes[j] != 0) continue;
      pairs += 1;
      won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
    }
  return won / pairs;
}

// Money lost when everyone from `threshold` on is refused, by the portfolio's costs.
long cost_at(double threshold, const version::Version& version) {
  const auto& kept = version.out_of_fold;
  long cost = 0;
  for (std::size_t i = 0; i < kept.margins.size(); ++i) {
    const bool refused = version.calibration.probability(kept.margins[i]) >= threshold;
    cost += kept.outcomes[i] == 1 ? (refused ? 0 : 10) : (refused ? 3 : -1);
  }
  return cost;
}

// The rows of each cross-validation fold, in the order in which out-of-fold margins are
// kept: ascending.
struct Folds {
  std::vector<std::uint32_t> rows;
  std::vector<std::size_t> fold_of;  // of each of them
};
Folds folds_of(const features::FeatureSet& set) {
  const auto split = test_split(small_lender(), set, 42).value();
  std::map<std::uint32_t, std::size_t> fold_of;
  const auto folds =
      prepare::folds(split.train, set.outcomes, set.groups, 5, 42).value();
  for (std::size_t f = 0; f < folds.size(); ++f)
    for (const std::uint32_t row : folds[f].test) fold_of[row] = f;
  Folds result;
  for (const auto& [row, fold] : fold_of) {
    result.rows.push_back(row);
    result.fold_of.push_back(fold);
  }
  return result;
}

}  // namespace

TEST(Training, ReportsTheCrossValidatedAucOfTheKeptOutOfFoldMargins) {
  const auto set = small_set(rows);
  const Folds folds = folds_of(set);
  for (std::size_t m = 0; m < some_training().versions.size(); ++m) {
    const auto& kept = some_training().versions[m].out_of_fold;
    ASSERT_EQ(kept.margins.size(), folds.rows.size());
    double sum = 0, squares = 0;
    for (std::size_t fold = 0; fold < 5; ++fold) {
      std::vector<std::int8_t> outcomes;
      std::vector<double> margins;
      for (std::size_t i = 0; i < folds.rows.size(); ++i) {
        EXPECT_EQ(kept.outcomes[i], set.outcomes[folds.rows[i]]);
        if (folds.fold_of[i] != fold) continue;
        outcomes.push_back(kept.outcomes[i]);
        margins.push_back(kept.margins[i]);
      }
      const double auc = auc_by_pairs(outcomes, margins);
      sum += auc;
      squares += auc * auc;
    }
    const auto& model = some_training().summary.models[m];
    EXPECT_NEAR(model.cv_auc, sum / 5, 1e-12) << model.learner;
    EXPECT_GT(model.cv_auc, 0.6);
    // Over five folds, with or without Bessel's correction.
    const double variance = squares / 5 - sum / 5 * sum / 5;
    EXPECT_GE(model.cv_auc_std, std::sqrt(variance) - 1e-9);
    EXPECT_LE(model.cv_auc_std, std::sqrt(variance * 5 / 4) + 1e-9);
  }
}

TEST(Training, ChoosesTheThresholdThatIsCheapestOnOutOfFoldPredictions) {
  for (const auto& version : some_training().versions) {
    const auto& kept = version.out_of_fold;
    std::set<double> edges = {0, 1};
    for (const double margin : kept.margins)
      edges.insert(version.calibration.probability(margin));
    long least = cost_at(0.5, version);
    for (auto low = edges.begin(); std::next(low) != edges.end(); ++low)
      least = std::min(least, cost_at((*low + *std::next(low)) / 2, version));
    EXPECT_EQ(cost_at(version.rule.threshold, version), least) << version.learner;
    const double low = version.facts["threshold_interval"][0],
                 high = version.facts["threshold_interval"][1];
    EXPECT_NEAR(version.rule.threshold, (low + high) / 2, 1e-15);
    for (const double share : {0.01, 0.5, 0.99})
      EXPECT_EQ(cost_at(low + share * (high - low), version), least);
  }
}

TEST(Training, CalibratesOnOutOfFoldMarginsSoThatProbabilitiesMeanWhatTheySay) {
  const auto set = small_set(rows);
  for (std::size_t m = 0; m < some_training().versions.size(); ++m) {
    const auto& version = some_training().versions[m];
    const auto& model = some_training().summary.models[m];
    ASSERT_TRUE(model.calibration.has_value()) << model.uncalibrated;
    EXPECT_EQ(version.calibration, model.calibration->calibration);
    // Class weights undone: the mean probability is the bad rate (exactly so without
    // Platt's smoothing of the targets).
    const auto& kept = version.out_of_fold;
    double mean = 0, bad = 0;
    for (std::size_t i = 0; i < kept.margins.size(); ++i) {
      mean += version.calibration.probability(kept.margins[i]);
      bad += kept.outcomes[i];
    }
    const auto n = static_cast<double>(kept.margins.size());
    EXPECT_NEAR(mean / n, bad / n, 0.005) << model.learner;
    // Its order is the margins' own.
    EXPECT_NEAR(model.test.auc_interval.auc, model.test.measures.auc, 1e-12);
    EXPECT_LT(model.test.auc_interval.low, model.test.measures.auc);
    EXPECT_LE(model.test.ks_interval.low, model.test.measures.ks);
    EXPECT_GE(model.test.ks_interval.high, model.test.measures.ks);
  }
}

TEST(Training, RegistersTheThresholdThatThePortfolioAsksFor) {
  portfolio::Portfolio portfolio = small_lender();
  portfolio.threshold_rule = portfolio::ThresholdRule::theoretical;
  Options options = options_with(2);
  options.trials = 1;
  options.learners = {"logistic"};
  const auto training = train(portfolio, small_set(rows), options, no_progress());
  ASSERT_TRUE(training) << training.error().message;
  // Refusing a good one costs 3 + 1, missing a bad one 10.
  EXPECT_DOUBLE_EQ(training->versions[0].rule.threshold, 4 / 14.0);
  const auto& analysis = *training->summary.models[0].threshold_analysis;
  EXPECT_DOUBLE_EQ(analysis.theoretical, 4 / 14.0);
  EXPECT_LE(analysis.chosen.cost, analysis.cost_at_theoretical);
}

TEST(Training, ChecksEveryExplanationAgainstTheModel) {
  for (const auto& model : some_training().summary.models) {
    EXPECT_EQ(model.explanation.rows, model.test.measures.rows);
    EXPECT_LT(model.explanation.largest_residual, 1e-9);
    EXPECT_GT(model.explanation.features.front().mean_absolute, 0);
    ASSERT_TRUE(model.test_stability && model.out_of_time_stability);
    EXPECT_GE(model.test_stability->index, 0);
  }
}

TEST(Training, MeasuresTheFinalModelOnTestRowsThatItHasNotSeen) {
  const auto set = small_set(rows);
  const auto split = test_split(small_lender(), set, 42).value();
  std::set<std::uint32_t> customers;
  for (const std::uint32_t row : split.train) customers.insert(set.groups[row]);
  std::vector<std::int8_t> outcomes;
  for (const std::uint32_t row : split.test) {
    EXPECT_FALSE(customers.contains(set.groups[row]));
    outcomes.push_back(set.outcomes[row]);
  }
  for (std::size_t m = 0; m < some_training().versions.size(); ++m) {
    const auto& version = some_training().versions[m];
    const auto margins = model::margins(
        version.model,
        version.pipeline.transform(set.features, split.test, version.form));
    const auto& test = some_training().summary.models[m].test;
    EXPECT_NEAR(test.measures.auc, auc_by_pairs(outcomes, margins), 1e-12);
    std::int64_t refused_bad = 0, refused = 0;
    for (std::size_t i = 0; i < margins.size(); ++i) {
      const bool no =
          version.calibration.probability(margins[i]) >= version.rule.threshold;
      refused += no ? 1 : 0;
      refused_bad += no && outcomes[i] == 1 ? 1 : 0;
    }
    EXPECT_EQ(test.at_chosen.true_bad, refused_bad);
    EXPECT_EQ(test.at_chosen.true_bad + test.at_chosen.false_bad, refused);
  }
}

TEST(Training, IsTheSameByteForByteOnAnyNumberOfThreads) {
  const auto set = small_set(rows);
  const Training one = trained(set, options_with(1)),
                 four = trained(set, options_with(4));
  for (std::size_t m = 0; m < one.versions.size(); ++m) {
    const std::string hash = version::artifact_hash(one.versions[m]);
    EXPECT_EQ(hash, version::artifact_hash(four.versions[m]));
    EXPECT_EQ(hash, version::artifact_hash(some_training().versions[m]));
  }
}

TEST(Training, FollowsTheSeedAndTheData) {
  Options other = options_with(2);
  other.seed = 43;
  const Training reseeded = trained(small_set(rows), other);
  const Training redrawn = trained(small_set(rows, 2), options_with(2));
  for (std::size_t m = 0; m < reseeded.versions.size(); ++m) {
    const auto& known = some_training().versions[m];
    EXPECT_NE(known.out_of_fold.margins, reseeded.versions[m].out_of_fold.margins);
    EXPECT_NE(known.out_of_fold.margins, redrawn.versions[m].out_of_fold.margins);
  }
}

TEST(Training, CountsWhatItWasGiven) {
  const auto set = small_set(rows);
  const auto& summary = some_training().summary;
  const auto labelled = std::count_if(set.outcomes.begin(), set.outcomes.end(),
                                      [](auto outcome) { return outcome >= 0; });
  EXPECT_EQ(summary.rows, 700);
  EXPECT_EQ(summary.labelled, labelled);
  EXPECT_EQ(summary.without_outcome.front().second, 700 - labelled);
  EXPECT_EQ(summary.bad, std::count(set.outcomes.begin(), set.outcomes.end(), 1));
  EXPECT_EQ(summary.train_rows + summary.test_rows, labelled);
  EXPECT_EQ(summary.features, 4);
  // income, tenure and its indicator, car, house; the branch never differs
  EXPECT_EQ(summary.columns, 5);
  ASSERT_EQ(summary.left_out.size(), 1u);
  EXPECT_EQ(summary.left_out[0].first, "branch");
  EXPECT_EQ(summary.left_out[0].second, "constant: 4");
}

TEST(Training, KeepsInAVersionWhatItsSummarySays) {
  for (std::size_t m = 0; m < 2; ++m) {
    const auto& model = some_training().summary.models[m];
    const auto& version = some_training().versions[m];
    EXPECT_EQ(version.learner, model.learner);
    EXPECT_EQ(version.rule.threshold, model.threshold);
    EXPECT_EQ(version.facts["cv_auc"], model.cv_auc);
    EXPECT_EQ(version.facts["test"]["auc"], model.test.measures.auc);
    EXPECT_EQ(version.facts["seed"], 42);
    EXPECT_EQ(version.facts["data_sha256"], "d0");
    EXPECT_EQ(version.facts["applications"], 700);
    EXPECT_EQ(version.facts["matrix_columns"], 5);
    EXPECT_FALSE(version.facts.contains("seconds"));
    EXPECT_TRUE(model.out_of_time.has_value());
  }
  EXPECT_EQ(some_training().versions[0].form, prepare::Form::scaled);
  EXPECT_EQ(some_training().versions[1].form, prepare::Form::unscaled);
  EXPECT_EQ(some_training().versions[0].native, "");
  EXPECT_NE(some_training().versions[1].native, "");
}

TEST(Training, TriesNoMoreThanItIsAllowed) {
  Options options = options_with(2);
  options.trials = 1;
  options.learners = {"logistic"};
  const Training training = trained(small_set(rows), options);
  ASSERT_EQ(training.summary.models.size(), 1u);
  EXPECT_EQ(training.summary.models[0].trials, 1);
  EXPECT_EQ(training.summary.models[0].fits, 5);
}

TEST(Training, RefusesModelsThatItCannotTune) {
  const auto message = [](std::vector<std::string> names) {
    const auto checked = check_learners(small_lender(), names);
    return checked ? std::string() : checked.error().message;
  };
  EXPECT_EQ(message({"lightgbm", "logistic"}), "");
  EXPECT_EQ(message({"oracle"}),
            "there is no learner 'oracle'; there are logistic, gbm, lightgbm, "
            "xgboost");
  EXPECT_EQ(message({"logistic", "logistic"}), "model 'logistic' is named twice");
  Options options = options_with(1);
  options.learners = {"oracle"};
  const auto training = train(small_lender(), small_set(rows), options, no_progress());
  ASSERT_FALSE(training.has_value());
  EXPECT_EQ(training.error().message,
            "there is no learner 'oracle'; there are logistic, gbm, lightgbm, "
            "xgboost");
}

TEST(Training, RefusesAClassThatIsAbsent) {
  auto set = small_set(rows);
  for (auto& outcome : set.outcomes) outcome = std::min<std::int8_t>(outcome, 0);
  const auto training = train(small_lender(), set, options_with(1), no_progress());
  ASSERT_FALSE(training.has_value());
  EXPECT_EQ(training.error().kind, ErrorKind::bad_input);
}

}  // namespace credence::train
