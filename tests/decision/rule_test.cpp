#include "decision/rule.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "tests/decision/any_scored.h"

namespace credence::decision {
namespace {

Rule three_bands() {
  return {.threshold = 0.25,
          .costs = {.missed_bad = {10'000'000},
                    .refused_good = {1'000'000},
                    .refused_bad = {-5},
                    .granted_good = {0}},
          .bands = {{"Low Risk", 0.4, "#10b981", "Auto-Approve", "certain"},
                    {"Medium Risk", 1, "#f59e0b", "Manual Review", "ask"},
                    {"High Risk", std::numeric_limits<double>::infinity(), "#ef4444",
                     "Decline / Escalate", "no"}}};
}

std::string refusal(const Json& document) {
  const auto rule = rule_from_json(document);
  if (rule) return "accepted";
  EXPECT_EQ(rule.error().kind, ErrorKind::bad_input);
  return rule.error().message;
}

}  // namespace

TEST(Rule, RefusesAtTheThresholdAndAbove) {
  const Rule rule = three_bands();
  EXPECT_TRUE(rule.refuses(0.25));
  EXPECT_FALSE(rule.refuses(std::nextafter(0.25, 0.0)));
}

TEST(Rule, PutsAProbabilityIntoTheFirstBandThatItLiesBelow) {
  const Rule rule = three_bands();
  EXPECT_EQ(rule.band(0).name, "Low Risk");
  EXPECT_EQ(rule.band(std::nextafter(0.1, 0.0)).name, "Low Risk");
  EXPECT_EQ(rule.band(0.1).name, "Medium Risk");
  EXPECT_EQ(rule.band(std::nextafter(0.25, 0.0)).name, "Medium Risk");
  EXPECT_EQ(rule.band(0.25).name, "High Risk");
  EXPECT_EQ(rule.band(1).name, "High Risk");
}

RC_GTEST_PROP(Rule, RefusesExactlyTheBandsThatBeginAtTheThreshold, ()) {
  Rule rule = three_bands();
  rule.threshold = *rc::gen::inRange(0, 1001) / 1000.0;
  const double probability = *rc::gen::inRange(0, 1001) / 1000.0;
  RC_ASSERT(rule.refuses(probability) == (rule.band(probability).name == "High Risk"));
}

TEST(RuleJson, IsWrittenInAFixedOrderWithoutTheBoundOfTheLastBand) {
  Rule rule = three_bands();
  rule.bands.erase(rule.bands.begin());
  EXPECT_EQ(dump_json(to_json(rule)), R"({
  "threshold": 0.25,
  "costs": {
    "missed_bad": 10000000,
    "refused_good": 1000000,
    "refused_bad": -5,
    "granted_good": 0
  },
  "bands": [
    {
      "name": "Medium Risk",
      "below": 1.0,
      "color": "#f59e0b",
      "action": "Manual Review",
      "description": "ask"
    },
    {
      "name": "High Risk",
      "color": "#ef4444",
      "action": "Decline / Escalate",
      "description": "no"
    }
  ]
}
)");
}

RC_GTEST_PROP(RuleJson, GivesTheSameRuleBack, ()) {
  Rule rule = three_bands();
  rule.costs = any_costs();
  rule.threshold =
      std::ldexp(static_cast<double>(*rc::gen::arbitrary<std::uint64_t>()), -64);
  rule.bands[0].below = 1.0 / *rc::gen::inRange(2, 1000);
  const std::string text = dump_json(to_json(rule));
  const auto back = rule_from_json(*parse_json(text, "rule"));
  RC_ASSERT(back.has_value());
  RC_ASSERT(back->threshold == rule.threshold);
  RC_ASSERT(back->costs.missed_bad == rule.costs.missed_bad);
  RC_ASSERT(back->costs.refused_good == rule.costs.refused_good);
  RC_ASSERT(back->costs.refused_bad == rule.costs.refused_bad);
  RC_ASSERT(back->costs.granted_good == rule.costs.granted_good);
  RC_ASSERT(back->bands.size() == 3u);
  RC_ASSERT(back->bands[0].below == rule.bands[0].below);
  RC_ASSERT(std::isinf(back->bands[2].below));
  RC_ASSERT(dump_json(to_json(*back)) == text);
}

TEST(RuleJson, RefusesWhatIsDamagedByName) {
  const auto with = [](std::string_view pointer, const Json& value) {
    Json document = to_json(three_bands());
    document[Json::json_pointer(std::string(pointer))] = value;
    return refusal(document);
  };
  const auto without = [](const char* pointer, const char* key) {
    Json document = to_json(three_bands());
    document[Json::json_pointer(pointer)].erase(key);
    return refusal(document);
  };
  EXPECT_EQ(refusal(Json(3)), "rule: expected an object, found 3");
  EXPECT_EQ(with("/thresold", 1), "rule: unknown key `thresold`");
  EXPECT_EQ(with("/threshold", "x"), "rule: `threshold` is \"x\"; expected a number");
  EXPECT_EQ(with("/threshold", -0.5),
            "rule: `threshold` is -0.5; expected a probability");
  EXPECT_EQ(without("", "threshold"), "rule: `threshold` is missing");
  EXPECT_EQ(without("", "costs"), "rule: `costs` is missing");
  EXPECT_EQ(without("", "bands"), "rule: `bands` is missing");
  EXPECT_EQ(without("/costs", "refused_bad"), "rule: costs: `refused_bad` is missing");
  EXPECT_EQ(
      with("/costs/missed_bad", 1.5),
      "rule: costs: `missed_bad` is 1.5; expected a whole number of the currency's "
      "smallest unit");
  EXPECT_EQ(
      with("/costs/missed_bad", 18446744073709551615u),
      "rule: costs: `missed_bad` is 18446744073709551615; expected a whole number "
      "of the currency's smallest unit");
  EXPECT_EQ(with("/bands", Json::array()),
            "rule: `bands` is []; expected a list of at least one band");
  EXPECT_EQ(without("/bands/1", "below"), "rule: band 2: `below` is missing");
  EXPECT_EQ(with("/bands/1/below", 0.3),
            "rule: band 2: `below` is 0.3; expected more than 0.4");
  EXPECT_EQ(with("/bands/2/below", 3),
            "rule: band 3: `below` is 3; the last band has none");
  EXPECT_EQ(with("/bands/0/name", 3), "rule: band 1: `name` is 3; expected a text");
  EXPECT_EQ(with("/bands/0/colour", "red"), "rule: band 1: unknown key `colour`");
}

}  // namespace credence::decision
