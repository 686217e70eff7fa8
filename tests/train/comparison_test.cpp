#include "train/comparison.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/train/small_lender.h"

namespace credence::train {
namespace {

using report::ModelSummary;
using report::RunSummary;

constexpr std::size_t rows = 400;

// Scores that follow the outcome the better the larger `skill` is.
ModelSummary model(std::string learner, std::string title, std::vector<double> fold_auc,
                   double skill, std::uint64_t seed) {
  Random outcomes(1), noise(seed);
  std::vector<std::int8_t> labels;
  std::vector<double> scores;
  for (std::size_t i = 0; i < rows; ++i) {
    labels.push_back(outcomes.chance(0.3) ? 1 : 0);
    scores.push_back(1 / (1 + std::exp(-skill * labels.back() - noise.normal())));
  }
  ModelSummary summary;
  summary.learner = std::move(learner);
  summary.title = std::move(title);
  summary.fold_auc = std::move(fold_auc);
  summary.test.scored = metric::Scored::from(labels, scores).value();
  summary.calibration = calibrate::Choice{calibrate::Calibration::identity(), 0,
                                          std::nullopt, std::nullopt, ""};
  return summary;
}

// LightGBM is ahead of XGBoost by less than a standard error, of logistic regression by
// far.
RunSummary three_models() {
  RunSummary run;
  run.models = {
      model("logistic", "Logistic regression", {0.70, 0.71, 0.70}, 0.7, 2),
      model("lightgbm", "LightGBM", {0.80, 0.82, 0.81}, 1.5, 3),
      model("xgboost", "XGBoost", {0.81, 0.81, 0.80}, 1.6, 4),
  };
  return run;
}

portfolio::Portfolio lender_that_prefers(std::vector<std::string> order) {
  portfolio::Portfolio portfolio = small_lender();
  portfolio.champion_order = std::move(order);
  return portfolio;
}

}  // namespace

TEST(Comparison, TakesTheMostInterpretableOfEqualModelsAsThePortfolioOrdersThem) {
  RunSummary run = three_models();
  ASSERT_TRUE(compare(small_lender(), run));
  EXPECT_EQ(run.models[run.champion].learner, "lightgbm");
  EXPECT_EQ(
      run.champion_reason,
      "LightGBM has the best cross-validated AUC, 0.8100, and no more "
      "interpretable model is within one standard error of it over 3 folds, so it "
      "is the champion");
  run = three_models();
  ASSERT_TRUE(
      compare(lender_that_prefers({"logistic", "gbm", "xgboost", "lightgbm"}), run));
  EXPECT_EQ(run.models[run.champion].learner, "xgboost");
  EXPECT_NE(run.champion_reason.find("more interpretable"), std::string::npos)
      << run.champion_reason;
}

TEST(Comparison, PassesOverAModelWhoseMarginsMeanNothing) {
  RunSummary run = three_models();
  run.models[1].calibration.reset();
  ASSERT_TRUE(compare(small_lender(), run));
  EXPECT_EQ(run.models[run.champion].learner, "xgboost");
  for (ModelSummary& each : run.models) each.calibration.reset();
  ASSERT_TRUE(compare(small_lender(), run));
  EXPECT_EQ(run.models[run.champion].learner, "lightgbm");
}

TEST(Comparison, PassesOverAModelThatBreaksADeclaredDirection) {
  RunSummary run = three_models();
  report::DirectionCheck broken;
  broken.input = "loans.income";
  broken.direction = "decreasing";
  broken.reversals = 3;
  run.models[1].directions = {broken};
  ASSERT_TRUE(compare(small_lender(), run));
  EXPECT_EQ(run.models[run.champion].learner, "xgboost");
  EXPECT_TRUE(run.champion_reason.ends_with(
      "so it is the champion. LightGBM is no candidate: its risk is not decreasing in "
      "loans.income"))
      << run.champion_reason;
}

TEST(Comparison, TestsEveryOtherModelAgainstTheChampionWithHolmsCorrection) {
  RunSummary run = three_models();
  ASSERT_TRUE(compare(small_lender(), run));
  EXPECT_FALSE(run.models[1].against_champion.has_value());
  const auto& logistic = *run.models[0].against_champion;
  const auto& xgboost = *run.models[2].against_champion;
  // Worse, and better by no more than chance.
  EXPECT_LT(logistic.test.difference, 0);
  EXPECT_LT(logistic.adjusted_p, 0.01);
  EXPECT_GT(xgboost.adjusted_p, 0.05);
  // Of two: the smaller counts twice, the larger is at least as large as that.
  ASSERT_LT(logistic.test.p, xgboost.test.p);
  EXPECT_DOUBLE_EQ(logistic.adjusted_p, 2 * logistic.test.p);
  EXPECT_DOUBLE_EQ(xgboost.adjusted_p, std::max(2 * logistic.test.p, xgboost.test.p));
}

TEST(Comparison, OfOneModelHasNothingToTest) {
  RunSummary run = three_models();
  run.models.resize(1);
  ASSERT_TRUE(compare(small_lender(), run));
  EXPECT_EQ(run.champion, 0u);
  EXPECT_FALSE(run.models[0].against_champion.has_value());
}

}  // namespace credence::train
