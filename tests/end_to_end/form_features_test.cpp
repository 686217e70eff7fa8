// The features of the form's fields alone are, bit for bit, those that a form gets in
// which a person enters the same values.
#include "features/form_features.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <functional>
#include <map>

#include "scoring/form_rows.h"
#include "tests/end_to_end/generated_books.h"

namespace credence {
namespace {

using portfolio::FormField;
using portfolio::Portfolio;
using table::Column;
using table::Table;
using table::Value;

// The place of each key; of several rows the last.
std::map<Value, std::size_t> index_of(const Table& table, std::string_view key) {
  std::map<Value, std::size_t> places;
  const Column& column = *table.find(key);
  for (std::size_t row = 0; row < table.rows(); ++row) places[column.value(row)] = row;
  return places;
}

// What stands in the tables about one application, by plain lookups.
using Lookup = std::function<Value(const Value& id, const FormField& field)>;

// The number that a person enters for a column to hold this value. The scale is a
// decimal, so that the quotient may miss it by its last bits.
double entered_for(double value, double scale) {
  const double near = value / scale;
  for (const double bits : {0., 1., -1., 2., -2.}) {
    const double entered = near + bits * std::abs(near) * 0x1p-52;
    if (entered * scale == value) return entered;
  }
  ADD_FAILURE() << "no number times " << scale << " is " << value;
  return near;
}

Value entered(const FormField& field, const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    if (field.scale == 1) return value;
    return entered_for(static_cast<double>(*whole), field.scale);
  }
  if (const auto* real = std::get_if<double>(&value))
    return entered_for(*real, field.scale);
  return value;
}

bool same_bits(const Value& a, const Value& b) {
  const double *x = std::get_if<double>(&a), *y = std::get_if<double>(&b);
  if (!x || !y) return a == b;
  return std::bit_cast<std::uint64_t>(*x) == std::bit_cast<std::uint64_t>(*y);
}

// Compares the first `rows` applications; returns how many a form could be filled in
// for: one knows no bounds, the other does.
std::size_t compare(testing::Books& books, std::uint32_t rows, const Lookup& lookup) {
  std::vector<std::uint32_t> sample(rows);
  for (std::uint32_t row = 0; row < rows; ++row) sample[row] = row;
  const auto found =
      features::form_features(*books.engine, books.portfolio, books.set, sample);
  EXPECT_TRUE(found) << found.error().message;
  if (!found) return 0;
  EXPECT_EQ(found->rows(), rows);
  auto applicant = applicant::Applicant::open(books.portfolio);
  std::size_t compared = 0;
  for (std::uint32_t row = 0; row < rows; ++row) {
    const Value id = books.set.application_id.value(row);
    std::vector<scoring::FieldValue> fields;
    for (const FormField& field : books.portfolio.form)
      fields.push_back({field.name, entered(field, lookup(id, field))});
    const auto form =
        scoring::rows_of_form(books.portfolio, fields, id, books.set.decided_at[row]);
    if (!form) continue;
    ++compared;
    const auto expected = applicant->features(form->request);
    EXPECT_TRUE(expected) << expected.error().message;
    if (!expected) return 0;
    for (std::size_t f = 0; f < expected->size(); ++f)
      EXPECT_TRUE(same_bits((*expected)[f], found->columns[f].value(row)))
          << books.portfolio.features[f].name << " of row " << row;
    if (::testing::Test::HasFailure()) return 0;
  }
  return compared;
}

class Generated : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new testing::TemporaryFolder("form_features");
    const auto generated = testing::generate(folder_->path() / "books", 3000);
    ASSERT_TRUE(generated) << generated.error().message;
    auto books =
        testing::load_books(folder_->path() / "books", "portfolios/retail_lending");
    ASSERT_TRUE(books) << books.error().message;
    books_ = new testing::Books(std::move(*books));
    // Not every share is a percentage times 0.01: only such can be entered.
    ASSERT_TRUE(books_->engine->execute(
        "UPDATE credit_history SET credit_utilization = "
        "round(credit_utilization * 100) * CAST(0.01 AS DOUBLE)"));
    books_->set = *features::build(*books_->engine, books_->portfolio);
  }
  static void TearDownTestSuite() {
    delete books_;
    delete folder_;
  }
  static testing::TemporaryFolder* folder_;
  static testing::Books* books_;
};
testing::TemporaryFolder* Generated::folder_ = nullptr;
testing::Books* Generated::books_ = nullptr;

TEST_F(Generated, FormFeaturesAreThoseOfAFormFilledInWithTheSameValues) {
  const auto query = [](const char* sql) { return *books_->engine->query(sql); };
  const Table loans = query("SELECT * FROM loan_applications");
  const Table customers = query("SELECT * FROM customers");
  const Table pulls = query(
      "SELECT p.* FROM credit_history AS p JOIN loan_applications AS a ON "
      "a.loan_id = p.loan_id AND p.pull_date <= a.application_date "
      "ORDER BY p.pull_date, p.pull_id");
  const auto loan = index_of(loans, "loan_id");
  const auto customer = index_of(customers, "customer_id");
  const auto pull = index_of(pulls, "loan_id");
  const std::size_t compared =
      compare(*books_, 3000, [&](const Value& id, const FormField& field) {
        const std::size_t row = loan.at(id);
        if (field.table == "loan_applications")
          return loans.find(field.column)->value(row);
        if (field.table == "customers")
          return customers.find(field.column)
              ->value(customer.at(loans.find("customer_id")->value(row)));
        const auto found = pull.find(id);
        return found == pull.end() ? Value()
                                   : pulls.find(field.column)->value(found->second);
      });
  EXPECT_GT(compared, 2000U);
}

TEST_F(Generated, FormFeaturesKnowNothingOfEarlierLoans) {
  const auto found = features::form_features(*books_->engine, books_->portfolio,
                                             books_->set, {2999, 0, 1500});
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->rows(), 3U);
  ASSERT_EQ(found->columns.size(), books_->portfolio.features.size());
  const auto cell = [&](const char* feature, std::size_t row) {
    return found->find(feature)->value(row);
  };
  for (std::size_t row = 0; row < 3; ++row) {
    EXPECT_EQ(cell("past_loans", row), Value(std::int64_t{0}));
    EXPECT_EQ(cell("max_dpd", row), Value());
    EXPECT_EQ(cell("enquiries_last_6m", row), Value());
    EXPECT_EQ(cell("city_tier", row), Value());
  }
  // What the form asks is what training saw, in the order of the rows given.
  for (const char* feature : {"age", "loan_amount", "interest_rate", "emi_amount",
                              "education", "credit_score", "years_employed"}) {
    const Column& full = *books_->set.features.find(feature);
    EXPECT_EQ(cell(feature, 0), full.value(2999)) << feature;
    EXPECT_EQ(cell(feature, 1), full.value(0)) << feature;
    EXPECT_EQ(cell(feature, 2), full.value(1500)) << feature;
  }
}

TEST_F(Generated, FormFeaturesAreNoneWithoutAForm) {
  Portfolio without = books_->portfolio;
  without.form.clear();
  const auto found =
      features::form_features(*books_->engine, without, books_->set, {0, 1});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_TRUE(found->columns.empty());
}

// ---- real data, whose forms fill one table -----------------------------------------

struct Real {
  const char *portfolio, *folder;
  std::uint32_t rows;
  std::size_t at_least;
};

class RealData : public ::testing::TestWithParam<Real> {};

TEST_P(RealData, FormFeaturesAreThoseOfAFormFilledInWithTheSameValues) {
  const auto data = std::filesystem::path("../shared/data") / GetParam().folder;
  if (!std::filesystem::is_directory(data))
    GTEST_SKIP() << "the real data is absent, no " << data;
  auto books =
      testing::load_books(data, std::string("portfolios/") + GetParam().portfolio);
  ASSERT_TRUE(books) << books.error().message;
  const auto& application = books->portfolio.application;
  const Table rows = *books->engine->query("SELECT * FROM " + application.table);
  const auto place = index_of(rows, application.id);
  EXPECT_GE(compare(*books, GetParam().rows,
                    [&](const Value& id, const FormField& field) {
                      EXPECT_EQ(field.table, application.table);
                      return rows.find(field.column)->value(place.at(id));
                    }),
            GetParam().at_least);
}

INSTANTIATE_TEST_SUITE_P(
    All, RealData,
    ::testing::Values(Real{"german_credit", "german_credit", 1000, 900},
                      Real{"taiwan_cards", "taiwan_credit_card", 2000, 1500},
                      Real{"berka", "berka", 600, 500}),
    [](const auto& each) { return std::string(each.param.portfolio); });

}  // namespace
}  // namespace credence
