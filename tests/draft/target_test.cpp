#include "draft/target.h"

#include <gtest/gtest.h>

namespace credence::draft {
namespace {

using Values = std::vector<Counted>;

struct Guess {
  std::string name;
  Values values;
  std::string bad;
};

TEST(TargetChoice, TakesTheValueThatSaysBad) {
  const std::vector<Guess> guesses{
      {"default", {{"0", 70}, {"1", 30}}, "1"},
      {"default", {{"1", 70}, {"0", 30}}, "1"},
      {"status", {{"good", 70}, {"bad", 30}}, "bad"},
      {"status", {{"Bad", 70}, {"Good", 30}}, "Bad"},
      {"late", {{"N", 70}, {"Y", 30}}, "Y"},
      {"loan_status", {{"Fully Paid", 70}, {"Charged Off", 30}}, "Charged Off"},
      {"outcome", {{"good", 30}, {"something", 70}}, "something"},
      // A yes to a column that is called good is good.
      {"repaid", {{"1", 70}, {"0", 30}}, "0"},
      {"is_approved", {{"yes", 30}, {"no", 70}}, "no"},
      {"unpaid", {{"1", 30}, {"0", 70}}, "1"},
      // Nothing says bad: the rarer, then the last.
      {"class", {{"1", 70}, {"2", 30}}, "2"},
      {"class", {{"1", 30}, {"2", 70}}, "1"},
      {"class", {{"red", 70}, {"blue", 30}}, "blue"},
      {"class", {{"red", 50}, {"blue", 50}}, "red"}};
  for (const Guess& guess : guesses) {
    const auto target = choose_target(guess.name, guess.values, std::nullopt);
    ASSERT_TRUE(target) << guess.name << ": " << target.error().message;
    EXPECT_EQ(target->bad, guess.bad) << guess.name;
    EXPECT_NE(target->good, guess.bad);
    EXPECT_FALSE(target->why.empty());
    EXPECT_EQ(target->bad_rows + target->good_rows, 100);
  }
}

TEST(TargetChoice, TakesAnyOfManyValuesThatIsAskedFor) {
  const auto target = choose_target("grade", {{"a", 50}, {"b", 30}, {"c", 20}}, "c");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->bad, "c");
  EXPECT_EQ(target->bad_rows, 20);
  EXPECT_EQ(target->good_rows, 80);
  EXPECT_EQ(target->good, "") << "all others are good";
}

TEST(TargetChoice, KnowsANumberWrittenOtherwise) {
  const auto target = choose_target("class", {{"1", 70}, {"2", 30}}, "2.0");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->bad, "2");
}

TEST(TargetChoice, RefusesWhatGivesNoTwoClasses) {
  struct Case {
    Values values;
    std::optional<std::string> bad;
    std::string message;
  };
  const std::vector<Case> cases{
      {{}, {}, "the target t is missing in every row; a model needs outcomes"},
      {{{"x", 9}},
       {},
       "the target t is \"x\" in every row; a model needs good rows and bad ones"},
      {{{"a", 9}, {"b", 8}, {"c", 1}},
       {},
       "the target t has more than two values: \"a\" (9 rows), \"b\" (8 rows), \"c\" "
       "(1 row); say with --bad which one is bad, all others are then good"},
      {{{"a", 9}, {"b", 8}},
       "z",
       "--bad z: the target t never has this value; it has \"a\" (9 rows), \"b\" (8 "
       "rows)"},
      {{{"0", 90}, {"1", 4}},
       {},
       "the target t is bad (\"1\" is bad, a yes to the target) in 4 rows only; to "
       "train and to test a model takes at least 5"}};
  for (const Case& each : cases) {
    const auto target = choose_target("t", each.values, each.bad);
    ASSERT_FALSE(target);
    EXPECT_EQ(target.error().message, each.message);
    EXPECT_EQ(target.error().kind, ErrorKind::bad_input);
  }
}

}  // namespace
}  // namespace credence::draft
