#include <gtest/gtest.h>

#include "portfolio/decisions_toml.h"

namespace credence::portfolio {
namespace {

Result<DecisionRules> rules_of(std::string_view text) {
  return read_decision_rules(TRY(parse_toml(text)));
}

}  // namespace

TEST(DecisionRules, AreTheChosenThresholdAndTheSimplestModelFirstUnlessSaid) {
  const auto rules = rules_of("name = \"any\"");
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_EQ(rules->threshold, ThresholdRule::chosen);
  EXPECT_EQ(rules->champion_order,
            (std::vector<std::string>{"logistic", "gbm", "lightgbm", "xgboost"}));
}

TEST(DecisionRules, AreWhatThePortfolioSays) {
  const auto rules = rules_of(R"([decision]
threshold = "theoretical"
champion_order = ["xgboost", "logistic", "lightgbm", "gbm"]
)");
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_EQ(rules->threshold, ThresholdRule::theoretical);
  EXPECT_EQ(rules->champion_order[0], "xgboost");
  EXPECT_EQ(rules->champion_order[3], "gbm");
}

TEST(DecisionRules, ThatMeanNothingAreRefusedByLineAndKey) {
  const struct {
    const char *text, *message;
  } cases[] = {
      {"[decision]\nthreshold = \"best\"",
       "line 2: decision.threshold: found the text \"best\", expected \"chosen\" or "
       "\"theoretical\""},
      {"[decision]\ntreshold = \"chosen\"",
       "line 2: decision.treshold: unknown key; did you mean \"threshold\"?"},
      {"[decision]\nchampion_order = [\"logistic\", \"gbm\"]",
       "line 2: decision.champion_order: found a list, expected \"logistic\", \"gbm\", "
       "\"lightgbm\" and \"xgboost\", each once"},
      {"[decision]\nchampion_order = [\"logistic\", \"gbm\", \"gbm\", \"xgboost\"]",
       "line 2: decision.champion_order[3]: \"gbm\" is named twice"},
  };
  for (const auto& [text, message] : cases) {
    const auto rules = rules_of(text);
    ASSERT_FALSE(rules) << text;
    EXPECT_EQ(rules.error().message, message);
  }
}

}  // namespace credence::portfolio
