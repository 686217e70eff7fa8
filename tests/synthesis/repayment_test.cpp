#include "synthesis/repayment.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace credence::synthesis {
namespace {

const World world{11, day_of(2018, 1, 1), day_of(2025, 12, 31)};

Loan a_loan(Day disbursed, int months = 36) {
  Loan loan;
  loan.application.type = LoanType::personal;
  loan.application.amount = 50'000'000;
  loan.application.months = months;
  loan.application.rate = 1'200;
  loan.application.emi = 1'660'715;  // as the form's example; other terms: see below
  loan.application.disbursed = disbursed;
  return loan;
}

struct Drawn {
  Course course;
  std::vector<Instalment> rows;
};

Drawn draw(const Loan& loan, bool bad, std::uint64_t seed, double carelessness = 0) {
  Customer customer;
  customer.carelessness = carelessness;
  Chance chance{Random(seed)};
  Drawn drawn;
  drawn.course = draw_course(world, customer, loan, bad, chance, drawn.rows);
  return drawn;
}

// The first day on which any instalment was 90 days past due, from the rows alone.
Day first_90(const std::vector<Instalment>& rows) {
  for (const Instalment& row : rows) {
    const Day until = row.paid_on == none ? world.observed_until : row.paid_on;
    if (until - row.due >= 90) return row.due + 90;
  }
  return none;
}

RC_GTEST_PROP(Repayment, OfABadLoanFailsWithinTheWindow, ()) {
  const Day disbursed = world.first_application + *rc::gen::inRange(0, 1'900);
  const int months = *rc::gen::element(3, 6, 12, 36, 60, 240);
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const Drawn drawn = draw(a_loan(disbursed, months), true, seed);
  RC_ASSERT(drawn.course.bad);
  RC_ASSERT(drawn.course.default_day == first_90(drawn.rows));
  RC_ASSERT(drawn.course.default_day > disbursed);
  RC_ASSERT(drawn.course.default_day - disbursed <= window_days);
  RC_ASSERT(drawn.course.written_off > drawn.course.default_day);
  RC_ASSERT(drawn.course.closed == none);
}

RC_GTEST_PROP(Repayment, OfAGoodLoanNeverFailsWithinTheWindow, ()) {
  const Day disbursed = world.first_application + *rc::gen::inRange(0, 2'900);
  const int months = *rc::gen::element(3, 6, 12, 36, 60, 240);
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const Drawn drawn = draw(a_loan(disbursed, months), false, seed, 1.5);
  const Day failed = first_90(drawn.rows);
  if (failed != none) RC_ASSERT(failed - disbursed > window_days);
}

RC_GTEST_PROP(Repayment, WritesNothingThatIsNotKnownYet, ()) {
  const Day disbursed = world.observed_until - *rc::gen::inRange(0, 400);
  const bool bad = *rc::gen::arbitrary<bool>();
  const Drawn drawn =
      draw(a_loan(disbursed), bad, *rc::gen::arbitrary<std::uint64_t>(), 1.0);
  for (const Instalment& row : drawn.rows) {
    RC_ASSERT(row.due <= world.observed_until);
    RC_ASSERT(row.paid_on == none || row.paid_on <= world.observed_until);
    RC_ASSERT(row.days_past_due >= 0);
  }
  RC_ASSERT(drawn.rows.empty() == (drawn.course.first_due == none));
}

TEST(Repayment, StartsAboutThreeWeeksAfterDisbursementAtTheEarliest) {
  for (Day disbursed = day_of(2019, 1, 1); disbursed < day_of(2019, 3, 1);
       ++disbursed) {
    const Drawn drawn = draw(a_loan(disbursed), false, 3);
    const Day wait = drawn.rows.front().due - disbursed;
    EXPECT_GE(wait, 20);
    EXPECT_LE(wait, 52);
    EXPECT_EQ(drawn.course.first_due, drawn.rows.front().due);
  }
}

TEST(Repayment, EndsWithAnEmptyBalanceWhenTheLoanIsClosed) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Drawn drawn = draw(a_loan(day_of(2018, 5, 5)), false, seed);
    if (drawn.course.closed == none) continue;
    EXPECT_EQ(drawn.rows.back().balance, 0);
    EXPECT_GE(drawn.course.closed, drawn.rows.back().due);
  }
}

TEST(Repayment, KeepsWhatWasMissedInTheBalance) {
  const Drawn drawn = draw(a_loan(day_of(2018, 5, 5)), true, 4);
  std::int64_t before = 50'000'000;
  for (const Instalment& row : drawn.rows) {
    if (row.paid_on == none)
      EXPECT_EQ(row.balance, before);
    else
      EXPECT_EQ(row.balance, before - row.principal);
    before = row.balance;
  }
}

TEST(Repayment, IsLaterForTheCareless) {
  const auto late_share = [](double carelessness) {
    int late = 0, due = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed)
      for (const Instalment& row :
           draw(a_loan(day_of(2018, 5, 5)), false, seed, carelessness).rows) {
        late += row.days_past_due > 0 && row.paid_on != none;
        ++due;
      }
    return static_cast<double>(late) / due;
  };
  // The shares that the level and the slope promise.
  EXPECT_NEAR(late_share(0), 0.069, 0.01);
  EXPECT_NEAR(late_share(-2), 0.010, 0.006);
  EXPECT_NEAR(late_share(2), 0.354, 0.02);
}

TEST(Repayment, IsLaterWhileALifeEventLasts) {
  Loan calm = a_loan(day_of(2018, 5, 5)), struck = calm;
  struck.risk.event = true;
  int late_calm = 0, late_struck = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    for (const Instalment& row : draw(calm, false, seed).rows)
      late_calm += row.days_past_due > 0;
    for (const Instalment& row : draw(struck, false, seed).rows)
      late_struck += row.days_past_due > 0;
  }
  EXPECT_GT(late_struck, 1.3 * late_calm);
}

TEST(Repayment, IsTheSameForTheSameStream) {
  const Loan loan = a_loan(day_of(2020, 2, 29));
  const Drawn one = draw(loan, true, 9), two = draw(loan, true, 9);
  ASSERT_EQ(one.rows.size(), two.rows.size());
  EXPECT_EQ(one.course.default_day, two.course.default_day);
  for (std::size_t i = 0; i < one.rows.size(); ++i)
    EXPECT_EQ(one.rows[i].paid_on, two.rows[i].paid_on);
}

}  // namespace
}  // namespace credence::synthesis
