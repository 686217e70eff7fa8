#include "synthesis/default_risk.h"

#include <algorithm>

#include "base/exact_math.h"

namespace credence::synthesis {
namespace {

// What the form asks.
double form_risk(const Customer& customer, const Application& loan) {
  constexpr double by_employment[] = {-0.25, 0.10, 0.00, 0.30, 0.70};
  constexpr double by_type[] = {0.25, -0.80, -0.25, 0.05, 0.30, -0.50, 0.40};
  double risk = by_employment[static_cast<int>(customer.employment)] +
                by_type[static_cast<int>(loan.type)] -
                0.13 * (static_cast<int>(customer.education) - 2.5);
  const double lakhs = static_cast<double>(loan.income) / 1e7;
  risk -= 0.30 * (exact_log(lakhs) - 1.6);
  if (loan.age < 25) risk += 0.45;
  if (loan.age > 55) risk += 0.30;
  if (loan.tenure_halves < 0) risk += 0.20;
  if (loan.tenure_halves >= 0 && loan.tenure_halves < 4)
    risk += 0.15 * (4 - loan.tenure_halves);
  if (customer.dependents >= 3 && lakhs < 4.0) risk += 0.35;
  return risk;
}

// How the burden and the kind of loan work together.
double burden_risk(const Customer& customer, const Application& loan) {
  const double burden = std::min(debt_to_income(customer, loan), 1.2);
  const bool insecure = customer.employment == Employment::self_employed ||
                        customer.employment == Employment::freelance ||
                        customer.employment == Employment::unemployed;
  const bool unsecured = product_of(loan.type).secured_share < 0.5;
  double risk = 0.5 * burden + 2.4 * std::max(0.0, burden - 0.40);
  if (insecure && unsecured && burden > 0.30) risk += 0.8;
  if (unsecured && loan.months >= 48) risk += 0.35;
  const double value = loan_to_value(customer, loan);
  if (value > 0.80) risk += 0.35 + 2.0 * (value - 0.80);
  return risk;
}

// What the bureau says beyond its score, which speaks through the carelessness.
double bureau_risk(const Customer& customer, const Application& loan) {
  const BureauPull& pull = loan.bureau;
  const bool weak = pull.score > 0 && pull.score < 680;
  const double used = pull.utilization_fraction();
  double risk = 0.4 * used;
  if (used > 0.75) risk += weak ? 1.2 : 0.3;
  if (used < 0.05) risk += 0.25;
  if (pull.thin) risk += loan.age < 27 ? 0.9 : 0.3;
  if (pull.active_accounts > 4) risk += 0.3;
  if (customer.walk_in) return risk;
  risk += (weak ? 0.28 : 0.09) * std::min(pull.enquiries_6m, 5);
  return risk + 0.08 * (customer.city_tier - 2);
}

}  // namespace

double visible_risk(const Customer& customer, const Application& loan) {
  return form_risk(customer, loan) + burden_risk(customer, loan) +
         bureau_risk(customer, loan);
}

Risk draw_risk(const Customer& customer, const Application& loan, Chance& chance) {
  Risk risk;
  risk.visible = visible_risk(customer, loan);
  risk.event = chance.happens(event_probability);
  risk.noise =
      (customer.walk_in ? walk_in_deviation : noise_deviation) * chance.normal();
  risk.draw = chance.uniform();
  return risk;
}

}  // namespace credence::synthesis
