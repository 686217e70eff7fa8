#include "synthesis/default_risk.h"

#include <algorithm>

#include "base/exact_math.h"

namespace credence::synthesis {
namespace {

// What the form asks. The young and the old pay worse than those between.
double form_risk(const Customer& customer, const Application& loan) {
  constexpr double by_employment[] = {-0.15, 0.05, 0.00, 0.20, 0.50};
  constexpr double by_type[] = {0.20, -0.60, -0.20, 0.05, 0.25, -0.40, 0.30};
  double risk = by_employment[static_cast<int>(customer.employment)] +
                by_type[static_cast<int>(loan.type)] -
                0.08 * (static_cast<int>(customer.education) - 2.5);
  const double lakhs = static_cast<double>(loan.income) / 1e7;
  risk -= 0.20 * (exact_log(lakhs) - 1.6);
  if (loan.age < 26) risk += 0.80;
  if (loan.age > 46) risk += 0.70;
  if (loan.tenure_halves < 0) risk += 0.20;
  if (loan.tenure_halves >= 0 && loan.tenure_halves < 4)
    risk += 0.22 * (4 - loan.tenure_halves);
  if (customer.dependents >= 3 && lakhs < 4.0) risk += 0.50;
  return risk;
}

// How the burden and the kind of loan work together.
double burden_risk(const Customer& customer, const Application& loan) {
  const double burden = std::min(debt_to_income(customer, loan), 1.0);
  const bool insecure = customer.employment != Employment::salaried;
  const bool unsecured = product_of(loan.type).secured_share < 0.5;
  double risk = 2.0 * std::max(0.0, burden - 0.35);
  if (insecure && unsecured && burden > 0.20) risk += 1.3;
  if (unsecured && loan.months >= 48) risk += 0.35;
  const double value = loan_to_value(customer, loan);
  if (value > 0.80) risk += 0.6 + 2.0 * (value - 0.80);
  return risk;
}

// What the bureau says beyond its score, which speaks through the carelessness. Cards
// that are never used say little good, cards used up are bad where the score is weak.
double bureau_risk(const Customer& customer, const Application& loan) {
  const BureauPull& pull = loan.bureau;
  const bool weak = pull.score > 0 && pull.score < 690;
  const double used = pull.utilization_fraction();
  double risk = 0;
  if (used > 0.60) risk += weak ? 1.5 : 0.1;
  if (used < 0.15) risk += 0.45;
  if (pull.thin) risk += loan.age < 27 ? 0.7 : 0.2;
  if (pull.active_accounts > 4) risk += 0.4;
  if (customer.walk_in) return risk;
  risk += (weak ? 0.32 : 0.04) * std::min(pull.enquiries_6m, 5);
  return risk + 0.06 * (customer.city_tier - 2);
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
