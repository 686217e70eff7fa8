// The rules that random queries on two engines asked for, each by its message.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "portfolio/sql_rules.h"
#include "tests/portfolio/sample.h"

namespace credence::portfolio {
namespace {

using Problems = std::vector<std::string>;

Problems texts_of(const std::vector<SqlFinding>& findings) {
  Problems problems;
  for (const SqlFinding& finding : findings) problems.push_back(text_of(finding));
  return problems;
}

const Portfolio& sample_portfolio() {
  static const Portfolio portfolio = *parse_portfolio(sample::texts(), "sample");
  return portfolio;
}

Problems on_query(const std::string& sql) {
  return texts_of(check_sql(sql, sample_portfolio()));
}

std::string over_loan(const std::string& expression) {
  return "SELECT d.application_id, " + expression +
         " AS x\nFROM decisions AS d\nJOIN loans AS a ON a.loan_id = d.application_id";
}

Problems on_expression(const std::string& expression) {
  return on_query(over_loan(expression));
}

std::string when(const std::string& condition) {
  return "CASE WHEN " + condition + " THEN 1 ELSE 0 END";
}

TEST(SqlNumbers, OfMoreDigitsThanAllEnginesReadAlikeAreRefused) {
  for (const char* number : {"0.061657", "0.12345", "1234567890123.456", "1e-5",
                             "0.5e-4", "1e15", "12e14", "123456789012345.6"})
    EXPECT_EQ(on_expression("CAST(" + std::string(number) + " AS DOUBLE)"),
              Problems{"line 1: " + std::string(number) +
                       " has more than 4 decimals or 15 digits, and engines may read "
                       "another last bit; write a division of whole numbers, as in "
                       "CAST(12345 AS DOUBLE) / 1000000"})
        << number;
}

TEST(SqlNumbers, ThatAllEnginesReadAlikeAreTaken) {
  for (const char* number :
       {"0.5", "0.0616", "12345678901.2345", "0.50000000", "1e-4", "25e-3", "1e14",
        "1.5e3", "000000000000000000.25", "99999999999999.9"})
    EXPECT_EQ(on_expression("CAST(" + std::string(number) + " AS DOUBLE)"), Problems{})
        << number;
}

TEST(SqlNumbers, ThatAreNoneAreRefused) {
  for (const auto& [number, problem] :
       {std::pair{"1.2.3", "found \"1.2.3\", expected a number such as 0.5"},
        {"1e", "found \"1e\", expected a number such as 0.5"},
        {"1e+", "found \"1e+\", expected a number such as 0.5"},
        {"0x10", "found \"0x\", expected a number or a name"}})
    EXPECT_EQ(on_expression(number), Problems{std::string("line 1: ") + problem});
}

TEST(SqlRules, AZeroIsNoDivisorHoweverItIsWritten) {
  for (const std::string zero : {"0", "0.0", "0e5", "00", ".0", "CAST(0.0 AS DOUBLE)"})
    EXPECT_EQ(on_expression("a.rate / " + zero),
              Problems{"line 1: the divisor of a.rate / " + zero +
                       " is not guarded; write / NULLIF(" + zero + ", 0)"});
}

TEST(SqlRules, ComparisonsInARowNeedParentheses) {
  const std::string expected =
      ", expected parentheses around the comparison before it: engines differ in which "
      "of two comes first";
  const std::vector<std::pair<std::string, std::string>> cases{
      {"a.months = 1 = 1", "\"=\""},
      {"a.months < 1 < 2", "\"<\""},
      {"(a.months = 1) = (a.rate > 1) < (a.rate > 2)", "\"<\""},
      {"a.months = 1 IS NULL", "\"IS\""},
      {"a.months IS NULL = (a.rate > 1)", "\"=\""},
      {"a.months = a.amount IN (1, 2)", "\"IN\""},
      {"a.months IN (1, 2) NOT IN (3, 4)", "\"NOT\""},
      {"a.months BETWEEN 1 AND 2 BETWEEN 3 AND 4", "\"BETWEEN\""}};
  for (const auto& [condition, word] : cases)
    EXPECT_EQ(on_expression(when(condition)),
              Problems{"line 1: found " + word + expected})
        << condition;
  EXPECT_EQ(on_expression(when("(a.months = 1) = (a.rate > 1)")), Problems{});
  EXPECT_EQ(on_expression(when("NOT a.months = 1 AND a.rate IS NOT NULL")), Problems{});
}

TEST(SqlRules, AWholeNumberBeyondWhatADoubleHoldsIsNotComparedWithOne) {
  const std::string problem =
      "line 1: a comparison of a DOUBLE with a whole number that may pass 2^53, which "
      "some engines round first; write CAST(... AS DOUBLE) around it";
  for (const char* condition :
       {"a.branch = a.rate", "a.rate < a.amount * a.amount",
        "a.rate IN (9007199254740993)", "a.rate BETWEEN 0 AND a.branch"})
    EXPECT_EQ(on_expression(when(condition)), Problems{problem}) << condition;
  EXPECT_EQ(on_expression("NULLIF(a.branch, a.rate)"), Problems{problem});
  EXPECT_EQ(on_expression(when("a.rate < a.amount * 1000000")), Problems{});
  EXPECT_EQ(on_expression(when("CAST(a.branch AS DOUBLE) = a.rate")), Problems{});
}

TEST(SqlRules, ADateMeetsOnlyDatesAndTextsThatAreOne) {
  EXPECT_EQ(on_expression(when("a.applied = a.kind")),
            Problems{"line 1: a comparison of a date with a text that is not written "
                     "out, as in x >= '2024-01-31'"});
  EXPECT_EQ(on_expression(when("a.applied IN ('2024-01-31', 'soon')")),
            Problems{"line 1: 'soon' is compared with a date but is none"});
  EXPECT_EQ(on_expression(when("a.applied = '20240131'")),
            Problems{"line 1: '20240131' is compared with a date but is none"});
  EXPECT_EQ(on_expression("year_of(a.kind)"),
            Problems{"line 1: YEAR_OF(a.kind): argument 1 may be a text that is no "
                     "date"});
  EXPECT_EQ(on_expression("days_between('2024-01-31', 'today')"),
            Problems{"line 1: DAYS_BETWEEN('2024-01-31', 'today'): argument 2 may be a "
                     "text that is no date"});
  EXPECT_EQ(on_expression("days_between('2024-01-31', a.applied)"), Problems{});
}

TEST(SqlRules, DaysAreAddedOnlyWithinTheYearsThatHaveFourDigits) {
  EXPECT_EQ(on_expression(when("add_days(a.applied, a.amount) > a.applied")),
            Problems{"line 1: ADD_DAYS(a.applied, a.amount) may leave the years 1 to "
                     "9999; put lesser_of and greater_of around the number of days"});
  EXPECT_EQ(on_expression(when("add_days(a.applied, a.months) > a.applied")),
            Problems{});
}

TEST(SqlRules, ASubqueryUsedAsAValueHasOneRow) {
  const std::string problem =
      "line 1: a subquery used as a value may give several rows, of which engines take "
      "any or none; aggregate it, as in SELECT MAX(...)";
  for (const char* several :
       {"(SELECT r.amount FROM payments AS r WHERE r.loan_id = a.loan_id)",
        "(SELECT MAX(r.amount) FROM payments AS r WHERE r.loan_id = a.loan_id GROUP BY "
        "r.due)",
        "(SELECT 1 AS one UNION ALL SELECT 2 AS two)"})
    EXPECT_EQ(on_expression(several), Problems{problem}) << several;
  for (const char* one :
       {"(SELECT MAX(r.amount) FROM payments AS r WHERE r.loan_id = a.loan_id)",
        "(SELECT b.amount FROM loans AS b WHERE b.loan_id = a.loan_id)",
        "(SELECT o.window_months FROM observation AS o)"})
    EXPECT_EQ(on_expression(one), Problems{}) << one;
}

std::string ties(const std::string& call) {
  return "line 1: ORDER BY of " + call +
         " leaves ties to the engine; add the primary key of the table as its last "
         "column";
}

TEST(SqlWindows, LeaveNoTiesWhateverTheyAreOrderedBy) {
  const auto window = [](const std::string& call) {
    return on_query("SELECT r.payment_id, " + call + " AS x FROM payments AS r");
  };
  EXPECT_EQ(window("ROW_NUMBER() OVER (ORDER BY - r.loan_id)"),
            Problems{ties("ROW_NUMBER() OVER (...)")});
  EXPECT_EQ(window("ROW_NUMBER() OVER (ORDER BY - r.loan_id, r.payment_id)"),
            Problems{});
  EXPECT_EQ(window("RANK() OVER (ORDER BY - r.loan_id)"), Problems{});
  EXPECT_EQ(window("COUNT(*) OVER (PARTITION BY r.loan_id ROWS BETWEEN 1 PRECEDING AND "
                   "CURRENT ROW)"),
            Problems{"line 1: COUNT(*) OVER (...) has no ORDER BY, so engines number "
                     "rows differently"});
  EXPECT_EQ(
      window("COUNT(*) OVER (ORDER BY r.due RANGE BETWEEN 5 PRECEDING AND CURRENT "
             "ROW)"),
      Problems{"line 1: found the number 5, expected a frame of ROWS: what lies "
               "within a distance of a date or a NULL differs between engines"});
  EXPECT_EQ(window("LAG(r.amount, r.loan_id) OVER (ORDER BY r.payment_id)"),
            Problems{"line 1: LAG(r.amount, r.loan_id) OVER (...) looks r.loan_id rows "
                     "away, expected a whole number written out"});
}

TEST(SqlWindows, OverGroupsAreOrderedByAllThatMakesAGroup) {
  const auto grouped = [](const std::string& order) {
    return on_query("SELECT r.loan_id, ROW_NUMBER() OVER (ORDER BY " + order +
                    ") AS x FROM payments AS r GROUP BY r.loan_id, r.due");
  };
  EXPECT_EQ(grouped("COUNT(*), r.loan_id"), Problems{ties("ROW_NUMBER() OVER (...)")});
  EXPECT_EQ(grouped("COUNT(*), r.loan_id, r.due"), Problems{});
}

TEST(SqlWindows, AKeyThatAQueryKeepsStillOrdersItsRows) {
  const auto numbered = [](const std::string& columns, const std::string& order) {
    return on_query("WITH p AS (SELECT " + columns +
                    " FROM payments AS r JOIN loans AS l ON l.loan_id = r.loan_id)\n"
                    "SELECT p.loan_id, ROW_NUMBER() OVER (ORDER BY " +
                    order + ") AS x FROM p");
  };
  EXPECT_EQ(numbered("r.loan_id, r.payment_id AS id", "p.loan_id, p.id"), Problems{});
  EXPECT_EQ(numbered("r.loan_id, r.due", "p.loan_id, p.due"),
            Problems{"line 2: ORDER BY of ROW_NUMBER() OVER (...) leaves ties to the "
                     "engine; add the primary key of the table as its last column"});
}

// ---- the overflow proof ------------------------------------------------------------

Problems unproven(const std::string& sql) {
  return texts_of(unproven_sums(sql, sample_portfolio()));
}

TEST(OverflowProof, KnowsThatWrittenNumbersAloneHave32Bits) {
  const auto problem = [](const std::string& expression, const std::string& reach) {
    return Problems{"line 1: " + expression +
                    " is not proven to stay below 2^31, the limit of numbers written "
                    "out in some engines: it may reach " +
                    reach + "; write CAST(... AS BIGINT) around one of them"};
  };
  EXPECT_EQ(unproven(over_loan("100000 * 100000")),
            problem("100000 * 100000", "1e+10"));
  EXPECT_EQ(unproven(over_loan(when("a.rate > 1") + " * 2147483647 + 1")),
            problem("(CASE ... END * 2147483647) + 1", "2.1e+09"));
  EXPECT_EQ(unproven(over_loan("COALESCE(65536, 1) * 65536")),
            problem("COALESCE(65536, 1) * 65536", "4.3e+09"));
  for (const char* wide : {"CAST(100000 AS BIGINT) * 100000", "a.months * 2147483647",
                           "2147483648 * 2", "46340 * 46340",
                           "(SELECT COUNT(*) FROM payments AS r WHERE r.loan_id = "
                           "a.loan_id) * 2147483647"})
    EXPECT_EQ(unproven(over_loan(wide)), Problems{}) << wide;
}

TEST(OverflowProof, FollowsDatesThatWereAddedTo) {
  // At most 360 days beyond 9990-01-01, from 1900-01-01: 2955172 days.
  const std::string days = "days_between(a.applied, add_days('9990-01-01', a.months))";
  EXPECT_EQ(unproven(over_loan(days + " * 3121094825226")), Problems{});
  EXPECT_EQ(unproven(over_loan(days + " * 3121094825227")).size(), 1U);
  EXPECT_EQ(
      unproven(over_loan("days_between(a.applied, d.decided_at) * 84174000000000")),
      Problems{});
}

TEST(OverflowProof, DoesNotTakeOneColumnNamedTwiceForTheWholeKey) {
  // Grouped by loan and day, so a loan has up to 1,000 rows of 10^10, not one.
  const Problems problems = unproven(
      "WITH g AS (SELECT r.loan_id AS a, r.loan_id AS b, MAX(r.amount) AS most\n"
      "FROM payments AS r GROUP BY r.loan_id, r.due)\n"
      "SELECT d.application_id, SUM(g.most * 900000000) AS x FROM decisions AS d\n"
      "JOIN g ON g.a = d.application_id AND g.b = d.application_id\n"
      "GROUP BY d.application_id");
  EXPECT_EQ(problems.size(), 1U);
}

// ---- text that is no SQL -----------------------------------------------------------

TEST(SqlText, ThatEnginesWouldReadDifferentlyIsRefusedAsAWhole) {
  using std::string_literals::operator""s;
  EXPECT_EQ(
      on_query("\xEF\xBB\xBFSELECT 1 AS x"),
      Problems{"line 1: found a byte order mark, which not all engines take; save "
               "the file as UTF-8 without it"});
  EXPECT_EQ(on_query("SELECT 1 AS x\n-- a \0 b\n, 2 AS y"s),
            Problems{"line 2: found a zero byte, expected text"});
  EXPECT_EQ(
      on_query("SELECT\xC2\xA0"
               "1 AS x"),
      Problems{"line 1: found the byte 0xC2 outside quotes and comments, expected "
               "plain letters"});
}

TEST(SqlText, MayEndItsLinesInEitherWay) {
  std::string dos =
      "SELECT d.application_id,\n\nROUND(a.rate) AS x\nFROM decisions AS d\n"
      "JOIN loans AS a ON a.loan_id = d.application_id";
  const Problems expected = on_query(dos);
  for (std::size_t at = 0; (at = dos.find('\n', at)) != std::string::npos; at += 2)
    dos.insert(at, "\r");
  EXPECT_EQ(on_query(dos), expected);
  ASSERT_EQ(expected.size(), 1U);
  EXPECT_TRUE(expected[0].starts_with("line 3: "));
}

}  // namespace
}  // namespace credence::portfolio
