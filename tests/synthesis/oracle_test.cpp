#include "synthesis/oracle.h"

#include <gtest/gtest.h>

#include <cmath>

#include "synthesis/calibration.h"
#include "synthesis/oracle_auc.h"
#include "synthesis/repayment.h"

namespace credence::synthesis {
namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

double normal_density(double x) { return std::exp(-x * x / 2); }

struct Case {
  const char* name;
  int score, overdue, due, late;
  bool walk_in;
};

// Bayes' rule by brute force: carelessness on a fine grid, its prior times the chance
// of everything that was seen; then noise and life event on grids of their own.
double by_brute_force(double intercept, const Customer& customer, const Loan& loan,
                      const Record& record) {
  const BureauPull& pull = loan.application.bureau;
  const double noise = customer.walk_in ? walk_in_deviation : noise_deviation;
  double total = 0, sum = 0;
  for (double u = -6; u <= 6; u += 0.02) {
    double weight = normal_density(u);
    if (pull.score > 0) {
      const double shown = (explained_score(customer, pull) - pull.score) / score_slope;
      weight *= normal_density((shown - u) / score_noise);
    }
    if (!customer.walk_in) {
      const double mean = expected_overdue(pull) * std::exp(overdue_slope * u);
      weight *= std::exp(-mean) * std::pow(mean, pull.overdue_30);
    }
    const double late = sigmoid(late_level + late_slope * u);
    weight *=
        std::pow(late, record.late) * std::pow(1 - late, record.due - record.late);
    double p = 0, weights = 0;
    for (double e = -5; e <= 5; e += 0.1) {
      const double x =
          intercept + loan.risk.visible + carelessness_slope * u + noise * e;
      p += normal_density(e) * ((1 - event_probability) * sigmoid(x) +
                                event_probability * sigmoid(x + event_shock));
      weights += normal_density(e);
    }
    total += weight;
    sum += weight * p / weights;
  }
  return sum / total;
}

// Up to the error of Laplace's approximation.
TEST(Oracle, AgreesWithBayesByBruteForce) {
  for (const Case& c : {Case{"nothing known", 0, 0, 0, 0, true},
                        Case{"good score", 800, 0, 0, 0, false},
                        Case{"weak score", 580, 3, 0, 0, false},
                        Case{"walk-in with a score", 640, 0, 0, 0, true},
                        Case{"long clean record", 740, 0, 40, 1, false},
                        Case{"long bad record", 700, 2, 30, 12, false}}) {
    Customer customer;
    customer.walk_in = c.walk_in;
    Loan loan;
    loan.risk.visible = 0.3;
    BureauPull& pull = loan.application.bureau;
    pull.score = c.score;
    pull.total_accounts = 5;
    pull.history_months = 60;
    pull.utilization = 3'000;
    pull.overdue_30 = c.overdue;
    Record record;
    record.due = c.due;
    record.late = c.late;
    EXPECT_NEAR(oracle_probability(-2.4, customer, loan, record),
                by_brute_force(-2.4, customer, loan, record), 0.01)
        << c.name;
  }
}

TEST(Oracle, ThinksWorseOfACustomerWhoseEarlierLoanFailed) {
  const Customer customer;
  const Loan loan;
  Record clean, failed;
  clean.ended.push_back({0.0, false});
  failed.ended.push_back({0.0, true});
  const double none_known = oracle_probability(-2, customer, loan, {});
  EXPECT_LT(oracle_probability(-2, customer, loan, clean), none_known);
  EXPECT_GT(oracle_probability(-2, customer, loan, failed), none_known + 0.03);
}

TEST(Calibration, FindsTheRateHoweverTheOddsAreSpread) {
  for (const double spread : {0.0, 0.5, 3.0, 8.0}) {
    std::vector<double> log_odds;
    for (int i = 0; i < 1'000; ++i)
      log_odds.push_back(spread * std::sin(i * 1.7) + 0.01 * i);
    for (const double rate : {0.001, 0.17, 0.5, 0.9}) {
      const double intercept = calibrate_intercept(log_odds, rate);
      double sum = 0;
      for (const double x : log_odds) sum += sigmoid(intercept + x);
      EXPECT_NEAR(sum / 1'000, rate, 1e-10) << spread;
    }
  }
}

TEST(Calibration, OfNoLoansIsTheRateItself) {
  EXPECT_NEAR(sigmoid(calibrate_intercept({}, 0.17)), 0.17, 1e-12);
}

TEST(OracleAuc, IsKnownInSmallCases) {
  EXPECT_EQ(oracle_auc({}), 0);
  EXPECT_EQ(oracle_auc({{0.1, false}, {0.2, false}}), 0);
  EXPECT_EQ(oracle_auc({{0.1, false}, {0.2, true}}), 1);
  EXPECT_EQ(oracle_auc({{0.3, false}, {0.2, true}}), 0);
  EXPECT_EQ(oracle_auc({{0.2, false}, {0.2, true}}), 0.5);
  EXPECT_EQ(oracle_auc({{0.1, false}, {0.2, true}, {0.2, false}, {0.3, true}}), 0.875);
}

}  // namespace
}  // namespace credence::synthesis
