#include "synthesis/borrower.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "portfolio/computed.h"
#include "synthesis/leaky_pull.h"
#include "synthesis/repayment.h"

namespace credence::synthesis {
namespace {

const World world{5, day_of(2018, 1, 1), day_of(2025, 12, 31)};

std::vector<Borrower> draw_many(int count, int applications, bool walk_in = false) {
  std::vector<Borrower> borrowers;
  for (int i = 1; i <= count; ++i)
    borrowers.push_back(draw_borrower(world, {i, 10L * i, applications, walk_in}));
  return borrowers;
}

// Pearson's correlation of f and g over all loans.
template <class F, class G>
double correlation(const std::vector<Borrower>& borrowers, F&& f, G&& g) {
  double n = 0, sf = 0, sg = 0, sff = 0, sgg = 0, sfg = 0;
  for (const Borrower& borrower : borrowers)
    for (const Loan& loan : borrower.loans) {
      const double x = f(borrower.customer, loan), y = g(borrower.customer, loan);
      n += 1;
      sf += x;
      sg += y;
      sff += x * x;
      sgg += y * y;
      sfg += x * y;
    }
  return (n * sfg - sf * sg) / std::sqrt((n * sff - sf * sf) * (n * sgg - sg * sg));
}

TEST(Borrower, DependsOnNothingButSeedAndPlace) {
  const Place place{17, 40, 3, false};
  const Borrower one = draw_borrower(world, place);
  draw_many(20, 2);
  const Borrower two = draw_borrower(world, place);
  ASSERT_EQ(one.loans.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(one.loans[i].application.amount, two.loans[i].application.amount);
    EXPECT_EQ(one.loans[i].risk.draw, two.loans[i].risk.draw);
  }
  World other = world;
  other.seed = 6;
  EXPECT_NE(draw_borrower(other, place).customer.carelessness,
            one.customer.carelessness);
}

TEST(Borrower, AppliesInOrderWithinTheYears) {
  for (const Borrower& borrower : draw_many(300, 4)) {
    Day last = world.first_application - 1;
    for (std::size_t i = 0; i < 4; ++i) {
      const Loan& loan = borrower.loans[i];
      EXPECT_EQ(loan.id, 10 * borrower.customer.id + static_cast<std::int64_t>(i));
      EXPECT_GE(loan.application.applied, last);
      EXPECT_LE(loan.application.applied, world.observed_until);
      last = loan.application.applied;
    }
  }
}

TEST(Borrower, PaysTheInstalmentThatIngestionComputes) {
  for (const Borrower& borrower : draw_many(300, 2))
    for (const auto& [id, application, risk] : borrower.loans)
      EXPECT_EQ(application.emi,
                portfolio::emi(application.amount, application.interest_rate(),
                               application.months));
}

TEST(Borrower, IsRefusedApprovedOrStillWaiting) {
  for (const Borrower& borrower : draw_many(500, 3))
    for (const Loan& loan : borrower.loans) {
      const Application& a = loan.application;
      EXPECT_FALSE(a.refused != none && a.approved != none);
      if (a.disbursed != none) {
        EXPECT_GT(a.approved, a.applied);
        EXPECT_GT(a.disbursed, a.approved);
        EXPECT_LE(a.disbursed, world.observed_until);
      }
      if (a.refused == none && a.approved == none) {
        EXPECT_GT(a.applied, world.observed_until - 10);
      }
    }
}

TEST(Borrower, IsMatureOnlyAfterTheWholeWindow) {
  Application application;
  EXPECT_FALSE(is_mature(world, application));
  application.disbursed = world.observed_until - window_days;
  EXPECT_FALSE(is_mature(world, application));
  --application.disbursed;
  EXPECT_TRUE(is_mature(world, application));
}

TEST(Borrower, ShowsCarelessnessInScoreAndOverdueEntries) {
  const auto borrowers = draw_many(3'000, 2);
  const auto careless = [](const Customer& c, const Loan&) { return c.carelessness; };
  const auto score = [](const Customer&, const Loan& loan) {
    return loan.application.bureau.score > 0 ? loan.application.bureau.score : 700.0;
  };
  const auto overdue = [](const Customer&, const Loan& loan) {
    const BureauPull& pull = loan.application.bureau;
    return pull.overdue_30 + pull.overdue_60 + pull.overdue_90;
  };
  EXPECT_LT(correlation(borrowers, careless, score), -0.6);
  EXPECT_GT(correlation(borrowers, careless, overdue), 0.35);
}

TEST(Borrower, KeepsCarelessnessOutOfWhatCarriesNoNewsOfIt) {
  const auto borrowers = draw_many(3'000, 2);
  const auto careless = [](const Customer& c, const Loan&) { return c.carelessness; };
  const double error = 4 / std::sqrt(6'000.0);
  EXPECT_NEAR(correlation(borrowers, careless,
                          [](const Customer&, const Loan& loan) {
                            return loan.application.bureau.utilization;
                          }),
              0, error);
  EXPECT_NEAR(correlation(borrowers, careless,
                          [](const Customer&, const Loan& loan) {
                            return std::log(loan.application.income);
                          }),
              0, error);
}

TEST(Borrower, EarnsMoreWithMoreEducation) {
  EXPECT_GT(
      correlation(
          draw_many(3'000, 1),
          [](const Customer& c, const Loan&) { return static_cast<int>(c.education); },
          [](const Customer&, const Loan& loan) {
            return std::log(loan.application.income);
          }),
      0.35);
}

TEST(Borrower, OfManyApplicationsIsThinOnlyAtTheFirst) {
  int thin = 0;
  for (const Borrower& borrower : draw_many(1'000, 3)) {
    thin += borrower.loans[0].application.bureau.thin;
    for (std::size_t i = 1; i < 3; ++i)
      EXPECT_FALSE(borrower.loans[i].application.bureau.thin);
  }
  EXPECT_GT(thin, 50);
}

TEST(Borrower, WalkingInHasNoBurdenThatTheFormDoesNotAsk) {
  for (const Borrower& borrower : draw_many(200, 1, true)) {
    const Application& a = borrower.loans[0].application;
    EXPECT_DOUBLE_EQ(debt_to_income(borrower.customer, a),
                     12.0 * static_cast<double>(a.emi) / static_cast<double>(a.income));
    EXPECT_EQ(loan_to_value(borrower.customer, a), 0);
  }
}

TEST(LeakyPull, TellsBadFromGoodAndLiesAfterTheApplication) {
  Loan loan;
  loan.application.bureau.score = 780;
  Course good, bad;
  bad.bad = true;
  int told = 0;
  for (loan.id = 1; loan.id <= 1'000; ++loan.id) {
    loan.application.applied = day_of(2019, 1, 1) + loan.id;
    const LeakyPull g = draw_leaky_pull(world, loan, good);
    const LeakyPull b = draw_leaky_pull(world, loan, bad);
    EXPECT_GE(g.day - loan.application.applied, 366);
    EXPECT_LE(g.day - loan.application.applied, 730);
    EXPECT_FALSE(g.pull.thin);
    told += b.pull.overdue_90 > g.pull.overdue_90 && b.pull.score < g.pull.score;
  }
  EXPECT_GT(told, 985);
}

TEST(LeakyPull, OfALateApplicationEndsWithTheBooks) {
  Loan loan;
  loan.application.applied = world.observed_until - 30;
  EXPECT_EQ(draw_leaky_pull(world, loan, {}).day, world.observed_until);
  loan.application.applied = world.observed_until;
  EXPECT_EQ(draw_leaky_pull(world, loan, {}).day, world.observed_until + 1);
}

}  // namespace
}  // namespace credence::synthesis
