// What the rules for SQL let through means the same on both engines: random expressions
// over random rows, each run on DuckDB and on SQLite, bit for bit.
#include <gtest/gtest.h>

#include "portfolio/sql_rules.h"
#include "tests/end_to_end/expression_writer.h"

namespace credence {
namespace {

using testing::ExpressionWriter;
using testing::TwoEngines;

std::string over_application(const std::string& expression) {
  return "SELECT d.application_id, " + expression +
         " AS x FROM decisions AS d JOIN loans AS a ON a.loan_id = d.application_id";
}

bool is_accepted(const std::string& sql, const portfolio::Portfolio& portfolio) {
  return portfolio::check_sql(sql, portfolio).empty() &&
         portfolio::unproven_sums(sql, portfolio).empty();
}

TEST(SqlAgreement, WhateverTheRulesAcceptGivesTheSameBitsOnBothEngines) {
  TwoEngines engines(1);
  ExpressionWriter writer(2);
  int accepted = 0;
  for (int trial = 0; trial < 1'500; ++trial) {
    const std::string sql = over_application(writer.any());
    if (!is_accepted(sql, engines.portfolio())) continue;
    ++accepted;
    const std::string ordered = "SELECT * FROM (" + sql + ") AS q ORDER BY 1";
    EXPECT_EQ(engines.on_duckdb(ordered), engines.on_sqlite(ordered)) << sql;
  }
  // Rules that refuse everything would prove nothing.
  EXPECT_GE(accepted, 300);
}

}  // namespace
}  // namespace credence
