#include "features/feature_set.h"

#include <gtest/gtest.h>

#include "features/dictionary.h"
#include "tests/features/small_bank.h"

namespace credence::features {
namespace {

using table::missing_integer;

TEST(Build, GivesEveryApplicationItsFeaturesInTheOrderOfIds) {
  auto bank = open_small_bank();
  ASSERT_TRUE(bank) << bank.error().message;
  const auto set = build(*bank->engine, bank->portfolio);
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->application_id.integers, (std::vector<std::int64_t>{1, 2, 3, 4, 5}));
  EXPECT_EQ(set->features.find("amount")->integers,
            (std::vector<std::int64_t>{100, 200, 300, 400, 500}));
  EXPECT_EQ(set->features.find("past_loans")->integers,
            (std::vector<std::int64_t>{0, 1, 0, 0, 2}));
  // Worked out by hand: the 19 days late became known only after loan 2 was decided.
  EXPECT_EQ(set->features.find("worst_days_late")->integers,
            (std::vector<std::int64_t>{missing_integer, 5, missing_integer,
                                       missing_integer, 40}));
}

TEST(Build, CountsApplicationsWithoutOutcomeByReasonAndKeepsThemOutOfTheLabelled) {
  auto bank = open_small_bank();
  ASSERT_TRUE(bank) << bank.error().message;
  const auto set = build(*bank->engine, bank->portfolio);
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->outcomes, (std::vector<std::int8_t>{0, 1, 1, 0, no_outcome}));
  EXPECT_EQ(set->labelled(), (std::vector<std::uint32_t>{0, 1, 2, 3}));
  ASSERT_EQ(set->without_outcome.size(), 1u);
  EXPECT_EQ(set->without_outcome[0],
            (std::pair<std::string, std::int64_t>{"immature", 1}));
  EXPECT_EQ(set->groups, (std::vector<std::uint32_t>{0, 0, 1, 2, 0}));
}

TEST(Build, RefusesATargetWithOneClass) {
  auto bank = open_small_bank(
      small_bank_features,
      "loan_id,customer_id,applied_on,amount,purpose,defaulted,defaulted_on\n"
      "1,7,2020-01-10,100,car,0,\n2,8,2020-01-10,100,car,0,\n");
  ASSERT_TRUE(bank) << bank.error().message;
  const auto set = build(*bank->engine, bank->portfolio);
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().kind, ErrorKind::bad_input);
  EXPECT_EQ(
      set.error().message,
      "target.sql: of 2 applications 0 are bad and 2 good; a model needs both classes");
}

TEST(Build, RefusesFeaturesWithTwoRowsForAnApplication) {
  auto bank = open_small_bank(replaced(
      small_bank_features, "LEFT JOIN past p ON p.application_id = d.application_id",
      "LEFT JOIN past p ON p.application_id <= d.application_id"));
  ASSERT_TRUE(bank) << bank.error().message;
  const auto set = build(*bank->engine, bank->portfolio);
  ASSERT_FALSE(set);
  EXPECT_NE(
      set.error().message.find("expected one row per application, 5 in all, but found"),
      std::string::npos)
      << set.error().message;
}

TEST(Build, NamesTheFileOfASqlError) {
  auto bank = open_small_bank(
      replaced(small_bank_features, "l.amount AS amount", "l.amonut AS amount"));
  ASSERT_TRUE(bank) << bank.error().message;
  const auto set = build(*bank->engine, bank->portfolio);
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().message.find("features.sql: "), 0u) << set.error().message;
  EXPECT_NE(set.error().message.find("amonut"), std::string::npos)
      << set.error().message;
}

TEST(Build, RefusesTextThatIsNotDeclaredAsCategories) {
  auto bank = open_small_bank(small_bank_features, loans_csv,
                              replaced(small_bank_toml, "nominal = [\"purpose\"]", ""));
  ASSERT_TRUE(bank) << bank.error().message;
  const auto set = build(*bank->engine, bank->portfolio);
  ASSERT_FALSE(set);
  EXPECT_EQ(
      set.error().message,
      "features.sql: purpose gives text values; declare it under features.nominal or "
      "features.ordinal in portfolio.toml, or make it a number");
}

TEST(Dictionary, HasEveryFeatureWithItsMeaningFromTheSql) {
  auto bank = open_small_bank();
  ASSERT_TRUE(bank) << bank.error().message;
  const auto set = build(*bank->engine, bank->portfolio);
  ASSERT_TRUE(set) << set.error().message;
  const auto entries = dictionary(bank->portfolio, *set);
  ASSERT_EQ(entries.size(), 4u);
  EXPECT_EQ(entries[3].name, "worst_days_late");
  EXPECT_EQ(entries[3].meaning, "Most days late before the decision");
  EXPECT_DOUBLE_EQ(entries[3].figures.missing_share, 0.75);
  const std::string page = dictionary_page(bank->portfolio, entries, 4);
  EXPECT_NE(page.find("| `purpose` | What it is for | category | 25.0% |"),
            std::string::npos)
      << page;
}

}  // namespace
}  // namespace credence::features
