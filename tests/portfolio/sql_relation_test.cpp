#include "portfolio/sql_relation.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace credence::portfolio {
namespace {

using Row = std::map<std::string, int>;
using Rows = std::vector<Row>;

std::int64_t most_with(const Rows& rows, const std::string& column) {
  std::map<int, std::int64_t> counts;
  std::int64_t most = 1;
  for (const Row& row : rows) most = std::max(most, ++counts[row.at(column)]);
  return most;
}

// A lender's books, drawn at random, with the bounds that are true of them.
struct Books {
  Rows decisions, loans, payments;
  SqlRelation decision, loan, payment;
};

SqlRelation relation(const std::vector<std::string>& columns, const std::string& key) {
  SqlRelation made;
  for (const std::string& name : columns) made.columns.push_back({name, {}});
  made.keys = {{key}};
  return made;
}

Books draw_books() {
  Books books;
  const int loans = *rc::gen::inRange(1, 6);
  for (int i = 0; i < loans; ++i) {
    books.loans.push_back({{"loan", i}, {"customer", *rc::gen::inRange(0, 3)}});
    books.decisions.push_back({{"application", i}});
  }
  const int payments = *rc::gen::inRange(0, 8);
  std::map<int, std::int64_t> of_customer;
  std::int64_t most = 1;
  for (int i = 0; i < payments; ++i) {
    const int loan = *rc::gen::inRange(0, loans);
    books.payments.push_back({{"payment", i}, {"of", loan}});
    most = std::max(most, ++of_customer[books.loans[loan].at("customer")]);
  }
  books.decision = relation({"application"}, "application");
  books.decision.rows_with = {{"application", 1}};
  books.loan = relation({"loan", "customer"}, "loan");
  books.loan.rows_with = {{"loan", 1},
                          {"customer", most_with(books.loans, "customer")}};
  books.payment = relation({"payment", "of"}, "payment");
  books.payment.rows_of_applicant = {"of", most};
  return books;
}

struct Join {
  std::vector<SqlSource> sources;
  std::vector<Rows> rows;
  std::vector<SqlEquality> equalities;
};

// The most rows that one value of the fixed column has in the join, by counting.
std::int64_t counted(const Join& join, const SqlPlace& fixed) {
  std::map<int, std::int64_t> counts;
  std::int64_t most = 0;
  std::vector<const Row*> chosen;
  const std::function<void()> extend = [&] {
    if (chosen.size() == join.rows.size()) {
      for (const SqlEquality& equality : join.equalities)
        if (chosen[equality.a.first]->at(equality.a.second) !=
            chosen[equality.b->first]->at(equality.b->second))
          return;
      most = std::max(most, ++counts[chosen[fixed.first]->at(fixed.second)]);
      return;
    }
    for (const Row& row : join.rows[chosen.size()]) {
      chosen.push_back(&row);
      extend();
      chosen.pop_back();
    }
  };
  extend();
  return most;
}

// decisions d, loans a (asked for), loans p (of the customer), payments r; any of the
// conditions that a query may join them by, and some that make no sense.
RC_GTEST_PROP(RowsFor, IsNeverFewerThanAJoinHas, ()) {
  const Books books = draw_books();
  Join join;
  join.sources = {{"d", books.decision},
                  {"a", books.loan},
                  {"p", books.loan},
                  {"r", books.payment}};
  join.rows = {books.decisions, books.loans, books.loans, books.payments};
  const std::vector<SqlEquality> possible{
      {{0, "application"}, SqlPlace{1, "loan"}, {}},
      {{1, "customer"}, SqlPlace{2, "customer"}, {}},
      {{2, "loan"}, SqlPlace{3, "of"}, {}},
      {{1, "loan"}, SqlPlace{3, "of"}, {}},
      {{0, "application"}, SqlPlace{3, "of"}, {}},
      {{1, "loan"}, SqlPlace{2, "loan"}, {}}};
  for (const SqlEquality& equality : possible)
    if (*rc::gen::arbitrary<bool>()) join.equalities.push_back(equality);
  const std::vector<SqlPlace> places{
      {0, "application"}, {1, "loan"}, {2, "customer"}, {2, "loan"}, {3, "of"}};
  const SqlPlace fixed = *rc::gen::elementOf(places);
  const auto bound = rows_for(join.sources, join.equalities, {fixed});
  if (bound) RC_ASSERT(*bound >= counted(join, fixed));
}

struct Sample {
  SqlRelation decision, loan, payment;
};

Sample sample() {
  Sample sample{relation({"application"}, "application"),
                relation({"loan", "customer"}, "loan"),
                relation({"payment", "of"}, "payment")};
  sample.decision.rows_with = {{"application", 1}};
  sample.loan.rows_with = {{"loan", 1}, {"customer", 50}};
  sample.payment.rows_of_applicant = {"of", 1000};
  return sample;
}

TEST(RowsFor, AnApplicantsPaymentsAreNoMoreThanDeclaredHoweverManyLoans) {
  const Sample s = sample();
  EXPECT_EQ(
      rows_for({{"d", s.decision}, {"a", s.loan}, {"p", s.loan}, {"r", s.payment}},
               {{{0, "application"}, SqlPlace{1, "loan"}, {}},
                {{1, "customer"}, SqlPlace{2, "customer"}, {}},
                {{2, "loan"}, SqlPlace{3, "of"}, {}}},
               {{0, "application"}}),
      1000);
}

TEST(RowsFor, WithoutATieThereIsNoBound) {
  const Sample s = sample();
  EXPECT_EQ(rows_for({{"d", s.decision}, {"r", s.payment}}, {}, {{0, "application"}}),
            std::nullopt);
  EXPECT_EQ(rows_for({{"a", s.loan}}, {}, {}), std::nullopt);
}

TEST(RowsFor, ALeftJoinSettlesItsOwnSideOnly) {
  const Sample s = sample();
  const std::vector<SqlSource> sources{{"r", s.payment}, {"a", s.loan, true}};
  // Each payment has one loan at most; a loan that is fixed says nothing of payments
  // that found none.
  const std::vector<SqlEquality> on{{{0, "of"}, SqlPlace{1, "loan"}, 1}};
  EXPECT_EQ(rows_for(sources, on, {{0, "payment"}}), 1);
  EXPECT_EQ(rows_for(sources, on, {{1, "loan"}}), std::nullopt);
}

}  // namespace
}  // namespace credence::portfolio
