#include "search/check_spaces.h"

#include <gtest/gtest.h>

namespace credence::search {
namespace {

using portfolio::Portfolio;
using portfolio::SearchSpace;

Portfolio with(SearchSpace space) {
  Portfolio portfolio;
  portfolio.searches = {{"logistic", 2, {{"C", {0.1, 1.0}}}}, std::move(space)};
  return portfolio;
}

std::string error_of(const Portfolio& portfolio,
                     const std::vector<std::string>& learners = {}) {
  const auto checked = check_spaces(portfolio, learners);
  if (checked) return "none";
  EXPECT_EQ(checked.error().kind, ErrorKind::bad_input);
  return checked.error().message;
}

TEST(CheckSpaces, OfEveryShippedPortfolioFindNothingWrong) {
  for (const char* name : {"german_credit", "taiwan_cards", "retail_lending",
                           "retail_lending_leaky", "berka"}) {
    const auto portfolio = portfolio::read_portfolio(std::string("portfolios/") + name);
    ASSERT_TRUE(portfolio) << portfolio.error().message;
    EXPECT_EQ(error_of(*portfolio), "none") << name;
    if (std::string(name) == "retail_lending_leaky") continue;
    for (const std::string& learner : learner::learner_names())
      EXPECT_NE(portfolio->find_search(learner), nullptr) << name << learner;
  }
}

TEST(CheckSpaces, NameTheParameterTheValueAndWhatIsPossible) {
  EXPECT_EQ(error_of(with({"gbm", 1, {{"tree_depth", {std::int64_t{3}}}}})),
            "portfolio.toml: search.gbm: gbm has no parameter 'tree_depth'; it knows "
            "n_estimators, learning_rate, max_depth, min_samples_split, "
            "min_samples_leaf, max_features, subsample, splitter, class_weight, "
            "n_iter_no_change, validation_fraction, tol");
  EXPECT_EQ(error_of(with({"xgboost", 1, {{"gamma", {}}}})),
            "portfolio.toml: search.xgboost: 'gamma' has no values to draw from");
  // Also where the values before it are possible.
  EXPECT_EQ(error_of(with({"xgboost", 1, {{"gamma", {0.0, 0.5, -1.0}}}})),
            "portfolio.toml: search.xgboost: xgboost: parameter 'gamma': expected a "
            "number of at least 0, found -1");
  EXPECT_EQ(
      error_of(with({"gbm", 1, {{"max_features", {std::string("all")}}}})),
      "portfolio.toml: search.gbm: gbm: parameter 'max_features': expected one of "
      "sqrt, log2 or a number above 0 and at most 1, found all");
}

TEST(CheckSpaces, LookAtTheLearnersNamedAlone) {
  const Portfolio portfolio = with({"xgboost", 1, {{"gamma", {-1.0}}}});
  EXPECT_EQ(error_of(portfolio, {"logistic"}), "none");
  EXPECT_EQ(error_of(portfolio, {"logistic", "gbm"}), "none");
  EXPECT_NE(error_of(portfolio, {"logistic", "xgboost"}), "none");
}

TEST(CheckSpaces, PassOverLearnersThatTheProgramLacks) {
  EXPECT_EQ(error_of(with({"forest", 1, {{"depth", {}}}})), "none");
}

}  // namespace
}  // namespace credence::search
