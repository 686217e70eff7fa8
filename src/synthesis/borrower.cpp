#include "synthesis/borrower.h"

#include <algorithm>

namespace credence::synthesis {
namespace {

// Days of application, ascending; the book grows a little over the years.
std::vector<Day> draw_days(const World& world, int count, Chance& chance) {
  std::vector<Day> days(static_cast<std::size_t>(count));
  const auto span = static_cast<double>(world.observed_until - world.first_application);
  for (Day& day : days) {
    const double u = chance.uniform();
    const double time = u * (0.88 + 0.12 * u);
    day = world.observed_until - static_cast<Day>(time * (span + 1.0));
  }
  std::sort(days.begin(), days.end());
  return days;
}

}  // namespace

Borrower draw_borrower(const World& world, const Place& place) {
  Chance chance(Random::for_stream(world.seed,
                                   2 * static_cast<std::uint64_t>(place.customer_id)));
  const auto days = draw_days(world, place.applications, chance);
  Borrower borrower;
  borrower.customer =
      draw_customer(place.customer_id, place.walk_in, days.front(), chance);
  borrower.loans.resize(place.applications);
  for (int i = 0; i < place.applications; ++i) {
    Loan& loan = borrower.loans[static_cast<std::size_t>(i)];
    loan.id = place.first_loan_id + i;
    const Occasion occasion{days.front(), days[static_cast<std::size_t>(i)], i,
                            world.observed_until};
    loan.application = draw_application(borrower.customer, occasion, chance);
    loan.risk = draw_risk(borrower.customer, loan.application, chance);
  }
  return borrower;
}

bool is_mature(const World& world, const Application& application) {
  return application.disbursed != none &&
         world.observed_until - application.disbursed > window_days;
}

Chance course_chance(const World& world, std::int64_t customer_id) {
  return Chance(
      Random::for_stream(world.seed, 2 * static_cast<std::uint64_t>(customer_id) + 1));
}

}  // namespace credence::synthesis
