#include "portfolio/portfolio.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "tests/portfolio/sample.h"

namespace credence::portfolio {
namespace {

TEST(Portfolio, HoldsWhatTheFourFilesSay) {
  const auto portfolio = parse_portfolio(sample::texts(), "sample");
  ASSERT_TRUE(portfolio.has_value()) << portfolio.error().message;
  EXPECT_EQ(portfolio->name, "sample");
  EXPECT_EQ(portfolio->currency.units, 100);
  EXPECT_EQ(portfolio->application.decided_at, "applied");
  EXPECT_EQ(portfolio->application.group, "customer_id");
  EXPECT_EQ(portfolio->delimiter, ";");
  EXPECT_EQ(portfolio->header, true);
  EXPECT_EQ(portfolio->missing_marks, (std::vector<std::string>{"NA", "?"}));

  const TableSpec* loans = portfolio->find_table("loans");
  ASSERT_NE(loans, nullptr);
  EXPECT_EQ(loans->columns.size(), 11U);
  EXPECT_EQ(loans->key, std::vector<std::string>{"loan_id"});
  EXPECT_EQ(loans->most_rows, 50);
  EXPECT_FALSE(loans->same_day);
  EXPECT_EQ(loans->find("is_default")->known_on, "default_date");
  EXPECT_EQ(loans->find("is_default")->maximum, 1);
  EXPECT_EQ(loans->find("kind")->categories,
            (std::vector<std::string>{"Personal", "Home"}));
  EXPECT_TRUE(loans->find("applied")->required);
  EXPECT_EQ(loans->find("rate")->type, table::Type::real);

  const TableSpec* payments = portfolio->find_table("payments");
  ASSERT_TRUE(payments->link.has_value());
  EXPECT_EQ(payments->link->key, "loan_id");
  EXPECT_TRUE(payments->same_day);
  EXPECT_EQ(payments->file, "pay.csv");
  EXPECT_EQ(payments->find("amount")->source_name, "AMT");
  EXPECT_EQ(payments->find("due")->date_format, "%y%m%d");

  ASSERT_EQ(portfolio->computed.size(), 1U);
  EXPECT_EQ(portfolio->computed[0].arguments[2], "months");
  EXPECT_EQ(portfolio->target.window_months, 24);
  EXPECT_EQ(format_date(*portfolio->target.observed_until), "2025-12-31");
  EXPECT_EQ(portfolio->validation.folds, 4);
  EXPECT_EQ(portfolio->costs.missed_bad.units, 100'050);
  EXPECT_EQ(portfolio->costs.granted_good.units, -5'000);
  ASSERT_EQ(portfolio->bands.size(), 2U);
  EXPECT_TRUE(std::isinf(portfolio->bands[1].below));
}

TEST(Portfolio, FeaturesComeInTheOrderOfTheSqlWithTheirComments) {
  const auto portfolio = parse_portfolio(sample::texts(), "sample");
  ASSERT_TRUE(portfolio.has_value()) << portfolio.error().message;
  ASSERT_EQ(portfolio->features.size(), 4U);
  EXPECT_EQ(portfolio->features[0].name, "amount");
  EXPECT_EQ(portfolio->features[0].meaning, "Amount asked for");
  EXPECT_EQ(portfolio->features[0].scaling, Scaling::robust);
  EXPECT_EQ(portfolio->features[0].concept_name, "size of the loan");
  EXPECT_EQ(portfolio->features[1].kind, Kind::nominal);
  EXPECT_EQ(portfolio->features[2].group, "history");
  EXPECT_EQ(portfolio->features[2].concept_name, "payments");
  EXPECT_EQ(portfolio->features[3].meaning, "Mean payment, over all earlier loans");
  ASSERT_EQ(portfolio->logarithms.size(), 1U);
  EXPECT_EQ(portfolio->logarithms[0].of, "amount");
}

TEST(Portfolio, AListWithARealIsAListOfReals) {
  const auto portfolio = parse_portfolio(sample::texts(), "sample");
  ASSERT_TRUE(portfolio.has_value()) << portfolio.error().message;
  const SearchSpace* search = portfolio->find_search("logistic");
  ASSERT_NE(search, nullptr);
  ASSERT_EQ(search->dimensions.size(), 2U);
  EXPECT_EQ(std::get<double>(search->dimensions[0].values[1]), 1.0);
  EXPECT_EQ(std::get<std::string>(search->dimensions[1].values[0]), "l1");
}

TEST(Portfolio, AFieldsChoicesDefaultToItsColumnsCategories) {
  const auto portfolio = parse_portfolio(sample::texts(), "sample");
  ASSERT_TRUE(portfolio.has_value()) << portfolio.error().message;
  ASSERT_EQ(portfolio->form.size(), 2U);
  EXPECT_EQ(portfolio->form[1].choices, (std::vector<std::string>{"Personal", "Home"}));
  EXPECT_EQ(std::get<std::string>(*portfolio->form[1].initial), "Home");
  EXPECT_EQ(portfolio->form[0].scale, 100);
}

TEST(Portfolio, WithoutDatesAndGroupTheGroupIsTheId) {
  Texts texts = sample::texts_without_dates();
  texts.toml = sample::with(texts.toml, "group = \"customer_id\"\n", "");
  const auto portfolio = parse_portfolio(texts, "sample");
  ASSERT_TRUE(portfolio.has_value()) << portfolio.error().message;
  EXPECT_EQ(portfolio->application.decided_at, "");
  EXPECT_EQ(portfolio->application.group, "loan_id");
}

TEST(Portfolio, TheShippedOnesAreReadAndKeepTheRules) {
  for (const char* name : {"german_credit", "taiwan_cards", "retail_lending",
                           "retail_lending_leaky", "berka"}) {
    const auto portfolio = read_portfolio(std::string("portfolios/") + name);
    EXPECT_TRUE(portfolio.has_value()) << portfolio.error().message;
  }
}

// ---- errors, as the user sees them -------------------------------------------------

struct Change {
  std::string from, to, message;
};

void expect_messages(std::string Texts::* file, const std::vector<Change>& changes) {
  for (const Change& change : changes) {
    Texts texts = sample::texts();
    texts.*file = sample::with(texts.*file, change.from, change.to);
    const auto portfolio = parse_portfolio(texts, "sample");
    ASSERT_FALSE(portfolio.has_value()) << change.to;
    EXPECT_EQ(portfolio.error().message, change.message);
    EXPECT_EQ(portfolio.error().kind, ErrorKind::bad_input);
  }
}

TEST(PortfolioErrors, UnknownKeysNameTheNearestKnownOne) {
  expect_messages(
      &Texts::toml,
      {{"[costs]", "[cost]",
        "sample/portfolio.toml: line 69: cost: unknown key; did you mean \"costs\"?"},
       {"most_rows = 50", "mostrows = 50",
        "sample/portfolio.toml: line 22: tables.loans.mostrows: unknown key; did you "
        "mean "
        "\"most_rows\"?"},
       {"action = \"Approve\"", "zzzzzzzz = \"Approve\"",
        "sample/portfolio.toml: line 79: bands[1].zzzzzzzz: unknown key; expected one "
        "of: "
        "name, below, color, action, description"},
       {"[search.logistic]", "[search.lightgmb]",
        "sample/portfolio.toml: line 86: search.lightgmb: unknown key; did you mean "
        "\"lightgbm\"?"},
       {"[tables.payments]", "[tables.payment]",
        "sample/portfolio.toml: line 27: tables.payment: unknown key; did you mean "
        "\"payments\"?"}});
}

TEST(PortfolioErrors, NameLineKeyAndWhatWasExpected) {
  expect_messages(
      &Texts::toml,
      {{"name = \"sample\"", "name = sample",
        "sample/portfolio.toml: line 1: Error while parsing value: could not "
        "determine value type"},
       {"units = 100", "units = 0",
        "sample/portfolio.toml: line 7: currency.units: found the number 0, expected a "
        "whole number from 1 to 1000000"},
       {"id = \"loan_id\"", "id = \"kind\"",
        "sample/portfolio.toml: line 11: application.id: \"kind\" is not the PRIMARY "
        "KEY "
        "of \"loans\" in schema.sql, expected it to be"},
       {"decided_at = \"applied\"", "decided_at = \"rate\"",
        "sample/portfolio.toml: line 12: application.decided_at: the column \"rate\" "
        "of "
        "\"loans\" is real, expected a DATE"},
       {"table = \"loans\"", "table = \"loan\"",
        "sample/portfolio.toml: line 10: application.table: schema.sql has no table "
        "\"loan\"; did you mean \"loans\"?"},
       {"is_default = \"default_date\"", "is_defaulted = \"default_date\"",
        "sample/portfolio.toml: line 25: tables.loans.known_on_columns.is_defaulted: "
        "schema.sql has no column \"is_defaulted\" in \"loans\"; did you mean "
        "\"is_default\"?"},
       {"link = { column = \"loan_id\", table = \"loans\", key = \"loan_id\" }\n", "",
        "sample/portfolio.toml: line 27: tables.payments: tables.payments.link is "
        "missing: "
        "nothing says which applicant a row of \"payments\" belongs to"},
       {"key = \"loan_id\" }", "key = \"kind\" }",
        "sample/portfolio.toml: line 30: tables.payments.link: \"loan_id\" is integer "
        "but "
        "\"kind\" of \"loans\" is text, expected the same type"},
       {"function = \"emi\"", "function = \"pmt\"",
        "sample/portfolio.toml: line 42: computed[1].function: found the text \"pmt\", "
        "expected the name of a function: emi"},
       {"observed_until = \"2025-12-31\"", "observed_until = \"2025-13-31\"",
        "sample/portfolio.toml: line 47: target.observed_until: found the text "
        "\"2025-13-31\", expected a date such as \"2025-12-31\""},
       {"delimiter = \";\"", "delimiter = \";;\"",
        "sample/portfolio.toml: line 17: source.delimiter: found the text \";;\", "
        "expected "
        "a single character"}});
}

TEST(PortfolioErrors, EveryFeatureIsInExactlyOneGroupAndOfOneKind) {
  expect_messages(
      &Texts::toml,
      {{"loan = [\"amount\", \"kind\"]", "loan = [\"amount\"]",
        "sample/portfolio.toml: line 52: features.groups: the feature \"kind\" of "
        "features.sql is in no group, expected exactly one"},
       {"history = [\"payments\"", "history = [\"amount\", \"payments\"",
        "sample/portfolio.toml: line 54: features.groups.history[1]: the feature "
        "\"amount\" is in the group \"loan\" already, expected exactly one group"},
       {"nominal = [\"kind\"]", "nominal = [\"kind\"]\nflags = [\"kind\"]",
        "sample/portfolio.toml: line 50: features.nominal[1]: the feature \"kind\" is "
        "named in two of flags, nominal and ordinal, expected one"},
       {"standard = [\"payments\"]", "standard = [\"kind\"]",
        "sample/portfolio.toml: line 57: features.scaling.standard[1]: the feature "
        "\"kind\" is a flag or a category, expected a number: only numbers are scaled"},
       {"robust = [\"amount\"]", "robust = [\"payments\"]",
        "sample/portfolio.toml: line 58: features.scaling.robust[1]: the feature "
        "\"payments\" is scaled in two ways, expected one"},
       {"of = \"amount\"", "of = \"amounts\"",
        "sample/portfolio.toml: line 61: features.logarithms.log_amount.of: "
        "features.sql "
        "has no feature \"amounts\"; did you mean \"amount\"?"},
       {"nominal = [\"kind\"]", "nominal = [\"kind\"]\nprotected = [\"amount\"]",
        "sample/portfolio.toml: line 62: features.logarithms.log_amount.of: the "
        "feature "
        "\"amount\" is protected: its logarithm would carry it into the models"}});
}

TEST(PortfolioErrors, DecisionsHaveToMakeSense) {
  expect_messages(
      &Texts::toml,
      {{"missed_bad = 1000.5", "missed_bad = 0",
        "sample/portfolio.toml: line 70: costs.missed_bad: missing a bad loan costs no "
        "more than refusing it, expected more: no threshold would be worth choosing"},
       {"missed_bad = 1000.5", "missed_bad = 1000.555",
        "sample/portfolio.toml: line 70: costs.missed_bad: found the number 1000.555, "
        "expected an amount in INR, to the smallest unit"},
       {"below = 0.4\n", "",
        "sample/portfolio.toml: line 75: bands[1]: the key \"below\" is missing: only "
        "the "
        "last band has none"},
       {"below = 0.4", "below = 0",
        "sample/portfolio.toml: line 77: bands[1].below: found the number 0, expected "
        "a "
        "number above 0"},
       {"#10b981", "green",
        "sample/portfolio.toml: line 78: bands[1].color: found the text \"green\", "
        "expected a color such as \"#10b981\""},
       {"trials = 4", "trials = 0",
        "sample/portfolio.toml: line 87: search.logistic.trials: found the number 0, "
        "expected a whole number from 1 to 100000"},
       {"C = [0.1, 1]", "C = []",
        "sample/portfolio.toml: line 88: search.logistic.C: found a list, expected a "
        "list "
        "of at least one value"},
       {"folds = 4", "folds = 1",
        "sample/portfolio.toml: line 67: validation.folds: found the number 1, "
        "expected a "
        "whole number from 2 to 100"}});
}

TEST(PortfolioErrors, AFieldFitsTheColumnThatItFills) {
  expect_messages(
      &Texts::toml,
      {{"maximum = 1000000", "maximum = 100000000",
        "sample/portfolio.toml: line 98: form[1].maximum: 100000000 x scale 100 is "
        "10000000000, but schema.sql allows \"amount\" only from 1 to 5000000000"},
       {"type = \"real\"", "type = \"text\"",
        "sample/portfolio.toml: line 96: form[1].type: a text field cannot fill the "
        "column "
        "\"amount\", which is integer"},
       {"initial = \"Home\"", "initial = \"House\"",
        "sample/portfolio.toml: line 105: form[2].initial: \"House\" is none of the "
        "choices; did you mean \"Home\"?"},
       {"initial = \"Home\"\n", "",
        "sample/portfolio.toml: line 100: form[2]: the field may be left out and has "
        "no "
        "initial value, but schema.sql says that \"kind\" is NOT NULL"},
       {"column = \"kind\"", "column = \"instalment\"",
        "sample/portfolio.toml: line 103: form[2].column: the column \"instalment\" is "
        "computed, so no field can fill it"}});
}

TEST(PortfolioErrors, InSchemaSqlNameTheLine) {
  expect_messages(
      &Texts::schema_sql,
      {{"rate DOUBLE", "rate FLOAT",
        "sample/schema.sql: line 8: found \"FLOAT\", expected a type: BIGINT, DOUBLE, "
        "TEXT "
        "or DATE"},
       {"branch BIGINT", "rate BIGINT",
        "sample/schema.sql: line 11: the column \"rate\" of \"loans\" is declared "
        "twice"},
       {"branch BIGINT", "order BIGINT",
        "sample/schema.sql: line 11: \"order\" is a word of SQL itself, expected the "
        "name "
        "of a column; choose another and say source_names in portfolio.toml"},
       {"branch BIGINT", "Branch BIGINT",
        "sample/schema.sql: line 11: found \"Branch\", expected the name of a column "
        "in "
        "lower case: \"branch\""},
       {"CHECK (rate BETWEEN 0 AND 40)", "CHECK (rate BETWEEN 40 AND 0)",
        "sample/schema.sql: line 8: the bounds 40 and 0 of \"rate\" are in the wrong "
        "order"},
       {"IN (0, 1)", "IN (0, 2)",
        "sample/schema.sql: line 13: the numbers that \"is_default\" may have are not "
        "consecutive, expected a CHECK with BETWEEN"},
       {"CREATE TABLE payments", "CREATE TABLE loans",
        "sample/schema.sql: line 16: the table \"loans\" is created twice"},
       {"paid_on DATE", "paid_on DATE DEFAULT 0",
        "sample/schema.sql: line 20: found \"DEFAULT\", expected NOT NULL, PRIMARY "
        "KEY, "
        "CHECK, \",\" or \")\""}});
}

TEST(PortfolioErrors, InTheQueriesNameTheLine) {
  expect_messages(
      &Texts::features_sql,
      {{"  -- Kind of loan\n", "",
        "sample/features.sql: line 17: the feature \"kind\" has no comment on the line "
        "above it, expected its meaning"},
       {"  a.kind,", "  a.amount,",
        "sample/features.sql: line 18: the feature \"amount\" is selected twice"},
       {" AS mean_payment", "",
        "sample/features.sql: line 23: a result column has no name, expected \"... AS "
        "name\""},
       {"SELECT\n  d.application_id,\n  --", "SELECT\n  a.loan_id,\n  --",
        "sample/features.sql: line 14: the first result column is \"loan_id\", "
        "expected "
        "\"application_id\""}});
  expect_messages(
      &Texts::target_sql,
      {{"AS outcome", "AS result",
        "sample/target.sql: line 3: the result columns are not application_id, "
        "outcome, no_outcome, in this order"}});
}

TEST(PortfolioErrors, AFolderThatIsNotThereIsNamed) {
  EXPECT_EQ(read_portfolio("portfolios/none").error().message,
            "portfolios/none: found no folder, expected one with portfolio.toml, "
            "schema.sql, features.sql and target.sql");
}

}  // namespace
}  // namespace credence::portfolio
