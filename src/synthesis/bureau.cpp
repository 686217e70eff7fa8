#include "synthesis/bureau.h"

#include <algorithm>
#include <cmath>

namespace credence::synthesis {
namespace {

std::int64_t to_paise(double rupees) {
  return static_cast<std::int64_t>(std::floor(rupees / 100.0 + 0.5)) * 10'000;
}

bool draw_thin(double age, int earlier, Chance& chance) {
  if (earlier > 0) return false;
  return chance.happens(age < 25 ? 0.34 : age < 30 ? 0.16 : 0.07);
}

void draw_accounts(BureauPull& pull, double age, Chance& chance) {
  if (pull.thin) {
    pull.history_months = chance.between(0, 11);
    pull.total_accounts = pull.history_months > 0 ? chance.between(0, 2) : 0;
    pull.active_accounts = pull.total_accounts;
    return;
  }
  const double longest = std::max(13.0, (age - 19.0) * 12.0);
  pull.history_months = static_cast<int>(
      std::clamp(60.0 * quick_exp(0.75 * chance.normal()), 12.0, longest));
  pull.total_accounts = 1 + chance.poisson(0.9 + pull.history_months / 24.0);
  pull.active_accounts = std::min(
      {pull.total_accounts, chance.poisson(1.3 + 0.2 * pull.total_accounts), 20});
}

void draw_overdue(BureauPull& pull, double carelessness, Chance& chance) {
  const double expected =
      expected_overdue(pull) * quick_exp(overdue_slope * carelessness);
  for (int left = chance.poisson(std::min(expected, 12.0)); left > 0; --left) {
    const double depth = chance.uniform();
    ++(depth < 0.72   ? pull.overdue_30
       : depth < 0.91 ? pull.overdue_60
                      : pull.overdue_90);
  }
}

}  // namespace

double explained_score(const Customer& customer, const BureauPull& pull) {
  const double used = 55.0 * (pull.utilization_fraction() - 0.35);
  if (customer.walk_in) return 712.0 - used;
  const double history = std::min(pull.history_months, 120) / 120.0;
  return 690.0 + 55.0 * history - used - 4.0 * std::min(pull.enquiries_6m, 8);
}

double expected_overdue(const BureauPull& pull) {
  return pull.thin ? 0.0 : 0.10 + 0.07 * std::min(pull.total_accounts, 12);
}

BureauPull draw_bureau_pull(const Customer& customer, double age, double log_income,
                            int earlier, Chance& chance) {
  BureauPull pull;
  pull.thin = draw_thin(age, earlier, chance);
  draw_accounts(pull, age, chance);
  draw_overdue(pull, customer.carelessness, chance);
  const double income = quick_exp(log_income);
  if (pull.active_accounts > 0) {
    const double used = quick_logistic(-0.45 + 1.25 * chance.normal());
    pull.utilization = static_cast<int>(used * 100.0 + 0.5) * 100;
    const double limit =
        income * 0.22 * pull.active_accounts * quick_exp(0.5 * chance.normal());
    pull.credit_limit = to_paise(limit);
    pull.balance = to_paise(limit * pull.utilization_fraction());
    const double share =
        0.055 * pull.active_accounts * quick_exp(0.6 * chance.normal());
    pull.obligations = to_paise(income / 12.0 * std::min(share, 0.6));
  }
  const double hunger = quick_exp(0.7 * chance.normal());
  pull.enquiries_6m = std::min(chance.poisson(0.9 * hunger), 15);
  pull.enquiries_12m = pull.enquiries_6m + std::min(chance.poisson(0.8 * hunger), 15);
  const double behaviour = customer.carelessness + score_noise * chance.normal();
  if (!pull.thin)
    pull.score = static_cast<int>(
        std::clamp(explained_score(customer, pull) - score_slope * behaviour, 300.0,
                   900.0) +
        0.5);
  pull.score = std::min(pull.score, 900);
  return pull;
}

}  // namespace credence::synthesis
