// Halving and the Parzen estimator on a learner whose every answer is known.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <set>

#include "tests/search/small_folds.h"

namespace credence::search {
namespace {

using portfolio::Parameters;
using portfolio::SearchSpace;
using Whole = std::int64_t;

double at(const Parameters& parameters, const std::string& name) {
  return static_cast<double>(std::get<Whole>(parameters.at(name)));
}

// How good a configuration is: best at a = 7, b = 3; more trees are better, the same
// for all, but that a learning rate of 1 is worth nothing before the most.
double quality(const Parameters& parameters) {
  const double trees = at(parameters, "n_estimators");
  if (parameters.contains("learning_rate") && at(parameters, "learning_rate") == 1 &&
      trees < 50)
    return 0;
  return 1 / (1 + std::abs(at(parameters, "a") - 7) +
              std::abs(at(parameters, "b") - 3)) +
         trees / 1e3;
}

// Ranks a share of the pairs right that grows with the quality.
class Planted : public learner::Learner {
 public:
  struct Seen {
    std::mutex mutex;
    std::vector<std::pair<Parameters, std::size_t>> fits;  // with the rows judged
  };
  explicit Planted(Seen& seen) : seen_(seen) {}
  std::string_view name() const override { return "planted"; }
  std::string_view title() const override { return "Planted"; }
  bool wants_scaled() const override { return false; }
  std::string version() const override { return "1"; }
  Result<> check(const Parameters&) const override { return {}; }

  Result<std::unique_ptr<learner::Trainer>> bind(
      const table::Matrix&, std::span<const std::int8_t>,
      std::span<const std::int8_t>) const override {
    return std::make_unique<Trainer>(seen_);
  }

 private:
  class Trainer : public learner::Trainer {
   public:
    explicit Trainer(Seen& seen) : seen_(seen) {}
    Result<learner::Trained> fit(const Parameters&, std::uint64_t) const override {
      return internal("only scores");
    }
    std::vector<Result<std::vector<double>>> fit_and_score(
        std::span<const Parameters> trials, std::uint64_t,
        const table::Matrix& matrix) const override {
      std::vector<Result<std::vector<double>>> results;
      for (const Parameters& trial : trials) {
        // Rows are good and bad in turn (labels below): the first so many are put
        // right.
        std::vector<double> margins(matrix.rows);
        const auto right = static_cast<std::size_t>(quality(trial) / 1.2 *
                                                    static_cast<double>(matrix.rows));
        for (std::size_t i = 0; i < matrix.rows; ++i)
          margins[i] = i < right ? (i % 2 == 1 ? 1 : -1) : 0;
        results.emplace_back(std::move(margins));
        const std::lock_guard lock(seen_.mutex);
        seen_.fits.emplace_back(trial, matrix.rows);
      }
      return results;
    }

   private:
    Seen& seen_;
  };
  Seen& seen_;
};

SearchSpace planted_space(int trials) {
  SearchSpace space{
      "planted", trials, {{"n_estimators", {Whole{10}, Whole{20}, Whole{50}}}}};
  for (const char* name : {"a", "b", "idle"}) {
    auto& dimension = space.dimensions.emplace_back();
    dimension.name = name;
    for (Whole i = 0; i < 10; ++i) dimension.values.emplace_back(i);
  }
  return space;
}

std::vector<Fold> planted_folds() {
  std::vector<Fold> folds;
  for (std::uint32_t f = 0; f < 5; ++f) {
    Fold fold;
    for (std::uint32_t i = 0; i < 200; ++i) {
      fold.test_rows.push_back(f * 200 + i);
      fold.test_labels.push_back(i % 2 == 1);
    }
    fold.test_unscaled = {{"x"}, 200, std::vector<double>(200, 0)};
    fold.train_unscaled = fold.test_unscaled;
    fold.train_labels = fold.test_labels;
    folds.push_back(std::move(fold));
  }
  return folds;
}

struct Outcome {
  Found found;
  std::vector<std::pair<Parameters, std::size_t>> fits;
};

Outcome searched(Method method, int trials, std::uint64_t seed = 42,
                 unsigned threads = 2) {
  Planted::Seen seen;
  const Planted learner(seen);
  const auto folds = planted_folds();
  const auto found =
      search(learner, planted_space(trials), folds,
             {.seed = seed, .threads = threads, .method = method}, no_progress());
  EXPECT_TRUE(found) << found.error().message;
  return {*found, seen.fits};
}

double best_quality(const Outcome& outcome) {
  return quality(outcome.found.trials[outcome.found.best].parameters);
}

TEST(Halving, FindsTheBestOfAllItDrawsWhereEveryFoldAgrees) {
  for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
    const Outcome outcome = searched(Method::halving, 50, seed);
    double best = 0;
    std::set<Parameters> drawn;
    for (const auto& [trial, rows] : outcome.fits) {
      Parameters full = trial;
      full["n_estimators"] = Whole{50};
      best = std::max(best, quality(full));
      drawn.insert(full);
    }
    EXPECT_EQ(drawn.size(), 50u);
    EXPECT_EQ(best_quality(outcome), best);
  }
}

TEST(Halving, DoesAFractionOfTheFitsAndSaysSo) {
  const Outcome outcome = searched(Method::halving, 50);
  // 50 on one fold with one number of trees, 17 with two, 6 with three, the last three
  // on all folds but for what is known of the first three.
  EXPECT_EQ(outcome.fits.size(), 50u + 17 * 2 + 6 * 3 + 3 * (5 * 3 - (1 + 2 + 3)));
  EXPECT_EQ(outcome.found.done, static_cast<std::int64_t>(outcome.fits.size()));
  EXPECT_EQ(outcome.found.fits, 50 * 3 * 5);
  EXPECT_EQ(outcome.found.trials.size(), 3u * 3);
}

TEST(Halving, LetsEveryLearningRateShowWhatItIsWorth) {
  SearchSpace space = planted_space(60);
  space.dimensions.push_back({"learning_rate", {Whole{1}, Whole{5}, Whole{20}}});
  Planted::Seen seen;
  const auto found = search(Planted(seen), space, planted_folds(),
                            {.seed = 3, .method = Method::halving}, no_progress());
  ASSERT_TRUE(found) << found.error().message;
  std::map<Whole, int> finalists;
  for (const Trial& trial : found->trials)
    ++finalists[std::get<Whole>(trial.parameters.at("learning_rate"))];
  // Each the best of its rate, with three numbers of trees.
  EXPECT_EQ(finalists, (std::map<Whole, int>{{1, 3 * 1}, {5, 3 * 1}, {20, 3 * 1}}));
  // Every one of 60 took a step, of 20 a rate 7, then 3, then 1 went on.
  EXPECT_EQ(seen.fits.size(), 60u + 3 * 7 * 2 + 3 * 3 * 3 + 3 * (5 * 3 - (1 + 2 + 3)));
}

TEST(Halving, JudgesEverythingWhereThereIsLittle) {
  const Outcome outcome = searched(Method::halving, 3);
  EXPECT_EQ(outcome.fits.size(), 3u * 3 * 5);
  EXPECT_EQ(outcome.found.trials.size(), 9u);
}

TEST(Tpe, ComesCloserThanChanceForTheSameTrials) {
  double proposed = 0, drawn = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    proposed += best_quality(searched(Method::tpe, 120, seed));
    drawn += best_quality(searched(Method::random, 120, seed));
  }
  EXPECT_GT(proposed, 1.2 * drawn);
}

TEST(Tpe, TriesEachConfigurationOnceAndAsManyAsAskedFor) {
  const Outcome outcome = searched(Method::tpe, 60);
  std::set<Parameters> distinct;
  for (const Trial& trial : outcome.found.trials) distinct.insert(trial.parameters);
  EXPECT_EQ(distinct.size(), 60u);
  EXPECT_EQ(outcome.found.trials.size(), 60u);
  EXPECT_EQ(outcome.fits.size(), 60u * 5);
}

TEST(Tpe, TakesAllThereAreWhereThereAreFew) {
  Planted::Seen seen;
  const Planted learner(seen);
  SearchSpace space = planted_space(300);
  space.dimensions.resize(2);  // ten configurations of three numbers of trees
  auto& b = space.dimensions.emplace_back();
  b.name = "b";
  b.values = {Whole{0}};
  const auto found =
      search(learner, space, planted_folds(), {.method = Method::tpe}, no_progress());
  EXPECT_EQ(found->trials.size(), 30u);
  EXPECT_EQ(
      found->trials[found->best].parameters,
      (Parameters{{"a", Whole{7}}, {"b", Whole{0}}, {"n_estimators", Whole{50}}}));
}

class AnyMethod : public testing::TestWithParam<Method> {};

TEST_P(AnyMethod, FindsTheSameWithAnyNumberOfThreads) {
  const Found one = searched(GetParam(), 30, 7, 1).found;
  for (const unsigned threads : {2u, 8u}) {
    const Found other = searched(GetParam(), 30, 7, threads).found;
    ASSERT_EQ(one.trials.size(), other.trials.size());
    for (std::size_t i = 0; i < one.trials.size(); ++i) {
      EXPECT_EQ(one.trials[i].parameters, other.trials[i].parameters);
      EXPECT_EQ(one.trials[i].fold_auc, other.trials[i].fold_auc);
    }
    EXPECT_EQ(one.best, other.best);
    EXPECT_EQ(one.out_of_fold, other.out_of_fold);
  }
}

class Counter : public Progress {
 public:
  void begin(std::string_view, std::size_t total) override { total_ = total; }
  void advance(std::size_t steps, std::string_view) override { done_ += steps; }
  void end() override {}
  std::size_t total_ = 0, done_ = 0;
};

TEST_P(AnyMethod, KnowsBeforehandHowMuchThereIsToDo) {
  for (const int trials : {1, 3, 10, 50}) {
    Planted::Seen seen;
    Counter counter;
    EXPECT_TRUE(search(Planted(seen), planted_space(trials), planted_folds(),
                       {.method = GetParam()}, counter));
    EXPECT_EQ(counter.done_, counter.total_) << trials;
  }
}

INSTANTIATE_TEST_SUITE_P(Methods, AnyMethod,
                         testing::Values(Method::random, Method::halving, Method::tpe));

TEST(Methods, AreFoundByTheirNames) {
  for (const std::string& name : method_names()) EXPECT_TRUE(find_method(name));
  EXPECT_EQ(find_method("grid").error().message,
            "there is no search 'grid'; there are random, halving, tpe");
}

}  // namespace
}  // namespace credence::search
