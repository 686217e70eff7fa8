#include "synthesis/customer.h"

#include <algorithm>

namespace credence::synthesis {
namespace {

Education draw_education(double standing, Chance& chance) {
  const double level = 0.75 * standing + 0.66 * chance.normal();
  int step = 0;
  for (const double edge : {-1.40, -0.74, -0.18, 0.84, 1.75}) step += level > edge;
  return static_cast<Education>(step);
}

Marital draw_marital(double age, Chance& chance) {
  const double single = std::clamp(1.9 - age / 18.0, 0.06, 0.92);
  const double widowed = std::max(0.0, (age - 40.0) / 400.0);
  const double weights[] = {single, 0.93 - single, 0.05, widowed};
  return static_cast<Marital>(chance.pick(weights));
}

Employment draw_employment(double standing, double age, Chance& chance) {
  const double weights[] = {0.56 + 0.06 * std::clamp(standing, -2.0, 2.0), 0.19, 0.12,
                            age < 32 ? 0.12 : 0.06, age < 25 ? 0.08 : 0.03};
  return static_cast<Employment>(chance.pick(weights));
}

// Years of the present job: skewed, bounded by working life.
double draw_tenure(double age, Employment employment, Chance& chance) {
  const double typical =
      employment == Employment::freelance ? 2.0 : 0.28 * (age - 17.0);
  return std::min(typical * quick_exp(0.8 * chance.normal()), age - 18.0);
}

double draw_log_income(const Customer& customer, double standing, double age,
                       Chance& chance) {
  constexpr double by_education[] = {-0.40, -0.25, -0.10, 0.12, 0.35, 0.50};
  constexpr double by_employment[] = {0.05, -0.08, 0.30, -0.15, -0.90};
  const double career = std::clamp(age, 21.0, 50.0) - 34.0;
  return 13.05 + 0.30 * standing + by_education[static_cast<int>(customer.education)] +
         by_employment[static_cast<int>(customer.employment)] -
         0.14 * (customer.city_tier - 2) + 0.016 * career - 0.0006 * career * career +
         0.38 * chance.normal();
}

}  // namespace

Customer draw_customer(std::int64_t id, bool walk_in, Day first_day, Chance& chance) {
  Customer customer;
  customer.id = id;
  customer.walk_in = walk_in;
  const double standing = chance.normal();
  customer.carelessness = chance.normal();
  const double age = std::clamp(33.0 * quick_exp(0.27 * chance.normal()), 19.0, 62.0);
  customer.born = first_day - static_cast<Day>(age * 365.25);
  constexpr double genders[] = {0.62, 0.365, 0.015};
  customer.gender = static_cast<Gender>(chance.pick(genders));
  customer.education = draw_education(standing, chance);
  customer.marital = draw_marital(age, chance);
  customer.employment = draw_employment(standing, age, chance);
  const double children = customer.marital == Marital::single ? 0.35 : 1.7;
  customer.dependents = std::min(10, chance.poisson(children + (age > 40 ? 0.5 : 0.0)));
  const double tiers[] = {0.38 + 0.1 * std::clamp(standing, -2.0, 2.0), 0.34, 0.26};
  customer.city_tier = 1 + chance.pick(tiers);
  constexpr double states[] = {16, 12, 10, 10, 8, 7, 6, 6, 5, 4, 4, 4, 4, 3, 3};
  customer.state = chance.pick(states);
  customer.phone_verified = chance.happens(0.94);
  customer.email_verified = chance.happens(0.78);
  customer.log_income = draw_log_income(customer, standing, age, chance);
  customer.tenure_years = draw_tenure(age, customer.employment, chance);
  constexpr double habits[] = {0.55, 0.2, 0.1, 0.09, 0.04, 0.02};
  customer.habit = static_cast<Method>(chance.pick(habits));
  return customer;
}

}  // namespace credence::synthesis
