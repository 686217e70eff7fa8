// What is left of known applicants on the form, worked out by hand.
#include "features/form_features.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/features/small_bank.h"

namespace credence::features {
namespace {

using table::Table;
using table::Value;

constexpr const char* schema = R"(
CREATE TABLE loans (
  loan_id BIGINT NOT NULL PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  applied_on DATE NOT NULL,
  amount BIGINT NOT NULL CHECK (amount BETWEEN 1 AND 1000000),
  rate DOUBLE NOT NULL CHECK (rate BETWEEN 0 AND 40),
  months BIGINT NOT NULL CHECK (months BETWEEN 1 AND 60),
  instalment BIGINT CHECK (instalment BETWEEN 0 AND 1000000),
  card_limit BIGINT CHECK (card_limit BETWEEN 0 AND 1000000),
  limit_on DATE,
  branch TEXT,
  bad BIGINT CHECK (bad BETWEEN 0 AND 1)
);
CREATE TABLE people (
  customer_id BIGINT NOT NULL PRIMARY KEY,
  age BIGINT CHECK (age BETWEEN 0 AND 120),
  town TEXT
);
CREATE TABLE pulls (
  pull_id BIGINT NOT NULL PRIMARY KEY,
  loan_id BIGINT NOT NULL,
  pulled_on DATE NOT NULL,
  score BIGINT CHECK (score BETWEEN 0 AND 1000),
  grade TEXT NOT NULL
);
)";

constexpr const char* toml = R"(
name = "walk_ins"
[application]
table = "loans"
id = "loan_id"
decided_at = "applied_on"
group = "customer_id"
[tables.loans]
known_on = "applied_on"
[tables.loans.known_on_columns]
card_limit = "limit_on"
[tables.people]
timeless = "known when taken on"
link = { column = "customer_id", table = "loans", key = "customer_id" }
[tables.pulls]
known_on = "pulled_on"
same_day = true
link = { column = "loan_id", table = "loans", key = "loan_id" }
[[computed]]
table = "loans"
column = "instalment"
function = "emi"
arguments = ["amount", "rate", "months"]
[features]
flags = ["has_person"]
nominal = ["branch", "town", "grade"]
[features.groups]
all = [
  "amount", "instalment", "card_limit", "branch", "age", "town", "has_person", "score",
  "grade", "pull_age", "past_loans", "half_amount",
]
[costs]
missed_bad = 10
refused_good = 1
refused_bad = 0
granted_good = 0
[[bands]]
name = "All"
action = "look"
[search.logistic]
trials = 1
C = [1.0]
)";

constexpr const char* form = R"(
[[form]]
name = "sum"
table = "loans"
column = "amount"
[[form]]
name = "months"
table = "loans"
column = "months"
[[form]]
name = "limit"
table = "loans"
column = "card_limit"
nullable = true
[[form]]
name = "age"
table = "people"
column = "age"
nullable = true
[[form]]
name = "score"
table = "pulls"
column = "score"
nullable = true
)";

constexpr const char* features_sql = R"(
WITH latest AS (
  SELECT p.loan_id, p.score, p.grade, p.pulled_on
  FROM decisions AS d
  JOIN pulls AS p ON p.loan_id = d.application_id AND p.pulled_on <= d.decided_at
  WHERE NOT EXISTS (
    SELECT 1 FROM pulls AS n
    WHERE n.loan_id = p.loan_id AND n.pulled_on <= d.decided_at
      AND (n.pulled_on > p.pulled_on
        OR (n.pulled_on = p.pulled_on AND n.pull_id > p.pull_id))
  )
),
past AS (
  SELECT d.application_id, COUNT(*) AS n
  FROM decisions AS d
  JOIN loans AS l ON l.loan_id = d.application_id
  JOIN loans AS o ON o.customer_id = l.customer_id AND o.applied_on < d.decided_at
  GROUP BY d.application_id
)
SELECT
  d.application_id,
  -- Asked for
  l.amount,
  -- To pay each month
  l.instalment,
  -- Limit of the card
  CASE WHEN l.limit_on < d.decided_at THEN l.card_limit END AS card_limit,
  -- Where it was asked for
  l.branch,
  -- Age
  h.age,
  -- Town
  h.town,
  -- Whether the person is known
  CASE WHEN h.customer_id IS NULL THEN 0 ELSE 1 END AS has_person,
  -- Score
  s.score,
  -- Grade
  s.grade,
  -- Days since the score
  days_between(s.pulled_on, d.decided_at) AS pull_age,
  -- Earlier loans
  COALESCE(p.n, 0) AS past_loans,
  -- Half of it
  CAST(l.amount AS DOUBLE) / 2 AS half_amount
FROM decisions AS d
JOIN loans AS l ON l.loan_id = d.application_id
LEFT JOIN people AS h ON h.customer_id = l.customer_id
LEFT JOIN latest AS s ON s.loan_id = d.application_id
LEFT JOIN past AS p ON p.application_id = d.application_id
)";

// Customer 7 has loans 1 and 2, of 8 nothing is written down. The score of loan 1 came
// twice in time and once too late; that of loan 2 on the day itself.
const std::vector<std::pair<const char*, const char*>> files = {
    {"loans.csv",
     "loan_id,customer_id,applied_on,amount,rate,months,card_limit,limit_on,branch,"
     "bad\n"
     "1,7,2020-01-10,1200,0,12,50,2020-01-01,north,0\n"
     "2,7,2021-01-10,2400,0,12,60,2021-02-01,south,1\n"
     "3,8,2021-02-01,3000,0,10,,,north,0\n"},
    {"people.csv", "customer_id,age,town\n7,40,Pune\n9,50,Agra\n"},
    {"pulls.csv",
     "pull_id,loan_id,pulled_on,score,grade\n"
     "5,1,2019-12-01,500,A\n4,1,2020-01-05,540,B\n6,1,2020-01-05,550,C\n"
     "7,1,2020-02-01,600,D\n8,2,2021-01-10,,E\n"}};

Result<Table> reduced(const std::vector<std::uint32_t>& rows,
                      const std::string& form_toml = form,
                      const std::string& sql = features_sql) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("form_features_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  for (const auto& [name, text] : files) std::ofstream(folder / name) << text;
  const auto portfolio = TRY(portfolio::parse_portfolio(
      {toml + form_toml, schema, sql,
       "SELECT l.loan_id AS application_id, l.bad AS outcome, NULL AS no_outcome FROM "
       "loans AS l"},
      "walk_ins"));
  const auto engine = TRY(engine::open_engine("duckdb", {}));
  TRY(engine->load(portfolio, TRY(engine::find_source(folder)), {}));
  std::filesystem::remove_all(folder);
  return form_features(*engine, portfolio, TRY(build(*engine, portfolio)), rows);
}

void expect_row(const Table& features, std::size_t row,
                const std::vector<std::pair<std::string, Value>>& expected) {
  for (const auto& [name, value] : expected)
    EXPECT_EQ(features.find(name)->value(row), value) << name << " of row " << row;
}

Value whole(std::int64_t value) { return value; }
const Value missing;

TEST(FormFeatures, KeepTheFormsColumnsAsTheyWereKnownAndNothingElse) {
  const auto features = reduced({0, 1});
  ASSERT_TRUE(features) << features.error().message;
  ASSERT_EQ(features->rows(), 2U);
  expect_row(*features, 0,
             {{"amount", whole(1200)},
              {"card_limit", whole(50)},
              {"branch", missing},
              {"age", whole(40)},
              {"town", missing},
              {"has_person", whole(1)},
              {"score", whole(550)},   // the last in time, of two on a day the later
              {"pull_age", whole(0)},  // a form says nothing of the day
              {"past_loans", whole(0)},
              {"half_amount", Value(600.0)}});
  expect_row(*features, 1,
             {{"amount", whole(2400)},
              {"card_limit", missing},  // set after the decision
              {"age", whole(40)},
              {"score", missing},
              {"pull_age", whole(0)},
              {"past_loans", whole(0)}});  // loan 1 is forgotten
}

TEST(FormFeatures, ComputeAnewAndKeepWhatTheSchemaRequires) {
  const auto features = reduced({0, 1, 2});
  ASSERT_TRUE(features) << features.error().message;
  // The rate, which an instalment needs and no field asks for, and the grade.
  expect_row(*features, 0, {{"instalment", whole(100)}, {"grade", std::string("C")}});
  expect_row(*features, 1, {{"instalment", whole(200)}, {"grade", std::string("E")}});
  expect_row(*features, 2, {{"instalment", whole(300)}, {"grade", missing}});
}

TEST(FormFeatures, HaveARowWhereTheApplicantHasNoneUnlessTheSchemaRequiresMore) {
  const auto features = reduced({2});
  ASSERT_TRUE(features) << features.error().message;
  expect_row(*features, 0,
             {{"has_person", whole(1)},
              {"age", missing},
              {"score", missing},
              {"pull_age", missing}});
}

TEST(FormFeatures, ComeInTheOrderOfTheRowsGiven) {
  const auto features = reduced({2, 0, 1});
  ASSERT_TRUE(features) << features.error().message;
  EXPECT_EQ(features->find("amount")->integers,
            (std::vector<std::int64_t>{3000, 1200, 2400}));
  EXPECT_EQ(features->find("half_amount")->type, table::Type::real);
  EXPECT_EQ(features->find("grade")->type, table::Type::text);
}

TEST(FormFeatures, AreNoneWithoutAForm) {
  const auto features = reduced({0}, "");
  ASSERT_TRUE(features) << features.error().message;
  EXPECT_TRUE(features->columns.empty());
}

TEST(FormFeatures, SayWhenFeaturesSqlNeedsMoreThanTheForm) {
  const auto features =
      reduced({0}, form, std::string(features_sql) + "WHERE l.branch IS NOT NULL");
  ASSERT_FALSE(features);
  EXPECT_EQ(features.error().kind, ErrorKind::bad_input);
  EXPECT_EQ(
      features.error().message,
      "the form's fields alone: features.sql: gives no row for the application 1; "
      "is its row in \"loans\" missing, or one that it refers to?");
}

}  // namespace
}  // namespace credence::features
