// Why the rules for SQL refuse what they refuse: each refused text, run as it is, gives
// other values on DuckDB than on SQLite, or an error on one of them alone; and what the
// rules say to write instead is accepted and gives the same.
#include <gtest/gtest.h>

#include "portfolio/sql_rules.h"
#include "tests/end_to_end/expression_writer.h"

namespace credence {
namespace {

using testing::Draws;
using testing::TwoEngines;

std::string over_loan(const std::string& expression) {
  return "SELECT d.application_id, " + expression +
         " AS x FROM decisions AS d JOIN loans AS a ON a.loan_id = d.application_id";
}

std::string when(const std::string& condition) {
  return "CASE WHEN " + condition + " THEN 1 ELSE 0 END";
}

bool is_accepted(const std::string& sql, const portfolio::Portfolio& portfolio) {
  return portfolio::check_sql(sql, portfolio).empty() &&
         portfolio::unproven_sums(sql, portfolio).empty();
}

struct Reason {
  std::string refused, instead;
};

TEST(SqlReasons, WhatIsRefusedDiffersAndWhatIsAdvisedDoesNot) {
  TwoEngines engines(3);
  const std::vector<Reason> reasons{
      {"a.amount / 7", "CAST(a.amount AS DOUBLE) / 7"},
      {"a.amount / NULLIF(a.months, 0)",
       "CAST(a.amount AS DOUBLE) / NULLIF(a.months, 0)"},
      {"CAST(a.rate AS BIGINT)", "floor_of(a.rate)"},
      {"CAST('2024-01-31' AS DATE)", "year_of('2024-01-31')"},
      {"CAST(0.061657 AS DOUBLE)", "CAST(61657 AS DOUBLE) / 1000000"},
      {"100000 * 100000", "CAST(100000 AS BIGINT) * 100000"},
      {when("a.branch = CAST(9007199254740992 AS DOUBLE)"),
       when("CAST(a.branch AS DOUBLE) = CAST(9007199254740992 AS DOUBLE)")},
      {when("a.kind LIKE 'home'"), when("a.kind IN ('Home')")},
      {when("a.applied < '2020-6-1'"), when("a.applied < '2020-06-01'")},
      {when("a.applied < DATE '2020-06-01'"), when("a.applied < '2020-06-01'")},
      {when("a.applied > a.kind"), when("a.applied > d.decided_at")},
      {when("(a.months = 1) = (a.rate > 1) < (a.rate > 2)"),
       when("((a.months = 1) = (a.rate > 1)) < (a.rate > 2)")},
      {when("a.kind = \"Home\""), when("a.kind = 'Home'")},
      {"a.applied - a.default_date", "days_between(a.default_date, a.applied)"},
      {"(SELECT r.amount FROM payments AS r WHERE r.loan_id = a.loan_id)",
       "(SELECT MAX(r.amount) FROM payments AS r WHERE r.loan_id = a.loan_id)"},
      {"(SELECT STDDEV(r.amount) FROM payments AS r WHERE r.loan_id = a.loan_id)",
       "(SELECT COUNT(r.amount) FROM payments AS r WHERE r.loan_id = a.loan_id)"},
      {"a.kind::TEXT", "a.kind"},
      {when("a.applied + INTERVAL 30 DAY < d.decided_at"),
       when("add_days(a.applied, 30) < d.decided_at")},
      {"ROW_NUMBER() OVER (ORDER BY a.months)",
       "ROW_NUMBER() OVER (ORDER BY a.months NULLS LAST, a.loan_id)"}};
  for (const auto& [refused, instead] : reasons) {
    const std::string wrong = over_loan(refused), right = over_loan(instead);
    EXPECT_FALSE(is_accepted(wrong, engines.portfolio())) << refused;
    EXPECT_TRUE(is_accepted(right, engines.portfolio())) << instead;
    const auto ordered = [](const std::string& sql) {
      return "SELECT * FROM (" + sql + ") AS q ORDER BY 1";
    };
    EXPECT_NE(engines.on_duckdb(ordered(wrong)), engines.on_sqlite(ordered(wrong)))
        << refused;
    const std::string value = engines.on_duckdb(ordered(right));
    EXPECT_EQ(value, engines.on_sqlite(ordered(right))) << instead;
    EXPECT_FALSE(value.starts_with("error")) << instead << ": " << value;
  }
}

TEST(SqlReasons, OneOfTheEnginesCutsAndTheOtherDoesNot) {
  TwoEngines engines(3);
  EXPECT_EQ(engines.on_duckdb("SELECT 7 / 2 AS x").substr(0, 8), "real 3.5");
  EXPECT_EQ(engines.on_sqlite("SELECT 7 / 2 AS x"), "3");
  EXPECT_EQ(engines.on_sqlite("SELECT 9007199254740993 = 9007199254740992e0 AS x"),
            "0");
  EXPECT_EQ(engines.on_duckdb("SELECT 9007199254740993 = 9007199254740992e0 AS x"),
            "1");
}

// ---- windows -----------------------------------------------------------------------

std::string random_window(Draws& draws) {
  static const std::vector<std::string> calls{"ROW_NUMBER()",   "RANK()",
                                              "DENSE_RANK()",   "LAG(r.amount)",
                                              "LEAD(r.due)",    "LAG(r.amount, 2, 0)",
                                              "SUM(r.amount)",  "COUNT(r.paid_on)",
                                              "MAX(r.paid_on)", "MIN(r.amount)"};
  static const std::vector<std::string> partitions{
      "", "PARTITION BY r.loan_id ", "PARTITION BY a.customer_id, a.kind "};
  static const std::vector<std::string> keys{"r.due",
                                             "r.due DESC",
                                             "r.amount NULLS LAST",
                                             "r.amount",
                                             "r.paid_on NULLS FIRST",
                                             "r.payment_id",
                                             "r.payment_id DESC",
                                             "- r.loan_id",
                                             "a.customer_id"};
  static const std::vector<std::string> frames{
      "", "", " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW",
      " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING",
      " RANGE BETWEEN 10 PRECEDING AND CURRENT ROW"};
  const std::string call = draws.of(calls);
  std::string order;
  for (std::int64_t i = draws.from(0, 3); i > 0; --i)
    order += (order.empty() ? "ORDER BY " : ", ") + draws.of(keys);
  const bool takes_frame =
      call.starts_with("SUM") || call.starts_with("COUNT") || call.starts_with("M");
  const std::string over = call + " OVER (" + draws.of(partitions) + order +
                           (takes_frame ? draws.of(frames) : "") + ")";
  // A date is a text in SQLite's results, so it is counted.
  const bool is_date = call == "MAX(r.paid_on)" || call == "LEAD(r.due)";
  return is_date ? "days_between('2024-01-01', " + over + ")" : over;
}

TEST(SqlAgreement, WindowsThatTheRulesAcceptGiveTheSameOnBothEngines) {
  TwoEngines engines(4);
  Draws draws(5);
  int accepted = 0;
  for (int trial = 0; trial < 800; ++trial) {
    const std::string sql = "SELECT r.payment_id, " + random_window(draws) +
                            " AS x FROM payments AS r JOIN loans AS a ON "
                            "a.loan_id = r.loan_id";
    if (!portfolio::check_sql(sql, engines.portfolio()).empty()) continue;
    ++accepted;
    const std::string ordered = "SELECT * FROM (" + sql + ") AS q ORDER BY 1";
    const std::string value = engines.on_duckdb(ordered);
    EXPECT_EQ(value, engines.on_sqlite(ordered)) << sql;
    EXPECT_FALSE(value.starts_with("error")) << sql << ": " << value;
  }
  EXPECT_GE(accepted, 100);
}

}  // namespace
}  // namespace credence
