#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <numeric>

#include "tests/search/small_folds.h"

namespace credence::search {
namespace {

using portfolio::Parameters;
using portfolio::SearchSpace;
using Whole = std::int64_t;

SearchSpace lightgbm_space() {
  return {"lightgbm",
          12,
          {{"n_estimators", {Whole{5}, Whole{20}, Whole{10}}},
           {"num_leaves", {Whole{3}, Whole{7}, Whole{15}}},
           {"subsample", {0.6, 0.8, 1.0}},
           {"learning_rate", {0.05, 0.3}}}};
}

SearchSpace logistic_space() {
  return {"logistic", 6, {{"C", {0.001, 0.1, 10.0}}, {"penalty", {"l1", "l2"}}}};
}

Found found(const std::string& learner, const SearchSpace& space,
            const std::vector<Fold>& folds, SearchOptions options = {}) {
  const auto result =
      search(**learner::find_learner(learner), space, folds, options, no_progress());
  EXPECT_TRUE(result) << result.error().message;
  return *result;
}

// Every pair of a bad and a good row, counted.
double auc_by_pairs(const std::vector<std::int8_t>& labels,
                    const std::vector<double>& scores) {
  double won = 0, pairs = 0;
  for (std::size_t i = 0; i < labels.size(); ++i)
    for (std::size_t j = 0; j < labels.size(); ++j)
      if (labels[i] == 1 && labels[j] == 0) {
        ++pairs;
        won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
      }
  return won / pairs;
}

void expect_same(const Found& a, const Found& b) {
  ASSERT_EQ(a.trials.size(), b.trials.size());
  for (std::size_t i = 0; i < a.trials.size(); ++i) {
    EXPECT_EQ(a.trials[i].parameters, b.trials[i].parameters);
    EXPECT_EQ(a.trials[i].fold_auc, b.trials[i].fold_auc);
  }
  EXPECT_EQ(a.best, b.best);
  EXPECT_EQ(a.rows, b.rows);
  EXPECT_EQ(a.out_of_fold, b.out_of_fold);
  EXPECT_EQ(a.fits, b.fits);
}

class RandomSearchOf : public testing::TestWithParam<const char*> {
 protected:
  const std::string name_ = GetParam();
  const SearchSpace space_ = name_ == "logistic" ? logistic_space() : lightgbm_space();
};

TEST_P(RandomSearchOf, FindsTheSameWithAnyNumberOfThreads) {
  const std::vector<Fold> folds = small_folds(1);
  const Found one = found(name_, space_, folds, {.seed = 9, .threads = 1});
  for (const unsigned threads : {2u, 3u, 8u})
    expect_same(found(name_, space_, folds, {.seed = 9, .threads = threads}), one);
}

// The search against its definition: fit each point on each fold, by itself.
TEST_P(RandomSearchOf, TellsWhatSingleFitsWouldHaveGiven) {
  const std::vector<Fold> folds = small_folds(2);
  const auto learner = *learner::find_learner(name_);
  const bool scaled = learner->wants_scaled();
  const Found result = found(name_, space_, folds, {.seed = 3});
  const std::vector<Parameters> points = draw(space_, space_.trials, 3);
  ASSERT_EQ(result.trials.size(), points.size());
  std::map<std::uint32_t, double> margins_of_best;
  for (std::size_t t = 0; t < points.size(); ++t) {
    const Trial& trial = result.trials[t];
    EXPECT_EQ(trial.parameters, points[t]);
    double sum = 0, squares = 0;
    for (std::size_t f = 0; f < folds.size(); ++f) {
      const Fold& fold = folds[f];
      const auto trainer =
          *learner->bind(scaled ? fold.train_scaled : fold.train_unscaled,
                         fold.train_labels, fold.directions);
      const auto margins =
          model::margins(trainer->fit(points[t], 3)->model,
                         scaled ? fold.test_scaled : fold.test_unscaled);
      EXPECT_NEAR(trial.fold_auc[f], auc_by_pairs(fold.test_labels, margins), 1e-12);
      sum += trial.fold_auc[f];
      squares += trial.fold_auc[f] * trial.fold_auc[f];
      if (t == result.best)
        for (std::size_t i = 0; i < margins.size(); ++i)
          margins_of_best[fold.test_rows[i]] = margins[i];
    }
    const auto n = static_cast<double>(folds.size());
    EXPECT_NEAR(trial.mean_auc, sum / n, 1e-12);
    EXPECT_NEAR(trial.deviation,
                std::sqrt(std::max(0.0, squares / n - sum * sum / n / n)), 1e-7);
  }
  ASSERT_EQ(result.rows.size(), margins_of_best.size());
  std::size_t i = 0;
  for (const auto& [row, margin] : margins_of_best) {
    EXPECT_EQ(result.rows[i], row);
    EXPECT_NEAR(result.out_of_fold[i++], margin, 1e-5);
  }
  EXPECT_EQ(result.fits, static_cast<std::int64_t>(points.size() * folds.size()));
}

INSTANTIATE_TEST_SUITE_P(Learners, RandomSearchOf,
                         testing::Values("logistic", "lightgbm"));

TEST(RandomSearch, PrefersTheFirstAmongEquals) {
  // The same model by three names: a depth that a tree of 3 leaves never reaches.
  const SearchSpace space = {
      "lightgbm",
      3,
      {{"num_leaves", {Whole{3}}}, {"max_depth", {Whole{9}, Whole{8}, Whole{7}}}}};
  const Found result = found("lightgbm", space, small_folds(3));
  EXPECT_EQ(result.trials[0].mean_auc, result.trials[2].mean_auc);
  EXPECT_EQ(result.best, 0u);
}

TEST(RandomSearch, TakesTheHighestMean) {
  const Found result = found("lightgbm", lightgbm_space(), small_folds(4));
  for (std::size_t i = 0; i < result.trials.size(); ++i) {
    EXPECT_LE(result.trials[i].mean_auc, result.trials[result.best].mean_auc);
    EXPECT_EQ(i < result.best &&
                  result.trials[i].mean_auc == result.trials[result.best].mean_auc,
              false);
  }
}

TEST(RandomSearch, AveragesMarginsOverRepeats) {
  const std::vector<Fold> folds = small_folds(5, 300, 3, 2);
  const std::vector<Parameters> point = {{{"C", 1.0}}};
  const auto learner = *learner::find_learner("logistic");
  const auto margins = [&](std::span<const Fold> some) {
    const auto result = *search_points(*learner, point, some, {}, no_progress());
    EXPECT_EQ(result.rows.size(), 300u);
    return result.out_of_fold;
  };
  const auto both = margins(folds), first = margins(std::span(folds).first(3)),
             second = margins(std::span(folds).last(3));
  for (std::size_t i = 0; i < both.size(); ++i)
    EXPECT_NEAR(both[i], (first[i] + second[i]) / 2, 1e-12);
  EXPECT_NE(first, second);
}

TEST(RandomSearch, TriesAsManyAsAskedFor) {
  const std::vector<Fold> folds = small_folds(6);
  EXPECT_EQ(found("logistic", logistic_space(), folds, {.trials = 2}).trials.size(),
            2u);
  EXPECT_EQ(found("logistic", logistic_space(), folds).trials.size(), 6u);
}

class Listener : public Progress {
 public:
  void begin(std::string_view what, std::size_t total) override {
    what_ = what;
    total_ = total;
  }
  void advance(std::size_t steps, std::string_view note) override {
    done_ += steps;
    if (!note.empty()) note_ = note;
  }
  void end() override { ++ends_; }
  std::string what_, note_;
  std::size_t total_ = 0, done_ = 0;
  int ends_ = 0;
};

TEST(RandomSearch, TellsHowFarItIsAndHowGood) {
  Listener listener;
  const auto result = *search(**learner::find_learner("lightgbm"), lightgbm_space(),
                              small_folds(7), {}, listener);
  EXPECT_EQ(listener.what_, "LightGBM");
  EXPECT_EQ(listener.total_, 48u);
  EXPECT_EQ(listener.done_, 48u);
  EXPECT_EQ(listener.ends_, 1);
  EXPECT_EQ(listener.note_,
            fmt::format("best AUC {:.4f}", result.trials[result.best].mean_auc));
}

TEST(RandomSearch, SaysWhyItCannotStart) {
  const auto refusal = [](const std::string& learner, const SearchSpace& space,
                          const std::vector<Fold>& folds) {
    return search(**learner::find_learner(learner), space, folds, {}, no_progress())
        .error()
        .message;
  };
  const std::vector<Fold> folds = small_folds(8);
  SearchSpace space = logistic_space();
  EXPECT_EQ(refusal("logistic", space, {}), "a search needs at least one fold");
  space.dimensions.push_back({"alpha", {0.5}});
  EXPECT_EQ(refusal("logistic", space, folds),
            "search.logistic: logistic has no parameter 'alpha'; it knows C, penalty, "
            "class_weight");
  space.dimensions.back().values.clear();
  EXPECT_EQ(refusal("logistic", space, folds),
            "search.logistic: 'alpha' has no values to draw from");
  space = logistic_space();
  space.dimensions[0].values[1] = -1.0;
  EXPECT_EQ(
      refusal("logistic", space, folds),
      "search.logistic: logistic: parameter 'C': expected a number above 0 and at "
      "most 1000000000000, found -1");
  space = logistic_space();
  space.trials = 0;
  EXPECT_EQ(refusal("logistic", space, folds),
            "search.logistic: no trials to make: 'trials' has to be 1 or more");
  std::vector<Fold> one_class = folds;
  std::ranges::fill(one_class[2].test_labels, std::int8_t{0});
  EXPECT_EQ(
      refusal("logistic", logistic_space(), one_class),
      "fold 3 of 4: all 100 rows to be judged are good, so that no AUC can be told; "
      "use fewer folds");
  one_class = folds;
  std::ranges::fill(one_class[1].train_labels, std::int8_t{1});
  EXPECT_EQ(
      refusal("lightgbm", lightgbm_space(), one_class),
      "fold 2 of 4: lightgbm: all 300 training rows are bad: a model needs good and "
      "bad ones");
}

TEST(RandomSearch, TakesNoInfinityAndMissingValuesOnlyWhereNothingWasPutInTheirPlace) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const std::vector<Fold> folds = small_folds(8);
  const auto refusal = [&](const std::string& learner, table::Matrix Fold::* matrix,
                           double value) {
    std::vector<Fold> changed = folds;
    (changed[2].*matrix).row(7)[1] = value;
    const auto found =
        search(**learner::find_learner(learner),
               learner == "logistic" ? logistic_space() : lightgbm_space(), changed, {},
               no_progress());
    return found ? "none" : found.error().message;
  };
  const std::string column = "fold 3 of 4: column '" + folds[0].train_scaled.names[1];
  EXPECT_EQ(refusal("lightgbm", &Fold::test_unscaled, infinity),
            column +
                "' holds inf in row 7 of the rows to be judged; only finite "
                "numbers and missing values can be scored");
  EXPECT_EQ(refusal("logistic", &Fold::test_scaled, -infinity),
            column +
                "' holds -inf in row 7 of the rows to be judged; only finite "
                "numbers can be scored");
  EXPECT_EQ(refusal("logistic", &Fold::test_scaled, std::nan("")),
            column +
                "' holds nan in row 7 of the rows to be judged; only finite "
                "numbers can be scored");
  EXPECT_NE(refusal("logistic", &Fold::train_scaled, std::nan("")), "none");
  EXPECT_NE(refusal("lightgbm", &Fold::train_unscaled, infinity), "none");
  EXPECT_EQ(refusal("lightgbm", &Fold::test_unscaled, std::nan("")), "none");
  EXPECT_EQ(refusal("lightgbm", &Fold::train_unscaled, std::nan("")), "none");
}

}  // namespace
}  // namespace credence::search
