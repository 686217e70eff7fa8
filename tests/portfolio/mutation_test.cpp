// Whatever bytes the four files of a portfolio hold, reading them ends, with a
// portfolio or with a message that names one of the files.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "portfolio/check.h"
#include "portfolio/sql_parser.h"
#include "portfolio/sql_rules.h"
#include "tests/portfolio/sample.h"

namespace credence::portfolio {
namespace {

class Mutations : public ::testing::TestWithParam<const char*> {};

std::string edited(std::string text, std::mt19937_64& random) {
  static const std::vector<std::string> pieces{
      "(",       ")",  "'", "\"",   "--",   "/*",    ",",
      "[",       "]",  "=", "NULL", "0",    "9e99",  "\xFF",
      "SELECT ", "\n", ".", "-",    "NOT ", "CASE ", "99999999999999999999"};
  const std::uint64_t edits = 1 + random() % 3;
  for (std::uint64_t i = 0; i < edits && !text.empty(); ++i) {
    const std::size_t at = random() % text.size();
    switch (random() % 5) {
      case 0:
        text[at] = static_cast<char>(random() % 256);
        break;
      case 1:
        text.erase(at, 1 + random() % 20);
        break;
      case 2:
        text.insert(at, pieces[random() % pieces.size()]);
        break;
      case 3:  // a piece of the text once more, elsewhere
        text.insert(at, text.substr(random() % text.size(), random() % 60));
        break;
      default:
        text.resize(random() % 10 == 0 ? at : text.size());
    }
  }
  return text;
}

TEST_P(Mutations, OfAnyFileAreReadOrRefusedByName) {
  const auto original = read_texts(std::string("portfolios/") + GetParam());
  ASSERT_TRUE(original) << original.error().message;
  std::mt19937_64 random(20260301);
  const std::vector<std::pair<std::string Texts::*, std::string>> files{
      {&Texts::toml, "portfolio.toml"},
      {&Texts::schema_sql, "schema.sql"},
      {&Texts::features_sql, "features.sql"},
      {&Texts::target_sql, "target.sql"}};
  int refused = 0, found = 0;
  for (const auto& [file, name] : files)
    for (int trial = 0; trial < 100; ++trial) {
      Texts texts = *original;
      texts.*file = edited(texts.*file, random);
      const auto portfolio = parse_portfolio(texts, "lender");
      if (!portfolio) {
        ++refused;
        EXPECT_EQ(portfolio.error().kind, ErrorKind::bad_input);
        // A column taken out of schema.sql is missed in portfolio.toml.
        EXPECT_TRUE(std::ranges::any_of(files, [&,
                                                &message = portfolio.error().message](
                                                   const auto& each) {
          return message.starts_with("lender/" + each.second + ": ");
        })) << portfolio.error().message;
        continue;
      }
      for (const Finding& finding : findings_of(*portfolio)) {
        ++found;
        EXPECT_GE(finding.line, 1);
        EXPECT_FALSE(finding.problem.empty());
      }
    }
  EXPECT_GT(refused, 50);
  EXPECT_GT(found, 10);
}

INSTANTIATE_TEST_SUITE_P(Shipped, Mutations,
                         ::testing::Values("retail_lending", "retail_lending_leaky",
                                           "german_credit", "taiwan_cards", "berka"),
                         [](const auto& each) { return std::string(each.param); });

// ---- depth -------------------------------------------------------------------------

std::string repeated(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(Depth, OfAHundredThousandPiecesIsRefusedInSql) {
  const Portfolio portfolio = *parse_portfolio(sample::texts(), "sample");
  for (const char* piece :
       {"(", "((SELECT ", "CASE WHEN ", "abs(", "- ", "NOT ", "1 + ", "1 - (", "1 = (",
        "EXISTS (SELECT ", "CAST(", "1 IN (", "1 BETWEEN (", "COALESCE(1, "}) {
    const auto findings =
        check_sql("SELECT " + repeated(piece, 100'000) + "1", portfolio);
    ASSERT_EQ(findings.size(), 1U) << piece;
    EXPECT_NE(findings[0].problem.find("expected fewer than"), std::string::npos)
        << piece << ": " << findings[0].problem;
  }
}

TEST(Depth, OfChainsInsideParenthesesIsRefusedAsWell) {
  // No chain is long and no nesting deep, but together they would be.
  const Portfolio portfolio = *parse_portfolio(sample::texts(), "sample");
  std::string expression = "1";
  for (int level = 0; level < 40; ++level)
    expression = "(" + expression + repeated(" + 1", 40) + ")";
  const auto findings = check_sql("SELECT " + expression + " AS x", portfolio);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(
      findings[0].problem.ends_with("expected fewer than 1000 terms in one expression"))
      << findings[0].problem;
}

TEST(Depth, ThatAPersonWritesIsRead) {
  EXPECT_TRUE(parse_query("SELECT " + repeated("(", 45) + "1" + repeated(")", 45)));
  EXPECT_TRUE(parse_query("SELECT 1" + repeated(" + 1", 900)));
  const Portfolio portfolio = *parse_portfolio(sample::texts(), "sample");
  EXPECT_TRUE(
      check_sql("SELECT 1" + repeated(" + 1", 990) + " AS x", portfolio).empty());
  // Each column has its own count, and a list is no nesting.
  std::string many = "SELECT 1" + repeated(" + 1", 900);
  for (int i = 0; i < 20; ++i) many += ", 1" + repeated(" + 1", 900);
  EXPECT_TRUE(parse_query(many));
  EXPECT_TRUE(parse_query("SELECT a IN (1" + repeated(", 1", 20'000) + ")"));
}

}  // namespace
}  // namespace credence::portfolio
