#include "portfolio/sql_analysis.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/portfolio/sample.h"

namespace credence::portfolio {
namespace {

SqlAnalysis analysed(const std::string& sql) {
  const auto portfolio = parse_portfolio(sample::texts(), "sample");
  EXPECT_TRUE(portfolio.has_value()) << portfolio.error().message;
  auto analysis = analyse_sql(sql, *portfolio);
  EXPECT_TRUE(analysis.has_value()) << analysis.error().message;
  for (const auto& finding : analysis->broken_rules) ADD_FAILURE() << text_of(finding);
  return *analysis;
}

// The one column x of a query over an application's own row.
SqlValue value(const std::string& expression) {
  const SqlAnalysis analysis = analysed(
      "SELECT " + expression +
      " AS x FROM decisions AS d JOIN loans AS a ON a.loan_id = d.application_id "
      "LEFT JOIN payments AS r ON r.loan_id = a.loan_id");
  EXPECT_EQ(analysis.columns.size(), 1U);
  EXPECT_EQ(analysis.columns[0].name, "x");
  return analysis.columns[0].value;
}

struct Case {
  std::string expression;
  SqlType type;
  bool nullable;
};

TEST(SqlAnalysis, KnowsTypesAndWhatMayBeNull) {
  const std::vector<Case> cases{
      {"a.amount", SqlType::integer, false},
      {"a.months", SqlType::integer, true},
      {"a.is_default", SqlType::integer, true},  // not yet known on the day
      {"r.payment_id", SqlType::integer, true},  // of a left join
      {"a.kind", SqlType::text, false},
      {"d.decided_at", SqlType::date, false},
      {"add_days(a.applied, 3)", SqlType::date, false},
      {"days_between(a.applied, r.due)", SqlType::integer, true},
      {"a.rate + a.amount", SqlType::real, true},
      {"CAST(a.amount AS DOUBLE)", SqlType::real, false},
      {"CAST(a.amount AS DOUBLE) / 100", SqlType::real, true},
      {"COALESCE(a.months, 0)", SqlType::integer, false},
      {"NULLIF(a.amount, 0)", SqlType::integer, true},
      {"CASE WHEN a.amount > 1 THEN 'a' END", SqlType::text, true},
      {"CASE WHEN a.amount > 1 THEN 'a' ELSE 'b' END", SqlType::text, false},
      {"CASE a.kind WHEN 'Home' THEN 1 ELSE 0 END", SqlType::integer, false},
      {"floor_of(a.rate)", SqlType::integer, true},
      {"year_of(a.applied)", SqlType::integer, false},
      {"(SELECT MAX(z.due) FROM payments AS z WHERE z.loan_id = a.loan_id)",
       SqlType::date, true},
      {"NULL", SqlType::null, true}};
  for (const Case& each : cases) {
    const SqlValue found = value(each.expression);
    EXPECT_EQ(found.type, each.type) << each.expression;
    EXPECT_EQ(found.nullable, each.nullable) << each.expression;
  }
}

struct Bounds {
  std::string expression;
  std::int64_t low, high;
};

TEST(SqlAnalysis, KnowsHowFarWholeNumbersReach) {
  const std::vector<Bounds> cases{
      {"a.months", 1, 360},
      {"a.months - 1", 0, 359},
      {"-a.months", -360, -1},
      {"a.months * a.months", 1, 129'600},
      {"(a.months - 10) * 2", -18, 700},
      {"lesser_of(a.months, 12)", 1, 12},
      {"greater_of(a.months, 12)", 12, 360},
      {"abs(a.months - 100)", 0, 260},
      {"CASE WHEN a.rate > 1 THEN 5 ELSE a.months END", 1, 360},
      {"CASE WHEN a.kind = 'Home' THEN 1 ELSE 0 END", 0, 1},
      {"COALESCE(a.months, 0)", 0, 360},
      {"month_of(a.applied)", 1, 12},
      {"ROW_NUMBER() OVER (PARTITION BY d.application_id ORDER BY r.payment_id NULLS "
       "LAST)",
       1, 1000},
      {"COUNT(*) OVER (PARTITION BY d.application_id)", 0, 1000},
      {"(SELECT COUNT(*) FROM payments AS z WHERE z.loan_id = a.loan_id)", 0, 1000},
      {"(SELECT SUM(z.amount) FROM payments AS z WHERE z.loan_id = a.loan_id)", 0,
       10'000'000'000'000}};
  for (const Bounds& each : cases) {
    const IntegerRange range = value(each.expression).range;
    EXPECT_EQ(static_cast<std::int64_t>(range.low), each.low) << each.expression;
    EXPECT_EQ(static_cast<std::int64_t>(range.high), each.high) << each.expression;
  }
}

TEST(SqlAnalysis, KnowsWhichTextsThereCanBe) {
  EXPECT_EQ(value("CASE WHEN a.rate > 1 THEN 'high' ELSE a.kind END").texts,
            (std::set<std::string>{"high", "Home", "Personal"}));
}

TEST(SqlAnalysis, FollowsNamesThroughQueriesInsideQueries) {
  const SqlAnalysis analysis = analysed(
      "WITH one AS (SELECT a.loan_id AS id, a.months AS m FROM loans AS a),\n"
      "two AS (SELECT id, m + 1 AS m FROM one UNION ALL SELECT id, 0 AS m FROM one)\n"
      "SELECT d.application_id, s.most\n"
      "FROM decisions AS d\n"
      "LEFT JOIN (SELECT id, MAX(m) AS most FROM two GROUP BY id HAVING COUNT(*) > 1) "
      "AS s\n"
      "  ON s.id = d.application_id");
  ASSERT_EQ(analysis.columns.size(), 2U);
  EXPECT_EQ(analysis.columns[1].name, "most");
  EXPECT_EQ(static_cast<int>(analysis.columns[1].value.range.low), 0);
  EXPECT_EQ(static_cast<int>(analysis.columns[1].value.range.high), 361);
}

TEST(SqlAnalysis, AWithQueryHidesATableOnlyInItsOwnQuery) {
  const SqlAnalysis analysis = analysed(
      "WITH loans AS (SELECT r.loan_id, r.due AS months FROM payments AS r)\n"
      "SELECT x.months AS a FROM loans AS x");
  EXPECT_EQ(analysis.columns[0].value.type, SqlType::date);
}

}  // namespace
}  // namespace credence::portfolio
