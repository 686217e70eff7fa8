#include "synthesis/loan_book.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <algorithm>

namespace credence::synthesis {
namespace {

RC_GTEST_PROP(LoanBook, DealsExactlyTheLoansAskedFor, ()) {
  const auto customers = *rc::gen::inRange<std::int64_t>(1, 400);
  const auto loans = *rc::gen::inRange<std::int64_t>(customers, 5 * customers + 1);
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const std::vector<Place> places = plan_book(seed, customers, loans, 0.15);
  RC_ASSERT(static_cast<std::int64_t>(places.size()) == customers);
  std::int64_t next_loan = 1, walk_ins = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    RC_ASSERT(places[i].customer_id == static_cast<std::int64_t>(i) + 1);
    RC_ASSERT(places[i].first_loan_id == next_loan);
    RC_ASSERT(places[i].applications >= 1);
    RC_ASSERT(!places[i].walk_in || places[i].applications == 1);
    next_loan += places[i].applications;
    walk_ins += places[i].walk_in;
  }
  RC_ASSERT(next_loan - 1 == loans);
  const auto wanted =
      static_cast<std::int64_t>(0.15 * static_cast<double>(loans) + 0.5);
  RC_ASSERT(walk_ins == std::min(wanted, customers / 2));
}

TEST(LoanBook, GivesMostCustomersFewLoansAndAFewMany) {
  const std::vector<Place> places = plan_book(1, 5'000, 10'000, 0.15);
  int ones = 0, most = 0, regulars = 0;
  for (const Place& place : places) {
    if (place.walk_in) continue;
    ++regulars;
    ones += place.applications == 1;
    most = std::max(most, place.applications);
  }
  EXPECT_EQ(regulars, 3'500);
  EXPECT_GT(ones, 200);
  EXPECT_GE(most, 5);
}

// Portfolios promise a bound on one applicant's loans.
TEST(LoanBook, KeepsOneCustomersLoansFew) {
  for (const std::uint64_t seed : {1, 2, 3, 4, 5})
    for (const Place& place : plan_book(seed, 2'000, 10'000, 0.5))
      EXPECT_LE(place.applications, 40);
}

}  // namespace
}  // namespace credence::synthesis
