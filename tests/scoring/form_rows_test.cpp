#include "scoring/form_rows.h"

#include <gtest/gtest.h>

#include <map>

#include "scoring/field_value.h"
#include "tests/scoring/tiny_lender.h"

namespace credence::scoring {
namespace {

using portfolio::Portfolio;
using table::Value;

std::vector<FieldValue> entered() {
  return {
      {"sum", 2500.5}, {"rate", std::int64_t{10}},        {"term", std::int64_t{24}},
      {"years", 3.5},  {"schooling", std::string("low")}, {"score", std::int64_t{700}}};
}

void set(std::vector<FieldValue>& fields, std::string_view field, Value value) {
  for (FieldValue& entry : fields)
    if (entry.field == field) entry.value = std::move(value);
}

void leave_out(std::vector<FieldValue>& fields, std::string_view field) {
  std::erase_if(fields, [&](const FieldValue& entry) { return entry.field == field; });
}

// "table.column" -> value
std::map<std::string, Value> cells(const applicant::Request& request) {
  std::map<std::string, Value> result;
  for (const auto& rows : request.tables) {
    EXPECT_EQ(rows.rows.size(), 1u);
    for (std::size_t i = 0; i < rows.columns.size(); ++i)
      result[rows.table + "." + rows.columns[i]] = rows.rows.front().at(i);
  }
  return result;
}

std::vector<std::string> problems(const std::vector<FieldValue>& fields,
                                  const Portfolio& portfolio = tiny_portfolio()) {
  const auto rows = rows_of_form(portfolio, fields, Value(std::int64_t{5}), 19000);
  std::vector<std::string> found;
  if (!rows)
    for (const FormProblem& problem : rows.error())
      found.push_back(problem.field + " " + problem.message);
  return found;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST(FormRows, FillEveryTableOfTheFormInItsOwnUnits) {
  const auto rows =
      rows_of_form(tiny_portfolio(), entered(), Value(std::int64_t{5}), 19000);
  ASSERT_TRUE(rows.has_value());
  EXPECT_TRUE(rows->defaults_applied.empty());
  EXPECT_EQ(rows->request.application_id, Value(std::int64_t{5}));
  EXPECT_EQ(rows->request.decided_at, 19000);
  const std::map<std::string, Value> expected = {
      {"loans.loan_id", std::int64_t{5}},
      {"loans.customer_id", std::int64_t{1}},
      {"loans.applied_on", std::int64_t{19000}},
      {"loans.amount", std::int64_t{250050}},
      {"loans.rate", 10.0},
      {"loans.term", std::int64_t{24}},
      {"loans.tenure", 3.5},
      {"customers.customer_id", std::int64_t{1}},
      {"customers.schooling", std::string("low")},
      {"pulls.pull_id", std::int64_t{1}},
      {"pulls.loan_id", std::int64_t{5}},
      {"pulls.pulled_on", std::int64_t{18999}},  // known before the day of decision
      {"pulls.score", std::int64_t{700}}};
  EXPECT_EQ(cells(rows->request), expected);
}

TEST(FormRows, AreKnownOnTheDayItselfWhereThatCounts) {
  Portfolio portfolio = tiny_portfolio();
  for (auto& table : portfolio.tables) table.same_day = true;
  const auto rows = rows_of_form(portfolio, entered(), Value(std::int64_t{5}), 19000);
  ASSERT_TRUE(rows.has_value());
  EXPECT_EQ(cells(rows->request)["pulls.pulled_on"], Value(std::int64_t{19000}));
}

TEST(FormRows, HaveDefaultsForWhatMayBeLeftOutAndSaySo) {
  auto fields = entered();
  leave_out(fields, "rate");
  const auto rows = rows_of_form(tiny_portfolio(), fields, Value(std::int64_t{5}), 0);
  ASSERT_TRUE(rows.has_value());
  EXPECT_EQ(cells(rows->request)["loans.rate"], Value(12.0));
  EXPECT_EQ(rows->defaults_applied, Texts{"rate"});
}

TEST(FormRows, LetTheApplicantSayThatThereIsNone) {
  auto fields = entered();
  set(fields, "score", {});
  set(fields, "years", {});
  const auto rows = rows_of_form(tiny_portfolio(), fields, Value(std::int64_t{5}), 0);
  ASSERT_TRUE(rows.has_value());
  EXPECT_EQ(cells(rows->request)["pulls.score"], Value());
  EXPECT_EQ(cells(rows->request)["loans.tenure"], Value());
}

TEST(FormRows, NameEveryProblemAtOnce) {
  auto fields = entered();
  set(fields, "sum", 0.5);
  set(fields, "term", 24.5);
  set(fields, "schooling", std::string("some"));
  leave_out(fields, "score");
  set(fields, "years", std::string("many"));
  fields.push_back({"colour", std::string("red")});
  fields.push_back({"rate", 3.0});
  EXPECT_EQ(problems(fields),
            (Texts{"colour is not a field of the form", "rate is given twice",
                   "sum is 0.5; expected a number from 1 to 10000",
                   "term is 24.5; expected a whole number from 3 to 60",
                   "years is \"many\"; expected a number of at least 0, or none",
                   "schooling is \"some\"; expected one of low, high, and proud",
                   "score is required"}));
}

TEST(FormRows, RefuseNoneWhereThereHasToBeAValue) {
  auto fields = entered();
  set(fields, "sum", {});
  set(fields, "schooling", {});
  EXPECT_EQ(problems(fields),
            (Texts{"sum is null; expected a number from 1 to 10000",
                   "schooling is null; expected one of low, high, and proud"}));
}

TEST(FormRows, RefusePartsOfTheSmallestUnit) {
  auto fields = entered();
  set(fields, "sum", 2500.001);
  EXPECT_EQ(problems(fields), Texts{"sum is 2500.001; expected a multiple of 0.01"});
  set(fields, "sum", 1.1);  // 1.1 x 100 is 110.00000000000001
  const auto rows = rows_of_form(tiny_portfolio(), fields, Value(std::int64_t{5}), 0);
  ASSERT_TRUE(rows.has_value());
  EXPECT_EQ(cells(rows->request)["loans.amount"], Value(std::int64_t{110}));
}

TEST(FormRows, SayWhichColumnAFormCannotFill) {
  Portfolio portfolio = tiny_portfolio();
  std::erase_if(portfolio.form, [](const auto& field) { return field.name == "term"; });
  auto fields = entered();
  leave_out(fields, "term");
  EXPECT_EQ(problems(fields, portfolio),
            Texts{" loans.term is required by schema.sql, but no field of the form "
                  "fills it: add one to portfolio.toml, or drop NOT NULL there"});
}

TEST(FormRows, ReadNumbersFromTextsAndLeaveTheRestToBeRefused) {
  portfolio::FormField number;
  EXPECT_EQ(value_of_text(number, "12"), Value(std::int64_t{12}));
  EXPECT_EQ(value_of_text(number, "-1.5e3"), Value(-1500.0));
  for (const char* text : {"12 ", "1,5", "nan", "inf", "12x"})
    EXPECT_EQ(value_of_text(number, text), Value(std::string(text)));
  number.type = table::Type::text;
  EXPECT_EQ(value_of_text(number, "12"), Value(std::string("12")));
}

// The documented example of the default portfolio.
TEST(FormRows, OfTheRetailLenderGiveTheInstalmentOfItsExample) {
  const auto portfolio = portfolio::read_portfolio("portfolios/retail_lending");
  ASSERT_TRUE(portfolio.has_value()) << portfolio.error().message;
  const std::vector<FieldValue> fields = {{"age", std::int64_t{28}},
                                          {"gender", std::string("Male")},
                                          {"education", std::string("Bachelor")},
                                          {"marital_status", std::string("Single")},
                                          {"employment_type", std::string("Salaried")},
                                          {"employment_years", std::int64_t{5}},
                                          {"annual_income", std::int64_t{600000}},
                                          {"credit_score", std::int64_t{720}},
                                          {"loan_type", std::string("Personal")},
                                          {"loan_amount", std::int64_t{500000}},
                                          {"loan_term_months", std::int64_t{36}},
                                          {"interest_rate", 12.0}};
  const auto rows =
      rows_of_form(*portfolio, fields, Value(std::int64_t{1}), day_of(2026, 3, 1));
  ASSERT_TRUE(rows.has_value());
  EXPECT_EQ(rows->defaults_applied,
            (Texts{"dependents", "credit_utilization", "existing_loans"}));
  auto applicant = applicant::Applicant::open(*portfolio);
  ASSERT_TRUE(applicant.has_value()) << applicant.error().message;
  const auto features = applicant->features(rows->request);
  ASSERT_TRUE(features.has_value()) << features.error().message;
  const auto value = [&](std::string_view name) {
    return (*features)[static_cast<std::size_t>(portfolio->find_feature(name) -
                                                portfolio->features.data())];
  };
  EXPECT_EQ(value("emi_amount"), Value(16607.15));
  EXPECT_EQ(value("credit_score"), Value(std::int64_t{720}));
  EXPECT_EQ(value("credit_utilization"), Value(0.4));
  EXPECT_EQ(value("education"), Value(std::string("Bachelor")));
  EXPECT_EQ(value("past_loans"), Value(std::int64_t{0}));
}

}  // namespace credence::scoring
