// retail_request.h
// This component provides requests of the default portfolio with and without history,
// to the tests of the applicant room and to its benchmark.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "applicant/applicant.h"

namespace credence::applicant::testing {

inline Day on(std::string_view date) { return *parse_date(date); }

// One row by column name; what is not named is missing.
using NamedRow = std::vector<std::pair<std::string, table::Value>>;

inline TableRows rows_of(std::string name, const std::vector<NamedRow>& rows) {
  TableRows result{std::move(name), {}, {}};
  for (const auto& [column, value] : rows.front()) result.columns.push_back(column);
  for (const NamedRow& row : rows) {
    result.rows.emplace_back();
    for (const auto& [column, value] : row) result.rows.back().push_back(value);
  }
  return result;
}

inline NamedRow application(std::int64_t id, std::string_view date) {
  return {{"loan_id", id},
          {"customer_id", std::int64_t{7}},
          {"loan_type", "Personal"},
          {"loan_amount", std::int64_t{50'000'000}},
          {"loan_term_months", std::int64_t{36}},
          {"interest_rate", 12.0},
          {"age", std::int64_t{28}},
          {"annual_income", std::int64_t{60'000'000}},
          {"years_employed", 5.0},
          {"application_date", on(date)}};
}

// The form's example, decided on 2024-06-15.
inline Request walk_in() {
  return {std::int64_t{100},
          on("2024-06-15"),
          {rows_of("customers", {{{"customer_id", std::int64_t{7}},
                                  {"gender", "Male"},
                                  {"marital_status", "Single"},
                                  {"dependents", std::int64_t{0}},
                                  {"education", "Bachelor"},
                                  {"employment_type", "Salaried"}}}),
           rows_of("loan_applications", {application(100, "2024-06-15")}),
           rows_of("credit_history", {{{"pull_id", std::int64_t{1}},
                                       {"loan_id", std::int64_t{100}},
                                       {"pull_date", on("2024-06-15")},
                                       {"credit_score", std::int64_t{720}},
                                       {"active_accounts", std::int64_t{1}},
                                       {"credit_utilization", 0.4}}})}};
}

// An instalment of 1,000 rupees; `paid_on` empty: not paid.
inline NamedRow instalment(std::int64_t id, std::int64_t loan, std::int64_t number,
                           std::string_view due, std::string_view paid_on,
                           std::int64_t paid = 100'000) {
  const bool is_paid = !paid_on.empty();
  const auto if_paid = [is_paid](table::Value value) {
    if (!is_paid) value = std::monostate();
    return value;
  };
  const Day payment = is_paid ? on(paid_on) : 0;
  const Day late = std::max<Day>(0, payment - on(due));
  return {{"repayment_id", id},
          {"loan_id", loan},
          {"installment_number", number},
          {"due_date", on(due)},
          {"payment_date", if_paid(payment)},
          {"amount_due", std::int64_t{100'000}},
          {"amount_paid", if_paid(paid)},
          {"days_past_due", if_paid(late)},
          {"is_late", if_paid(std::int64_t{late > 0})},
          {"is_partial", if_paid(std::int64_t{paid < 100'000})},
          {"outstanding_balance", if_paid(std::int64_t{0})},
          {"principal_component", std::int64_t{80'000}},
          {"interest_component", std::int64_t{20'000}},
          {"payment_method", if_paid(id % 2 ? "UPI" : "Auto-Debit")}};
}

inline NamedRow earlier_application(std::int64_t id, std::string_view date) {
  NamedRow row = application(id, date);
  row.insert(row.end(), {{"approval_date", on(date) + 2},
                         {"disbursement_date", on(date) + 5},
                         {"status", id % 2 ? "Closed" : "Active"},
                         {"status_date", on("2024-05-01")},
                         {"is_default", std::int64_t{0}},
                         {"default_date", table::Value()}});
  return row;
}

// The same applicant with 6 earlier loans, their bureau answers and 20 instalments.
inline Request with_history() {
  Request request = walk_in();
  std::vector<NamedRow> loans, pulls, instalments;
  for (std::int64_t i = 0; i < 6; ++i) {
    const std::string date = fmt::format("20{}-02-05", 18 + i);
    loans.push_back(earlier_application(50 + i, date));
    pulls.push_back({{"pull_id", 50 + i},
                     {"loan_id", 50 + i},
                     {"pull_date", on(date)},
                     {"credit_score", std::int64_t{700}},
                     {"total_accounts", std::int64_t{5}},
                     {"active_accounts", std::int64_t{2}},
                     {"closed_accounts", std::int64_t{3}},
                     {"overdue_30_count", std::int64_t{1}},
                     {"overdue_60_count", std::int64_t{0}},
                     {"overdue_90_count", std::int64_t{0}},
                     {"total_credit_limit", std::int64_t{100'000'000}},
                     {"current_balance", std::int64_t{40'000'000}},
                     {"credit_utilization", 0.4},
                     {"monthly_obligations", std::int64_t{1'000'000}},
                     {"enquiries_last_6m", std::int64_t{1}},
                     {"enquiries_last_12m", std::int64_t{2}},
                     {"credit_history_length_months", std::int64_t{60}}});
  }
  for (std::int64_t i = 0; i < 20; ++i) {
    const std::string due = fmt::format("2023-{:02}-{:02}", i % 10 + 3, 5 + i % 6);
    const std::string paid = format_date(on(due) + (i % 4 == 0 ? 10 : 0));
    instalments.push_back(instalment(i + 1, 50 + i % 6, i / 6 + 1, due, paid));
  }
  NamedRow decided = earlier_application(100, "2024-06-15");
  for (std::size_t i = decided.size() - 6; i < decided.size(); ++i)
    decided[i].second = table::Value();
  loans.push_back(decided);
  request.tables[1] = rows_of("loan_applications", loans);
  request.tables.push_back(rows_of("repayment_history", instalments));
  // The walk-in's own answer keeps its few columns; the others are rows of a bank.
  request.tables.push_back(rows_of("credit_history", pulls));
  return request;
}

}  // namespace credence::applicant::testing
