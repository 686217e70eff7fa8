#include "synthesis/lending_tables.h"

#include <bit>

#include "synthesis/vocabulary.h"

namespace credence::synthesis {
namespace {

constexpr auto integer = CellKind::integer;
constexpr auto date = CellKind::date;
constexpr auto decimal = CellKind::decimal;
constexpr auto text = CellKind::text;

std::int64_t bits_of(double value) { return std::bit_cast<std::int64_t>(value); }

template <class Enumeration>
std::int64_t code(Enumeration value) {
  return static_cast<std::int64_t>(value);
}

// What the books show on the last day observed of something that happens on `day`.
std::int64_t seen(Day day, const World& world) {
  return day != none && day <= world.observed_until ? day : none;
}

struct Standing {
  Status status;
  std::int64_t since;
};

Standing standing_of(const World& world, const Application& loan,
                     const Course& course) {
  if (loan.refused != none) return {Status::rejected, loan.refused};
  if (loan.approved == none) return {Status::pending, loan.applied};
  if (loan.disbursed == none) return {Status::approved, loan.approved};
  if (seen(course.written_off, world) != none)
    return {Status::written_off, course.written_off};
  if (seen(course.closed, world) != none) return {Status::closed, course.closed};
  if (course.first_due == none) return {Status::disbursed, loan.disbursed};
  return {Status::active, course.first_due};
}

}  // namespace

const std::array<TableShape, table_count>& lending_tables() {
  static const std::array<TableShape, table_count> tables = {{
      {"customers",
       {{"customer_id"},
        {"gender", text, 0, gender_texts},
        {"marital_status", text, 0, marital_texts},
        {"dependents"},
        {"education", text, 0, education_texts},
        {"employment_type", text, 0, employment_texts},
        {"city_tier"},
        {"state", text, 0, state_texts},
        {"phone_verified"},
        {"email_verified"},
        {"date_of_birth", date}}},
      {"loan_applications",
       {{"loan_id"},
        {"customer_id"},
        {"loan_type", text, 0, loan_type_texts},
        {"loan_purpose", text, 0, purpose_texts},
        {"loan_amount"},
        {"loan_term_months"},
        {"interest_rate", decimal, 2},
        {"emi_amount"},
        {"is_secured"},
        {"collateral_value"},
        {"age"},
        {"annual_income"},
        {"years_employed", decimal, 1},
        {"application_date", date},
        {"approval_date", date},
        {"disbursement_date", date},
        {"status", text, 0, status_texts},
        {"status_date", date},
        {"is_default"},
        {"default_date", date}}},
      {"credit_history",
       {{"pull_id"},
        {"loan_id"},
        {"pull_date", date},
        {"credit_score"},
        {"total_accounts"},
        {"active_accounts"},
        {"closed_accounts"},
        {"overdue_30_count"},
        {"overdue_60_count"},
        {"overdue_90_count"},
        {"total_credit_limit"},
        {"current_balance"},
        {"credit_utilization", decimal, 4},
        {"monthly_obligations"},
        {"enquiries_last_6m"},
        {"enquiries_last_12m"},
        {"credit_history_length_months"}}},
      {"repayment_history",
       {{"repayment_id"},
        {"loan_id"},
        {"installment_number"},
        {"due_date", date},
        {"payment_date", date},
        {"amount_due"},
        {"amount_paid"},
        {"days_past_due"},
        {"is_late"},
        {"is_partial"},
        {"outstanding_balance"},
        {"principal_component"},
        {"interest_component"},
        {"payment_method", text, 0, method_texts}}},
  }};
  return tables;
}

const TableShape& truth_table() {
  static const TableShape truth = {"truth",
                                   {{"loan_id"},
                                    {"probability", CellKind::real},
                                    {"probability_from_observables", CellKind::real},
                                    {"outcome"}}};
  return truth;
}

void add_customer(const Customer& customer, Blocks& blocks) {
  const auto asked = [&](std::int64_t value) {
    return customer.walk_in ? none : value;
  };
  blocks.tables[customers].add(
      {customer.id, code(customer.gender), code(customer.marital), customer.dependents,
       code(customer.education), code(customer.employment), asked(customer.city_tier),
       asked(customer.state), asked(customer.phone_verified),
       asked(customer.email_verified), asked(customer.born)});
}

void add_application(const World& world, const Customer& customer, const Loan& loan,
                     const Outcome& outcome, Blocks& blocks) {
  const Application& a = loan.application;
  const auto asked = [&](std::int64_t value) {
    return customer.walk_in ? none : value;
  };
  const auto [status, since] = standing_of(world, a, outcome.course);
  const std::int64_t default_day =
      loan.was_disbursed() ? seen(outcome.course.default_day, world) : none;
  const std::int64_t is_default =
      loan.was_disbursed() ? std::int64_t{default_day != none} : none;
  blocks.tables[loan_applications].add(
      {loan.id,
       customer.id,
       code(a.type),
       asked(a.purpose),
       a.amount,
       a.months,
       a.rate,
       a.emi,
       asked(a.secured),
       asked(a.collateral),
       a.age,
       a.income,
       a.tenure_halves < 0 ? none : std::int64_t{a.tenure_halves} * 5,
       a.applied,
       a.approved,
       a.disbursed,
       code(status),
       since,
       is_default,
       default_day});
}

void add_pull(const Customer& customer, const Loan& loan, const BureauPull& pull,
              Day pull_day, Blocks& blocks) {
  const auto asked = [&](std::int64_t value) {
    return customer.walk_in ? none : value;
  };
  blocks.tables[credit_history].add(
      {loan.id, loan.id, pull_day, pull.score > 0 ? std::int64_t{pull.score} : none,
       asked(pull.total_accounts), pull.active_accounts,
       asked(pull.total_accounts - pull.active_accounts), asked(pull.overdue_30),
       asked(pull.overdue_60), asked(pull.overdue_90), asked(pull.credit_limit),
       asked(pull.balance), pull.utilization, asked(pull.obligations),
       asked(pull.enquiries_6m), asked(pull.enquiries_12m),
       asked(pull.history_months)});
}

void add_instalment(std::int64_t loan_id, const Instalment& row, Blocks& blocks) {
  const bool paid = row.paid_on != none;
  const auto known = [&](std::int64_t value) { return paid ? value : none; };
  blocks.tables[repayment_history].add(
      {loan_id * 1000 + row.number, loan_id, row.number, row.due, row.paid_on,
       row.amount_due, known(row.amount_paid), row.days_past_due,
       std::int64_t{row.days_past_due > 0},
       known(std::int64_t{row.amount_paid < row.amount_due}), row.balance,
       row.principal, row.interest, known(code(row.method))});
}

void add_truth(const Loan& loan, const Outcome& outcome, Blocks& blocks) {
  blocks.truth.add({loan.id, bits_of(outcome.probability), bits_of(outcome.oracle),
                    outcome.labelled ? std::int64_t{outcome.course.bad} : none});
}

}  // namespace credence::synthesis
