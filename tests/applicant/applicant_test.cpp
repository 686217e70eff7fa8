#include "applicant/applicant.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/applicant/retail_request.h"

namespace credence::applicant {
namespace {

using table::Value;
using namespace testing;

Applicant retail() {
  return Applicant::open(portfolio::read_portfolio("portfolios/retail_lending").value())
      .value();
}

// The place of `column` in the first row of a table.
Value& cell(Request& request, std::string_view table, std::string_view column) {
  const auto rows = std::ranges::find(request.tables, table, &TableRows::table);
  const auto place = std::ranges::find(rows->columns, column) - rows->columns.begin();
  return rows->rows[0][static_cast<std::size_t>(place)];
}

TEST(Applicant, RefusesByTableAndColumnWhatTheSchemaRefuses) {
  struct Case {
    const char *table, *column;
    Value value;
    const char* message;
  };
  const Case cases[] = {
      {"loan_applications", "annual_income", std::int64_t{12},
       "loan_applications.annual_income: found 12, expected 5000000 to 5000000000"},
      {"loan_applications", "annual_income", Value(),
       "loan_applications.annual_income: is missing, but schema.sql says NOT NULL; "
       "give "
       "it a value"},
      {"loan_applications", "annual_income", 6e7,
       "loan_applications.annual_income: found 60000000, expected a whole number"},
      {"loan_applications", "loan_type", "Boat",
       "loan_applications.loan_type: found \"Boat\", expected one of Personal, Home, "
       "Auto, Education, Business, Gold, Credit Card"},
      {"loan_applications", "loan_type", std::int64_t{3},
       "loan_applications.loan_type: found 3, expected a text"},
      {"loan_applications", "interest_rate", std::numeric_limits<double>::quiet_NaN(),
       "loan_applications.interest_rate: found nan, expected a finite number"},
      {"loan_applications", "interest_rate", "high",
       "loan_applications.interest_rate: found \"high\", expected a number"},
      {"loan_applications", "interest_rate", 40.5,
       "loan_applications.interest_rate: found 40.5, expected 1 to 40"},
      {"loan_applications", "application_date", "2024-06-15",
       "loan_applications.application_date: found \"2024-06-15\", expected a date from "
       "1900-01-01 to 2199-12-31"},
      {"loan_applications", "application_date", day_of(1899, 12, 31),
       "loan_applications.application_date: found 1899-12-31, expected a date from "
       "1900-01-01 to 2199-12-31"},
      {"loan_applications", "application_date", day_of(2200, 1, 1),
       "loan_applications.application_date: found 2200-01-01, expected a date from "
       "1900-01-01 to 2199-12-31"},
      {"loan_applications", "application_date", std::int64_t{99'999'999},
       "loan_applications.application_date: found the day 99999999, expected a date "
       "from 1900-01-01 to 2199-12-31"},
      {"loan_applications", "loan_id", Value(),
       "loan_applications.loan_id: is missing, but schema.sql says NOT NULL; give it a "
       "value"},
  };
  Applicant applicant = retail();
  for (const Case& one : cases) {
    Request request = walk_in();
    cell(request, one.table, one.column) = one.value;
    const auto row = applicant.features(request);
    ASSERT_FALSE(row) << one.message;
    EXPECT_EQ(row.error().kind, ErrorKind::bad_input);
    EXPECT_EQ(row.error().message, one.message);
  }
}

TEST(Applicant, RefusesRequestsThatDoNotFitTheSchema) {
  Applicant applicant = retail();
  const auto message = [&](const Request& request) {
    const auto row = applicant.features(request);
    return row ? std::string("accepted") : row.error().message;
  };
  Request request = walk_in();
  request.tables[1].table = "loans";
  EXPECT_EQ(message(request), "loans: schema.sql has no such table");

  request = walk_in();
  request.tables[0].columns[1] = "sex";
  EXPECT_EQ(message(request), "customers.sex: schema.sql has no such column");

  request = walk_in();
  request.tables[0].columns[2] = "gender";
  EXPECT_EQ(message(request), "customers.gender: the column is given twice");

  request = walk_in();
  request.tables[0].rows[0].pop_back();
  EXPECT_EQ(message(request),
            "customers: a row has 5 values, expected 6, one for each column");

  request = walk_in();
  request.tables[1].rows.push_back(request.tables[1].rows[0]);
  EXPECT_EQ(message(request),
            "loan_applications: two rows have the same key (SQLite: UNIQUE constraint "
            "failed: loan_applications.loan_id)");

  request = walk_in();
  request.decided_at = day_of(2200, 1, 1);
  EXPECT_EQ(message(request),
            "the day of the decision: found 2200-01-01, expected a date from "
            "1900-01-01 to 2199-12-31");

  request = walk_in();
  request.tables.erase(request.tables.begin());
  EXPECT_EQ(message(request),
            "features.sql: gives no row for the application 100; is its row in "
            "\"loan_applications\" missing, or one that it refers to?");

  request = walk_in();
  request.application_id = "A100";
  EXPECT_EQ(message(request),
            "loan_applications.loan_id: found \"A100\", expected a whole number");
}

// most_rows of customers is 1, that of loan_applications 200.
TEST(Applicant, RefusesMoreRowsOfATableThanTheOverflowProofAllows) {
  Applicant applicant = retail();
  Request request = walk_in();
  request.tables[0].rows.push_back(request.tables[0].rows[0]);
  request.tables[0].rows[1][0] = std::int64_t{8};
  const auto two = applicant.features(request);
  ASSERT_FALSE(two);
  EXPECT_EQ(two.error().kind, ErrorKind::bad_input);
  EXPECT_EQ(two.error().message,
            "customers: found 2 rows of one applicant, expected no more than the 1 "
            "that most_rows of [tables.customers] allows");

  request = walk_in();
  for (std::int64_t id = 101; id < 300; ++id)
    request.tables.push_back(
        rows_of("loan_applications", {application(id, "2024-01-01")}));
  EXPECT_TRUE(applicant.features(request)) << "200 rows, in pieces";
  request.tables.push_back(
      rows_of("loan_applications", {application(300, "2024-01-01")}));
  const auto many = applicant.features(request);
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().message,
            "loan_applications: found 201 rows of one applicant, expected no more than "
            "the 200 that most_rows of [tables.loan_applications] allows");
  EXPECT_TRUE(applicant.features(walk_in())) << "the count starts anew";
}

TEST(Applicant, IsAsNewAfterEveryEvaluationAndEveryFailure) {
  Applicant applicant = retail();
  const FeatureRow expected = applicant.features(walk_in()).value();
  ASSERT_TRUE(applicant.features(with_history()));
  EXPECT_EQ(applicant.features(walk_in()).value(), expected);
  // The last table's last row is wrong: everything before it is in already.
  Request broken = with_history();
  broken.tables.back().rows.back()[0] = Value();
  ASSERT_FALSE(applicant.features(broken));
  EXPECT_EQ(applicant.features(walk_in()).value(), expected);
}

TEST(Applicant, GivesTheSameRowForAnyOrderOfTablesRowsAndColumns) {
  Applicant applicant = retail();
  const Request request = with_history();
  Request turned = request;
  std::ranges::reverse(turned.tables);
  for (TableRows& table : turned.tables) {
    std::ranges::reverse(table.rows);
    std::ranges::reverse(table.columns);
    for (auto& row : table.rows) std::ranges::reverse(row);
  }
  EXPECT_EQ(applicant.features(turned).value(), applicant.features(request).value());
}

TEST(Applicant, WorksOutComputedColumnsWhateverWasGiven) {
  Applicant applicant = retail();
  Request request = walk_in();
  const FeatureRow expected = applicant.features(request).value();
  request.tables[1].columns.push_back("emi_amount");
  request.tables[1].rows[0].push_back(std::int64_t{1});
  EXPECT_EQ(applicant.features(request).value(), expected);
}

TEST(Applicant, TakesAWholeNumberForAReal) {
  Applicant applicant = retail();
  Request request = walk_in();
  const FeatureRow expected = applicant.features(request).value();
  cell(request, "loan_applications", "interest_rate") = std::int64_t{12};
  EXPECT_EQ(applicant.features(request).value(), expected);
}

TEST(Applicant, ServesAfterBeingMoved) {
  Applicant first = retail();
  const FeatureRow expected = first.features(walk_in()).value();
  Applicant second = std::move(first);
  EXPECT_EQ(second.features(walk_in()).value(), expected);
}

// ---- portfolios of other shapes -----------------------------------------------------

constexpr std::string_view small_toml = R"(
name = "small"
title = "Small"
[application]
table = "loans"
id = "code"
[tables.payments]
timeless = "a test"
link = { column = "code", table = "loans", key = "code" }
[features.groups]
all = ["paid", "kind", "decided"]
[features]
nominal = ["kind", "decided"]
[costs]
missed_bad = 10
refused_good = 1
refused_bad = 0
granted_good = 0
[[bands]]
name = "All"
action = "Look"
[search.logistic]
trials = 1
C = [1]
penalty = ["l2"]
)";

constexpr std::string_view small_schema = R"(
CREATE TABLE loans (code TEXT NOT NULL PRIMARY KEY, kind TEXT);
CREATE TABLE payments (
  code TEXT NOT NULL,
  number BIGINT NOT NULL CHECK (number BETWEEN 1 AND 9),
  amount DOUBLE,
  PRIMARY KEY (code, number)
);
)";

constexpr std::string_view small_features = R"(
SELECT
  d.application_id,
  -- Largest payment
  (SELECT MAX(p.amount) FROM payments AS p WHERE p.code = d.application_id) AS paid,
  -- Kind of loan
  l.kind,
  -- Whether a day of decision is known
  CASE WHEN d.decided_at IS NULL THEN 'undated' ELSE 'dated' END AS decided
FROM decisions AS d
JOIN loans AS l ON l.code = d.application_id
)";

Result<Applicant> small(std::string_view features = small_features) {
  const auto portfolio = portfolio::parse_portfolio(
      {std::string(small_toml), std::string(small_schema), std::string(features),
       "SELECT code AS application_id, 0 AS outcome, NULL AS no_outcome FROM loans"},
      "small");
  if (!portfolio) return std::unexpected(portfolio.error());
  return Applicant::open(*portfolio);
}

Request small_request() {
  return {
      "it's",
      0,
      {rows_of("loans", {{{"code", "it's"}, {"kind", "a\"b"}}}),
       rows_of("payments",
               {{{"code", "it's"}, {"number", std::int64_t{1}}, {"amount", -0.0}}})}};
}

TEST(Applicant, TakesTextIdsKeysOfSeveralColumnsAndPortfoliosWithoutDates) {
  auto applicant = small();
  ASSERT_TRUE(applicant) << applicant.error().message;
  const auto row = applicant->features(small_request());
  ASSERT_TRUE(row) << row.error().message;
  EXPECT_EQ(*row, (FeatureRow{0.0, "a\"b", "undated"}));
  EXPECT_FALSE(std::signbit(std::get<double>((*row)[0])));  // -0 is 0
}

TEST(Applicant, RefusesAKeyOfSeveralColumnsGivenTwice) {
  auto applicant = small();
  ASSERT_TRUE(applicant) << applicant.error().message;
  Request request = small_request();
  request.tables[1].rows.push_back(request.tables[1].rows[0]);
  EXPECT_EQ(applicant->features(request).error().message,
            "payments: two rows have the same key (SQLite: UNIQUE constraint failed: "
            "payments.code, payments.number)");
}

TEST(Applicant, NamesWhatIsWrongWithFeaturesSql) {
  std::string wrong(small_features);
  wrong.replace(wrong.find("l.kind"), 6, "l.sort AS kind");
  const auto unknown = small(wrong);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().message, "features.sql: SQLite: no such column: l.sort");

  auto twice = small(std::string(small_features) +
                     "JOIN payments AS q ON q.code = d.application_id");
  ASSERT_TRUE(twice) << twice.error().message;
  Request request = small_request();
  request.tables[1].rows.push_back(request.tables[1].rows[0]);
  request.tables[1].rows[1][1] = std::int64_t{2};
  EXPECT_EQ(twice->features(request).error().message,
            "features.sql: gives more than one row for the application it's");
}

}  // namespace
}  // namespace credence::applicant
