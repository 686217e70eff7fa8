#include "applicant/walk_in.h"

#include <gtest/gtest.h>

#include <map>

namespace credence::applicant {
namespace {

using portfolio::ColumnSpec;
using portfolio::Portfolio;
using portfolio::TableSpec;
using table::Type;
using table::Value;

ColumnSpec column(std::string name, Type type, bool required = false,
                  std::string known_on = "") {
  ColumnSpec spec;
  spec.name = std::move(name);
  spec.type = type;
  spec.required = required;
  spec.known_on = std::move(known_on);
  return spec;
}

portfolio::FormField field(std::string table, std::string column) {
  portfolio::FormField field;
  field.name = column;
  field.table = std::move(table);
  field.column = std::move(column);
  return field;
}

// Loans of customers, and what the bureau says of a loan; the form asks for one column
// of each but the customers.
Portfolio lender() {
  Portfolio portfolio;
  portfolio.application = {"loans", "loan_id", "applied_on", "customer"};
  TableSpec loans, customers, pulls;
  loans.name = "loans";
  loans.key = {"loan_id"};
  loans.known_on = "applied_on";
  loans.columns = {column("loan_id", Type::integer, true),
                   column("customer", Type::text, true),
                   column("applied_on", Type::date, true),
                   column("amount", Type::integer, true),
                   column("status", Type::text, false, "status_on"),
                   column("status_on", Type::date),
                   column("instalment", Type::integer, true)};
  customers.name = "customers";
  customers.key = {"customer"};
  customers.columns = {column("customer", Type::text, true),
                       column("age", Type::integer)};
  customers.link = {"customer", "loans", "customer"};
  pulls.name = "pulls";
  pulls.key = {"pull_id"};
  pulls.known_on = "pulled_on";
  pulls.same_day = true;
  pulls.columns = {column("pull_id", Type::integer, true),
                   column("loan_id", Type::integer, true),
                   column("pulled_on", Type::date, true),
                   column("score", Type::integer), column("grade", Type::text, true)};
  pulls.link = {"loan_id", "loans", "loan_id"};
  portfolio.tables = {loans, customers, pulls};
  portfolio.computed = {{"loans", "instalment", "emi", {}}};
  portfolio.form = {field("loans", "amount"), field("pulls", "score"),
                    field("loans", "status")};
  return portfolio;
}

// "table.column" -> value
std::map<std::string, Value> cells(const Request& request) {
  std::map<std::string, Value> result;
  for (const TableRows& rows : request.tables) {
    EXPECT_EQ(rows.rows.size(), 1U);
    for (std::size_t i = 0; i < rows.columns.size(); ++i)
      result[rows.table + "." + rows.columns[i]] = rows.rows.front().at(i);
  }
  return result;
}

TEST(WalkIn, HasOneRowInEveryTableOfTheFormThatTheApplicationSees) {
  const Portfolio portfolio = lender();
  WalkIn walk_in(portfolio, Value(std::int64_t{5}), 19000);
  walk_in.set("loans", "amount", Value(std::int64_t{250}));
  walk_in.set("pulls", "score", Value());
  walk_in.tie_together();
  const Request request = std::move(walk_in).take();
  EXPECT_EQ(request.application_id, Value(std::int64_t{5}));
  EXPECT_EQ(request.decided_at, 19000);
  const std::map<std::string, Value> expected = {
      {"loans.loan_id", std::int64_t{5}},
      {"loans.customer", std::string("1")},
      {"loans.applied_on", std::int64_t{19000}},
      {"loans.amount", std::int64_t{250}},
      {"pulls.pull_id", std::int64_t{1}},
      {"pulls.loan_id", std::int64_t{5}},
      {"pulls.pulled_on", std::int64_t{19000}},  // the day itself counts here
      {"pulls.score", Value()}};
  EXPECT_EQ(cells(request), expected);
}

TEST(WalkIn, KnowsAColumnOfItsOwnDateTheDayBefore) {
  const Portfolio portfolio = lender();
  WalkIn walk_in(portfolio, Value(std::int64_t{5}), 19000);
  walk_in.set("loans", "status", Value(std::string("new")));
  walk_in.tie_together();
  EXPECT_EQ(cells(std::move(walk_in).take()).at("loans.status_on"),
            Value(std::int64_t{18999}));
}

TEST(WalkIn, KeepsWhatWasSetFirst) {
  const Portfolio portfolio = lender();
  WalkIn walk_in(portfolio, Value(std::int64_t{5}), 19000);
  walk_in.set("loans", "customer", Value(std::string("Asha")));
  walk_in.set("loans", "customer", Value(std::string("Ravi")));
  walk_in.tie_together();
  EXPECT_EQ(cells(std::move(walk_in).take()).at("loans.customer"),
            Value(std::string("Asha")));
}

TEST(WalkIn, NamesWhatTheSchemaRequiresAndNothingFills) {
  const Portfolio portfolio = lender();
  WalkIn walk_in(portfolio, Value(std::int64_t{5}), 19000);
  std::vector<std::string> names;
  for (const auto& [table, column] : walk_in.tie_together())
    names.push_back(table + "." + column);
  // The instalment is computed; keys and dates are made up.
  EXPECT_EQ(names, (std::vector<std::string>{"loans.amount", "pulls.grade"}));
}

TEST(WalkIn, ForgetsATablesRow) {
  const Portfolio portfolio = lender();
  WalkIn walk_in(portfolio, Value(std::int64_t{5}), 19000);
  walk_in.forget("pulls");
  const Request request = std::move(walk_in).take();
  ASSERT_EQ(request.tables.size(), 1U);
  EXPECT_EQ(request.tables[0].table, "loans");
}

TEST(WalkIn, SharesItsKeysAlongTheLinks) {
  Portfolio portfolio = lender();
  portfolio.form.push_back(field("customers", "age"));
  WalkIn walk_in(portfolio, Value(std::int64_t{5}), 19000);
  walk_in.tie_together();
  const auto found = cells(std::move(walk_in).take());
  EXPECT_EQ(found.at("customers.customer"), found.at("loans.customer"));
}

}  // namespace
}  // namespace credence::applicant
