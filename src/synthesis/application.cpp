#include "synthesis/application.h"

#include <algorithm>
#include <cmath>

#include "portfolio/computed.h"

namespace credence::synthesis {
namespace {

constexpr std::int64_t paise = 100;

std::int64_t round_to(double rupees, int step) {
  return static_cast<std::int64_t>(std::floor(rupees / step + 0.5)) * step * paise;
}

LoanType draw_type(const Customer& customer, double age, Chance& chance) {
  double weights[7];
  for (std::size_t i = 0; i < 7; ++i) weights[i] = loan_products[i].demand;
  const bool enterprise = customer.employment == Employment::business ||
                          customer.employment == Employment::self_employed;
  weights[static_cast<int>(LoanType::business)] *= enterprise ? 2.6 : 0.25;
  weights[static_cast<int>(LoanType::education)] *= age < 30 ? 2.2 : 0.4;
  weights[static_cast<int>(LoanType::home)] *= age < 27 ? 0.35 : 1.3;
  if (customer.log_income < 12.6) weights[static_cast<int>(LoanType::gold)] *= 1.8;
  return static_cast<LoanType>(chance.pick(weights));
}

void draw_amount(Application& loan, double income, Chance& chance) {
  const LoanProduct& product = product_of(loan.type);
  const double wish =
      income * product.income_multiple * quick_exp(product.spread * chance.normal());
  loan.amount =
      round_to(std::clamp(wish, product.least, product.most), product.amount_step);
  loan.months = product.months[static_cast<std::size_t>(chance.between(0, 5))];
  loan.secured = chance.happens(product.secured_share);
  const double value =
      product.low_ltv + (product.high_ltv - product.low_ltv) * chance.uniform();
  if (loan.secured)
    loan.collateral = round_to(static_cast<double>(loan.amount / paise) / value, 1'000);
}

// Priced on the score, with the room that a branch has.
void draw_rate(Application& loan, Chance& chance) {
  const LoanProduct& product = product_of(loan.type);
  const double score = loan.bureau.score > 0 ? loan.bureau.score : 680.0;
  const double percent =
      product.base_rate +
      std::clamp((760.0 - score) / 45.0, -0.5, 5.0) * (loan.secured ? 0.45 : 1.0) +
      product.rate_spread * chance.normal();
  loan.rate = static_cast<int>(std::clamp(percent, 7.0, 36.0) * 20.0 + 0.5) * 5;
}

// The self-employed and freelancers often cannot state a tenure, those with a short one
// the likeliest.
void draw_tenure(Application& loan, const Customer& customer, double elapsed_years,
                 Chance& chance) {
  const bool moved = chance.happens(std::min(0.6, 0.12 * elapsed_years));
  const double fresh = elapsed_years * chance.uniform();
  double years = moved ? fresh : customer.tenure_years + elapsed_years;
  years = std::clamp(years, 0.0, std::min(40.0, loan.age - 17.0));
  const double unstated = chance.uniform();
  double missing = 0.01;
  if (customer.employment == Employment::self_employed ||
      customer.employment == Employment::freelance)
    missing = years < 2 ? 0.55 : 0.22;
  if (customer.employment == Employment::unemployed) missing = 1;
  if (unstated >= missing) loan.tenure_halves = static_cast<int>(years * 2.0);
}

// The lender's rules of the day turn away weak scores and overstretched incomes; a few
// offers are never taken up, and what is too recent is still on its way.
void decide(Application& loan, const Customer& customer, Day observed_until,
            Chance& chance) {
  const double score = loan.bureau.score > 0 ? loan.bureau.score : 660.0;
  const double burden = debt_to_income(customer, loan);
  const double refusal =
      quick_logistic(-1.35 + std::clamp((640.0 - score) / 50.0, -2.0, 3.0) +
                     2.2 * std::max(0.0, std::min(burden, 1.6) - 0.55));
  const bool refused = chance.happens(refusal), taken_up = chance.happens(0.975);
  const Day decided = loan.applied + chance.between(1, 9);
  const Day paid_out = decided + chance.between(1, 14);
  if (decided > observed_until) return;
  if (refused) {
    loan.refused = decided;
    return;
  }
  loan.approved = decided;
  if (taken_up && paid_out <= observed_until) loan.disbursed = paid_out;
}

}  // namespace

double debt_to_income(const Customer& customer, const Application& loan) {
  const std::int64_t others = customer.walk_in ? 0 : loan.bureau.obligations;
  return static_cast<double>(others + loan.emi) * 12.0 /
         static_cast<double>(loan.income);
}

double loan_to_value(const Customer& customer, const Application& loan) {
  if (loan.collateral == none || customer.walk_in) return 0;
  return static_cast<double>(loan.amount) / static_cast<double>(loan.collateral);
}

Application draw_application(const Customer& customer, const Occasion& occasion,
                             Chance& chance) {
  Application loan;
  loan.applied = occasion.applied;
  const double elapsed =
      static_cast<double>(occasion.applied - occasion.first_day) / 365.25;
  const double age = static_cast<double>(occasion.applied - customer.born) / 365.25;
  loan.age = std::clamp(static_cast<int>(age), 18, 70);
  const double log_income =
      customer.log_income + 0.06 * elapsed + 0.08 * chance.normal();
  const double income = std::clamp(quick_exp(log_income), 60'000.0, 40'000'000.0);
  loan.income = round_to(income, 1'000);
  loan.bureau = draw_bureau_pull(customer, age, log_income, occasion.earlier, chance);
  loan.type = draw_type(customer, age, chance);
  loan.purpose = 2 * static_cast<int>(loan.type) + chance.between(0, 1);
  draw_amount(loan, income, chance);
  draw_rate(loan, chance);
  loan.emi = portfolio::emi(loan.amount, loan.interest_rate(), loan.months);
  draw_tenure(loan, customer, elapsed, chance);
  decide(loan, customer, occasion.observed_until, chance);
  return loan;
}

}  // namespace credence::synthesis
