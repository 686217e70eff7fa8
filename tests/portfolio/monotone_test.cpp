#include <gtest/gtest.h>

#include "portfolio/portfolio.h"
#include "tests/portfolio/sample.h"

namespace credence::portfolio {
namespace {

Result<Portfolio> read(const std::string& of_features, const std::string& of_inputs) {
  Texts texts = sample::texts();
  texts.toml = sample::with(texts.toml, "[features.logarithms]",
                            of_features + "\n[features.logarithms]");
  texts.toml += of_inputs;
  return parse_portfolio(texts, "sample");
}

// Without file and line, which are checked once.
std::string error_of(const std::string& of_features, const std::string& of_inputs) {
  const auto portfolio = read(of_features, of_inputs);
  if (portfolio) return "is read";
  EXPECT_EQ(portfolio.error().kind, ErrorKind::bad_input);
  const std::string& message = portfolio.error().message;
  EXPECT_TRUE(message.starts_with("sample/portfolio.toml: line ")) << message;
  const std::size_t after_line = message.find(": ", message.find("line "));
  return message.substr(after_line + 2);
}

TEST(Monotone, IsNothingWhereNothingIsDeclared) {
  const auto portfolio = parse_portfolio(sample::texts(), "sample");
  ASSERT_TRUE(portfolio);
  EXPECT_TRUE(portfolio->monotone.empty());
  for (const Feature& feature : portfolio->features)
    EXPECT_EQ(feature.direction, Direction::none) << feature.name;
}

TEST(Monotone, GivesFeaturesTheirDirectionAndNamesRawColumns) {
  const auto portfolio = read(
      "[features.monotone]\nincreasing = [\"amount\"]\ndecreasing = [\"payments\"]\n",
      "\n[monotone]\n\"payments.amount\" = \"decreasing\"\n\"loans.rate\" = "
      "\"increasing\"\n");
  ASSERT_TRUE(portfolio) << portfolio.error().message;
  EXPECT_EQ(portfolio->find_feature("amount")->direction, Direction::increasing);
  EXPECT_EQ(portfolio->find_feature("payments")->direction, Direction::decreasing);
  EXPECT_EQ(portfolio->find_feature("mean_payment")->direction, Direction::none);
  ASSERT_EQ(portfolio->monotone.size(), 2u);
  EXPECT_EQ(portfolio->monotone[0].table, "payments");
  EXPECT_EQ(portfolio->monotone[0].column, "amount");
  EXPECT_EQ(portfolio->monotone[0].direction, Direction::decreasing);
  EXPECT_EQ(portfolio->monotone[1].table, "loans");
  EXPECT_EQ(portfolio->monotone[1].column, "rate");
  EXPECT_EQ(portfolio->monotone[1].direction, Direction::increasing);
}

TEST(Monotone, IsRefusedWithTheFileTheLineAndTheKey) {
  const auto portfolio = read("[features.monotone]\nincreasing = [\"amuont\"]\n", "");
  ASSERT_FALSE(portfolio);
  EXPECT_EQ(portfolio.error().message,
            "sample/portfolio.toml: line 61: features.monotone.increasing[1]: "
            "features.sql has no feature \"amuont\"; did you mean \"amount\"?");
}

TEST(Monotone, OfFeaturesIsRefusedWithWhatWasExpected) {
  struct Case {
    const char *section, *message;
  };
  for (const Case& c : {
           Case{"increasing = [\"kind\"]",
                "features.monotone.increasing[1]: the feature \"kind\" is nominal: its "
                "categories have no order in which the risk could rise or fall"},
           Case{"increasing = [\"amount\"]\ndecreasing = [\"payments\", \"amount\"]",
                "features.monotone.decreasing[2]: the feature \"amount\" has a "
                "direction already, expected it once, in increasing or in decreasing"},
           Case{"increasing = [\"amount\", \"amount\"]",
                "features.monotone.increasing[2]: \"amount\" is named twice"},
           Case{"rising = [\"amount\"]",
                "features.monotone.rising: unknown key; expected one of: "
                "increasing, decreasing"},
           Case{"increasing = \"amount\"",
                "features.monotone.increasing: found the text \"amount\", expected a "
                "list of texts"},
       })
    EXPECT_EQ(error_of(std::string("[features.monotone]\n") + c.section + "\n", ""),
              c.message);
}

TEST(Monotone, OfInputsIsRefusedWithWhatWasExpected) {
  struct Case {
    const char *line, *message;
  };
  for (const Case& c : {
           Case{"\"laons.rate\" = \"increasing\"",
                "monotone.laons.rate: schema.sql has no table \"laons\"; did you mean "
                "\"loans\"?"},
           Case{"\"loans.rat\" = \"increasing\"",
                "monotone.loans.rat: schema.sql has no column \"rat\" in \"loans\"; "
                "did you mean \"rate\"?"},
           Case{"\"loans.kind\" = \"increasing\"",
                "monotone.loans.kind: the column \"kind\" of \"loans\" is text, "
                "expected a number"},
           Case{"\"loans.applied\" = \"increasing\"",
                "monotone.loans.applied: the column \"applied\" of \"loans\" is date, "
                "expected a number"},
           Case{"\"loans.rate\" = \"up\"",
                "monotone.loans.rate: found the text \"up\", expected \"increasing\" "
                "or \"decreasing\""},
           Case{"\"loans.rate\" = 1",
                "monotone.loans.rate: found the number 1, expected \"increasing\" or "
                "\"decreasing\""},
           Case{"loans.rate = \"increasing\"",
                "monotone.loans: found a table, expected \"increasing\" or "
                "\"decreasing\", of a key in quotes: \"table.column\""},
           Case{"rate = \"increasing\"",
                "monotone.rate: found the key \"rate\", expected \"table.column\""},
           Case{"\"loans.instalment\" = \"increasing\"",
                "monotone.loans.instalment: the column \"instalment\" of \"loans\" is "
                "computed and cannot move by itself, expected a column that is read"},
           Case{"\"loans.customer_id\" = \"increasing\"",
                "monotone.loans.customer_id: the column \"customer_id\" tells rows of "
                "\"loans\" apart or links them, expected a measure"},
           Case{"\"payments.loan_id\" = \"increasing\"",
                "monotone.payments.loan_id: the column \"loan_id\" tells rows of "
                "\"payments\" apart or links them, expected a measure"},
       })
    EXPECT_EQ(error_of("", std::string("\n[monotone]\n") + c.line + "\n"), c.message);
}

}  // namespace
}  // namespace credence::portfolio
