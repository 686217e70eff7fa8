#include "portfolio/sql_rules.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/portfolio/sample.h"

namespace credence::portfolio {
namespace {

Portfolio sample_portfolio() {
  auto portfolio = parse_portfolio(sample::texts(), "sample");
  if (!portfolio) throw std::runtime_error(portfolio.error().message);
  return *portfolio;
}

// The findings on one expression over one application's own row.
std::vector<std::string> on_expression(const std::string& expression) {
  std::vector<std::string> problems;
  const std::string sql = "SELECT d.application_id, " + expression +
                          " AS x\n"
                          "FROM decisions AS d\n"
                          "JOIN loans AS a ON a.loan_id = d.application_id";
  for (const SqlFinding& finding : check_sql(sql, sample_portfolio()))
    problems.push_back(text_of(finding));
  return problems;
}

std::vector<std::string> on_query(const std::string& sql) {
  std::vector<std::string> problems;
  for (const SqlFinding& finding : check_sql(sql, sample_portfolio()))
    problems.push_back(text_of(finding));
  return problems;
}

using Problems = std::vector<std::string>;

TEST(SqlRules, AcceptWhatAllEnginesRunAlike) {
  for (const char* expression :
       {"CAST(a.amount AS DOUBLE) / NULLIF(a.months, 0)", "a.rate / 100",
        "CASE WHEN a.kind = 'Home' THEN 1 ELSE 0 END", "COALESCE(a.months, 0) + 1",
        "sqrt(CAST(a.amount AS DOUBLE))",
        "lesser_of(999, days_between(a.applied, d.decided_at))",
        "CASE WHEN a.applied >= '2020-01-31' THEN 1 WHEN a.rate < 0.5 THEN 0 END",
        "CASE WHEN a.kind IN ('Home') AND NOT a.rate BETWEEN 1 AND 2 THEN a.rate END",
        "(SELECT COUNT(*) FILTER (WHERE r.paid_on IS NULL) FROM payments AS r "
        "WHERE r.loan_id = a.loan_id)"})
    EXPECT_EQ(on_expression(expression), Problems{}) << expression;
}

struct Case {
  std::string expression, problem;
};

TEST(SqlRules, RefuseWhatEnginesDisagreeOnAndSayWhatToWrite) {
  const std::vector<Case> cases{
      {"CASE WHEN a.kind LIKE 'H%' THEN 1 ELSE 0 END",
       "LIKE heeds case in some engines; compare with = or IN"},
      {"a.amount % 2", "% differs for negative numbers; write x - y * floor_of(...)"},
      {"CAST(a.amount AS DOUBLE) * 1.0",
       "* 1.0 makes a decimal in most engines; write CAST(... AS DOUBLE)"},
      {"CAST(a.amount AS REAL)",
       "CAST(a.amount AS REAL) is of single precision in some engines or unknown to "
       "them; "
       "write CAST(... AS DOUBLE)"},
      {"CAST(a.rate AS BIGINT)",
       "CAST(a.rate AS BIGINT) casts a DOUBLE; engines round differently: write "
       "floor_of"},
      {"CAST('2024-01-01' AS DATE)",
       "CAST(... AS DATE) is a number in SQLite; compare with the padded text, as in x "
       ">= "
       "'2024-01-31'"},
      {"CASE WHEN a.kind = \"Home\" THEN 1 ELSE 0 END",
       "\"Home\" in double quotes is a text to some engines and a name to others; "
       "write "
       "'Home' for a text, no quotes for a name"},
      {"CASE WHEN a.applied > '2024-1-1' THEN 1 ELSE 0 END",
       "'2024-1-1' is not a padded date, so SQLite compares it as a text; write "
       "'2024-01-31'"},
      {"a.amount / NULLIF(a.months, 0)",
       "a.amount / NULLIF(a.months, 0) divides whole or decimal numbers; write "
       "CAST(a.amount AS DOUBLE)"},
      {"CAST(a.amount AS DOUBLE) / a.months",
       "the divisor of CAST(a.amount AS DOUBLE) / a.months is not guarded; write / "
       "NULLIF(a.months, 0)"},
      {"ROUND(a.rate)",
       "the function ROUND is not the same in all engines; engines round halves "
       "differently; write floor_of, or leave it"},
      {"LN(a.rate)",
       "the function LN is not the same in all engines; declare it in portfolio.toml "
       "under "
       "features.logarithms"},
      {"DATEDIFF(a.applied, d.decided_at)",
       "the function DATEDIFF is not the same in all engines; write days_between"},
      {"a.amount * 0.5",
       "a.amount * 0.5 is a decimal number in some engines and a DOUBLE in others; "
       "write "
       "CAST(... AS DOUBLE)"},
      {"d.decided_at - a.applied",
       "d.decided_at - a.applied calculates with a date; write days_between or "
       "add_days"},
      {"CASE WHEN a.rate > 1 THEN a.rate ELSE a.months END",
       "CASE mixes a DOUBLE with a whole number; write CAST(... AS DOUBLE) at each"},
      {"a.rate > 5",
       "a.rate > 5 is a condition, which only some engines give as a column; write "
       "CASE "
       "WHEN ... THEN 1 ELSE 0 END"},
      {"CASE WHEN a.is_default THEN 1 ELSE 0 END",
       "a.is_default is a whole number, expected a condition such as a.is_default = 1"},
      {"CASE WHEN a.kind = 1 THEN 1 ELSE 0 END",
       "a comparison of a text with a whole number"},
      {"a.colour", "found no column \"a.colour\" in the tables read here"},
      {"0.5", "0.5 is a decimal number in some engines; write CAST(0.5 AS DOUBLE)"}};
  for (const Case& each : cases)
    EXPECT_EQ(on_expression(each.expression), Problems{"line 1: " + each.problem})
        << each.expression;
}

TEST(SqlRules, RefuseAggregatesOfReals) {
  const std::string rest =
      " AS x\nFROM decisions AS d\nJOIN loans AS a ON a.loan_id = d.application_id\n"
      "GROUP BY d.application_id";
  EXPECT_EQ(
      on_query("SELECT d.application_id,\nSUM(a.rate)" + rest),
      Problems{"line 2: SUM(a.rate) adds reals, whose sum depends on the order of "
               "rows; add whole numbers of a smaller unit"});
  EXPECT_EQ(on_query("SELECT d.application_id,\nAVG(a.amount)" + rest),
            Problems{"line 2: the function AVG is not the same in all engines; write "
                     "CAST(SUM(x) AS DOUBLE) / NULLIF(COUNT(x), 0)"});
  EXPECT_EQ(
      on_query("SELECT d.application_id,\na.amount" + rest),
      Problems{"line 2: \"a.amount\" is neither in GROUP BY nor inside an aggregate; "
               "engines would refuse it or take any row's"});
}

std::string window(const std::string& call) {
  return "SELECT d.application_id,\n" + call +
         " AS x\nFROM decisions AS d\n"
         "JOIN payments AS r ON r.loan_id = d.application_id";
}

TEST(SqlRules, AWindowsOrderIsTotalAndPlacesNulls) {
  EXPECT_EQ(on_query(window("ROW_NUMBER() OVER (PARTITION BY d.application_id ORDER BY "
                            "r.due DESC, r.payment_id DESC)")),
            Problems{});
  EXPECT_EQ(on_query(window("ROW_NUMBER() OVER (PARTITION BY d.application_id ORDER BY "
                            "r.due DESC)")),
            Problems{"line 2: ORDER BY of ROW_NUMBER() OVER (...) leaves ties to the "
                     "engine; add the primary key of the table as its last column"});
  EXPECT_EQ(on_query(window("ROW_NUMBER() OVER (PARTITION BY d.application_id ORDER BY "
                            "r.paid_on, r.payment_id)")),
            Problems{"line 2: ORDER BY r.paid_on may meet NULL, which engines place "
                     "differently; write NULLS FIRST or NULLS LAST"});
  EXPECT_EQ(on_query(window("ROW_NUMBER() OVER (PARTITION BY d.application_id ORDER BY "
                            "r.paid_on NULLS LAST, r.payment_id)")),
            Problems{});
  EXPECT_EQ(
      on_query(window("LAG(r.amount) OVER (PARTITION BY d.application_id)")),
      Problems{"line 2: LAG(r.amount) OVER (...) has no ORDER BY, so engines number "
               "rows differently"});
}

TEST(SqlRules, NameTheLineOfWhatIsNotSqlAtAll) {
  EXPECT_EQ(on_query("SELECT d.application_id\nFROM decisions AS d\nWHERE"),
            Problems{"line 3: found the end of the file, expected a value"});
  EXPECT_EQ(on_query("SELECT 'open"),
            Problems{"line 1: the text that starts here does not end, expected '"});
  EXPECT_EQ(
      on_query("SELECT x.a AS a FROM loan AS x"),
      Problems{"line 1: found no table \"loan\" in schema.sql, nor a WITH query of "
               "this name above"});
}

TEST(SqlRules, TheSampleAndThePortfoliosKeepThem) {
  const Portfolio sample = sample_portfolio();
  EXPECT_TRUE(check_sql(sample.texts.features_sql, sample).empty());
  EXPECT_TRUE(check_sql(sample.texts.target_sql, sample).empty());
}

// ---- the overflow proof ------------------------------------------------------------

Problems unproven(const std::string& sql) {
  Problems problems;
  for (const SqlFinding& finding : unproven_sums(sql, sample_portfolio()))
    problems.push_back(text_of(finding));
  return problems;
}

std::string over_history(const std::string& value, const std::string& group) {
  return "SELECT d.application_id,\n" + value +
         " AS x\nFROM decisions AS d\n"
         "JOIN loans AS a ON a.loan_id = d.application_id\n"
         "JOIN loans AS p ON p.customer_id = a.customer_id\n"
         "JOIN payments AS r ON r.loan_id = p.loan_id\nGROUP BY " +
         group;
}

TEST(OverflowProof, HoldsWhereDeclaredBoundsSuffice) {
  // 1,000 payments of 10^10 and 50 loans of 5 x 10^9 each.
  EXPECT_EQ(unproven(over_history("SUM(r.amount)", "d.application_id")), Problems{});
  EXPECT_EQ(unproven(over_history("SUM(r.amount) * 900000", "d.application_id")),
            Problems{});
}

TEST(OverflowProof, NamesTheExpressionThatMayPass) {
  // 10^13 x 10^6 = 10^19 is more than 2^63 = 9.2 x 10^18.
  EXPECT_EQ(
      unproven(over_history("SUM(r.amount) * 1000000", "d.application_id")),
      Problems{"line 2: SUM(r.amount) * 1000000 is not proven to stay below 2^63: it "
               "may reach 1e+19; declare narrower bounds or fewer most_rows, or put "
               "lesser_of around it"});
  EXPECT_EQ(
      unproven(over_history("SUM(r.amount * r.amount)", "d.application_id")),
      Problems{"line 2: r.amount * r.amount is not proven to stay below 2^63: it may "
               "reach 1e+20; declare narrower bounds or fewer most_rows, or put "
               "lesser_of around it"});
}

TEST(OverflowProof, SaysWhatToDeclare) {
  EXPECT_EQ(
      unproven(over_history("SUM(a.branch)", "d.application_id")),
      Problems{"line 2: SUM(a.branch) is not proven to stay below 2^63: \"branch\" of "
               "\"loans\" has no bounds: give it a CHECK (branch BETWEEN ... AND ...) "
               "in schema.sql"});
}

TEST(OverflowProof, ReportsSumsOverMoreThanOneApplication) {
  EXPECT_EQ(
      unproven("SELECT a.kind,\nSUM(a.amount) AS x FROM loans AS a GROUP BY a.kind"),
      Problems{"line 2: SUM(a.amount) is not proven to stay below 2^63: nothing "
               "bounds the rows that it adds; group by application_id, and join each "
               "table by its link"});
  // Joined by nothing, the payments of all applicants are added up.
  EXPECT_EQ(
      unproven("SELECT d.application_id,\nSUM(r.amount) AS x FROM decisions AS d\n"
               "JOIN payments AS r ON r.due < d.decided_at GROUP BY d.application_id")
          .size(),
      1U);
}

TEST(OverflowProof, ReportsANumberThatIsTooLongItself) {
  EXPECT_EQ(
      unproven(
          "SELECT d.application_id,\n9223372036854775808 AS x FROM decisions AS d"),
      Problems{"line 2: 9223372036854775808 is not proven to stay below 2^63: it may "
               "reach 9.2e+18; declare narrower bounds or fewer most_rows, or put "
               "lesser_of around it"});
}

TEST(OverflowProof, EndsWhereACastMakesReals) {
  EXPECT_EQ(unproven(over_history("CAST(SUM(r.amount) AS DOUBLE) * 1000000 * 1000000",
                                  "d.application_id")),
            Problems{});
}

TEST(OverflowProof, FollowsValuesThroughQueriesAndFunctions) {
  const auto sum_of = [](const std::string& days) {
    return "WITH late AS (\n  SELECT d.application_id, " + days +
           " AS days\n  FROM decisions AS d\n"
           "  JOIN loans AS a ON a.loan_id = d.application_id\n"
           "  JOIN payments AS r ON r.loan_id = a.loan_id\n)\n"
           "SELECT application_id, COUNT(*) * SUM(days * days) * 1000 AS x\n"
           "FROM late GROUP BY application_id";
  };
  // 1,000 rows: 1000 x 1000 x 999^2 x 1000 = 10^15; 1000 x 1000 x 109572^2 x 1000 =
  // 10^19.
  EXPECT_EQ(unproven(sum_of("greater_of(0, lesser_of(999, days_between(r.due, "
                            "d.decided_at)))")),
            Problems{});
  EXPECT_EQ(
      unproven(sum_of("days_between(r.due, d.decided_at)")),
      Problems{"line 7: (COUNT(*) * SUM(days * days)) * 1000 is not proven to stay "
               "below 2^63: it may reach 1.2e+19; declare narrower bounds or fewer "
               "most_rows, or put lesser_of around it"});
}

}  // namespace
}  // namespace credence::portfolio
