#include "learner/learner.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/learner/random_rows.h"

namespace credence::learner {
namespace {

std::string refusal(const std::string& learner, const Parameters& parameters) {
  const Result<> checked = (*find_learner(learner))->check(parameters);
  return checked ? "accepted" : checked.error().message;
}

TEST(Learners, AreFoundByTheirNames) {
  for (const std::string& name : learner_names())
    EXPECT_EQ((*find_learner(name))->name(), name);
  EXPECT_EQ(
      find_learner("lightgmb").error().message,
      "there is no learner 'lightgmb'; there are logistic, gbm, lightgbm, xgboost");
}

TEST(Learners, RefuseParametersByNameAndListThoseTheyKnow) {
  EXPECT_EQ(refusal("logistic", {{"c", 1.0}}),
            "logistic has no parameter 'c'; it knows C, penalty, class_weight");
  EXPECT_EQ(
      refusal("lightgbm", {{"boosting", "dart"}}),
      "lightgbm has no parameter 'boosting'; it knows n_estimators, learning_rate, "
      "num_leaves, max_depth, min_child_samples, min_child_weight, subsample, "
      "subsample_freq, colsample_bytree, reg_alpha, reg_lambda, min_split_gain, "
      "scale_pos_weight, class_weight");
}

TEST(Learners, RefuseImpossibleValuesAndSayWhatIsPossible) {
  using Whole = std::int64_t;
  struct Case {
    const char* learner;
    const char* name;
    portfolio::ParameterValue value;
    const char* message;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"logistic", "C", 0.0,
            "logistic: parameter 'C': expected a number above 0 and at most "
            "1000000000000, found 0"},
           {"logistic", "C", "1",
            "logistic: parameter 'C': expected a number above 0 and at most "
            "1000000000000, found 1"},
           {"logistic", "penalty", "l3",
            "logistic: parameter 'penalty': expected one of l1, l2, found l3"},
           {"logistic", "penalty", Whole{1},
            "logistic: parameter 'penalty': expected one of l1, l2, found 1"},
           {"lightgbm", "n_estimators", Whole{0},
            "lightgbm: parameter 'n_estimators': expected an integer of at least 1 and "
            "at "
            "most 100000, found 0"},
           {"lightgbm", "num_leaves", 31.5,
            "lightgbm: parameter 'num_leaves': expected an integer of at least 2 and "
            "at "
            "most 131072, found 31.5"},
           {"lightgbm", "reg_alpha", -1.0,
            "lightgbm: parameter 'reg_alpha': expected a number of at least 0, found "
            "-1"},
           {"lightgbm", "subsample", std::numeric_limits<double>::quiet_NaN(),
            "lightgbm: parameter 'subsample': expected a number above 0 and at most 1, "
            "found nan"},
           {"lightgbm", "class_weight", "auto",
            "lightgbm: parameter 'class_weight': expected one of none, balanced, found "
            "auto"}}) {
    EXPECT_EQ(refusal(c.learner, {{c.name, c.value}}), c.message);
    // The same words from a fit.
    const LabelledRows data = random_rows(1, 50, 2);
    const auto trainer =
        *(*find_learner(c.learner))->bind(data.matrix, data.labels, {});
    EXPECT_EQ(trainer->fit({{c.name, c.value}}, 1).error().message, c.message);
    EXPECT_EQ(trainer
                  ->fit_and_score(std::vector<Parameters>{{{c.name, c.value}}}, 1,
                                  data.matrix)
                  .front()
                  .error()
                  .message,
              c.message);
  }
}

TEST(Learners, TakeAnIntegerForAReal) {
  using Whole = std::int64_t;
  EXPECT_EQ(refusal("logistic", {{"C", Whole{1}}}), "accepted");
  EXPECT_EQ(refusal("lightgbm", {{"subsample", Whole{1}}, {"num_leaves", 31.0}}),
            "accepted");
}

TEST(Learners, RefuseDataThatNothingCanBeLearntFrom) {
  for (const std::string& name : learner_names()) {
    const auto learner = *find_learner(name);
    const LabelledRows good = random_rows(2, 20, 2);
    const auto message = [&](const table::Matrix& matrix,
                             const std::vector<std::int8_t>& labels) {
      return learner->bind(matrix, labels, {}).error().message;
    };
    EXPECT_EQ(
        message(good.matrix, std::vector<std::int8_t>(20, 0)),
        name + ": all 20 training rows are good: a model needs good and bad ones");
    EXPECT_EQ(message(good.matrix, std::vector<std::int8_t>(20, 1)),
              name + ": all 20 training rows are bad: a model needs good and bad ones");
    EXPECT_EQ(message(good.matrix, std::vector<std::int8_t>(19, 1)),
              name +
                  ": the training matrix has 20 rows and 40 values, but there are 19 "
                  "labels");
    EXPECT_EQ(message({{}, 20, {}}, good.labels),
              name + ": the training matrix has no columns");
    std::vector<std::int8_t> labels = good.labels;
    labels[7] = -1;
    EXPECT_EQ(message(good.matrix, labels),
              name + ": row 7 has the label -1, expected 0 (good) or 1 (bad)");
    table::Matrix infinite = good.matrix;
    infinite.row(3)[1] = -std::numeric_limits<double>::infinity();
    EXPECT_TRUE(message(infinite, good.labels)
                    .starts_with(name +
                                 ": column 'x1' holds -inf in row 3 of the training "
                                 "matrix; only finite numbers"));
  }
}

}  // namespace
}  // namespace credence::learner
