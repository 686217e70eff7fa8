#include "metric/champion.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "base/random.h"

namespace credence::metric {
namespace {

const std::vector<std::string> order{"logistic", "gbm", "lightgbm", "xgboost"};

std::string refusal(const std::vector<Candidate>& candidates) {
  const auto champion = choose_champion(candidates, order);
  return champion ? "accepted" : champion.error().message;
}

}  // namespace

TEST(Champion, IsTheMostInterpretableWithinOneStandardErrorOfTheBest) {
  // Logistic is 0.004 lower on average; its differences -0.006, 0.004, 0.014 have the
  // deviation 0.01, so the standard error 0.0058.
  const std::vector<Candidate> candidates{{"xgboost", {0.80, 0.82, 0.84}},
                                          {"logistic", {0.806, 0.816, 0.826}},
                                          {"gbm", {0.80, 0.82, 0.839}}};
  const Champion champion = *choose_champion(candidates, order);
  EXPECT_EQ(champion.place, 1u);
  EXPECT_EQ(champion.best, 0u);
  EXPECT_EQ(
      champion.reason,
      "xgboost has the best cross-validated AUC, 0.8200; logistic is within one "
      "standard error of it (0.0040 lower, standard error 0.0058 over 3 folds) and "
      "more interpretable, so it is the champion");
}

TEST(Champion, IsTheBestWhereEveryFoldAgrees) {
  // Lower by little, but by the same on every fold: more than one standard error.
  const std::vector<Candidate> candidates{{"logistic", {0.799, 0.819, 0.838}},
                                          {"lightgbm", {0.80, 0.82, 0.84}},
                                          {"xgboost", {0.80, 0.82, 0.8399}}};
  const Champion champion = *choose_champion(candidates, order);
  EXPECT_EQ(champion.place, 1u);
  EXPECT_EQ(
      champion.reason,
      "lightgbm has the best cross-validated AUC, 0.8200, and no more "
      "interpretable model is within one standard error of it over 3 folds, so it "
      "is the champion");
}

TEST(Champion, OfEqualsIsTheMoreInterpretable) {
  const Champion champion = *choose_champion(
      std::vector<Candidate>{{"xgboost", {0.7, 0.8}}, {"gbm", {0.7, 0.8}}}, order);
  EXPECT_EQ(champion.place, 1u);
  EXPECT_EQ(champion.best, 1u);
}

TEST(Champion, FollowsAnotherOrderWhenGivenOne) {
  const std::vector<Candidate> candidates{{"logistic", {0.80, 0.82}},
                                          {"xgboost", {0.79, 0.82}}};
  const std::vector<std::string> reversed(order.rbegin(), order.rend());
  EXPECT_EQ(choose_champion(candidates, order)->place, 0u);
  EXPECT_EQ(choose_champion(candidates, reversed)->place, 1u);
}

TEST(Champion, FromOneFoldOrOneModelIsTheBest) {
  const Champion one_fold = *choose_champion(
      std::vector<Candidate>{{"logistic", {0.80}}, {"xgboost", {0.8001}}}, order);
  EXPECT_EQ(one_fold.place, 1u);
  EXPECT_EQ(
      one_fold.reason,
      "xgboost has the best cross-validated AUC, 0.8001; from one fold no standard "
      "error is known, so it is the champion");
  EXPECT_EQ(choose_champion(std::vector<Candidate>{{"gbm", {0.7, 0.8}}}, order)->reason,
            "gbm is the only model");
}

RC_GTEST_PROP(Champion, DoesNotDependOnTheOrderOfCandidates, ()) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  std::vector<Candidate> candidates;
  for (const std::string& name : order) {
    candidates.push_back({name, {}});
    for (int fold = 0; fold < 5; ++fold)
      candidates.back().fold_auc.push_back(0.7 + 0.01 * random.uniform());
  }
  const std::string chosen = candidates[choose_champion(candidates, order)->place].name;
  shuffle(candidates, random);
  const Champion champion = *choose_champion(candidates, order);
  RC_ASSERT(candidates[champion.place].name == chosen);
  // Never less interpretable than the best.
  const auto rank = [&](std::size_t i) {
    return std::find(order.begin(), order.end(), candidates[i].name) - order.begin();
  };
  RC_ASSERT(rank(champion.place) <= rank(champion.best));
}

TEST(Champion, RefusesWhatCannotBeCompared) {
  EXPECT_EQ(refusal({}), "there are no models to choose a champion from");
  EXPECT_EQ(refusal({{"gbm", {}}}), "model 'gbm' has no cross-validated AUC");
  EXPECT_EQ(
      refusal({{"gbm", {0.7, 0.8}}, {"logistic", {0.7}}}),
      "model 'logistic' has the AUC of 1 folds and model 'gbm' of 2; expected the "
      "same folds for all");
  EXPECT_EQ(refusal({{"gbm", {0.7, 1.2}}}),
            "model 'gbm' has AUC 1.2 on fold 2; expected it from 0 to 1");
  EXPECT_EQ(refusal({{"gbm", {0.7}}, {"gbm", {0.7}}}),
            "model 'gbm' is among the candidates twice");
  EXPECT_EQ(refusal({{"forest", {0.7}}}),
            "model 'forest' is not in the order of interpretability (logistic, gbm, "
            "lightgbm, xgboost); add it there");
}

// Three repeats of the same two folds say no more of other data than one: the gap of
// 0.01 is within the deviation over sqrt(2), but not over sqrt(6).
TEST(Champion, IsNoSurerForRepeatsOfTheSameFolds) {
  std::vector<Candidate> candidates = {{"simple", {}}, {"complex", {}}};
  for (int repeat = 0; repeat < 3; ++repeat) {
    candidates[0].fold_auc.insert(candidates[0].fold_auc.end(), {0.70, 0.70});
    candidates[1].fold_auc.insert(candidates[1].fold_auc.end(), {0.725, 0.695});
  }
  const std::vector<std::string> order = {"simple", "complex"};
  EXPECT_EQ(choose_champion(candidates, order)->place, 1u);
  EXPECT_EQ(choose_champion(candidates, order, 3)->place, 0u);
}

}  // namespace credence::metric
