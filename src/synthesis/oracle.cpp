#include "synthesis/oracle.h"

#include <cmath>

#include "synthesis/repayment.h"

namespace credence::synthesis {
namespace {

struct Normal {
  double mean, variance;
};

// First and second derivative of the log posterior density of the carelessness.
struct Slope {
  double first, second;
};

Slope slope_at(double careless, double intercept, const Customer& customer,
               const Loan& loan, const Record& record) {
  const BureauPull& pull = loan.application.bureau;
  Slope slope{-careless, -1.0};  // prior: standard normal
  if (pull.score > 0) {
    const double shown = (explained_score(customer, pull) - pull.score) / score_slope;
    constexpr double precision = 1.0 / (score_noise * score_noise);
    slope.first += (shown - careless) * precision;
    slope.second -= precision;
  }
  if (!customer.walk_in) {
    const double expected =
        expected_overdue(pull) * quick_exp(overdue_slope * careless);
    const int seen = pull.overdue_30 + pull.overdue_60 + pull.overdue_90;
    slope.first += overdue_slope * (seen - expected);
    slope.second -= overdue_slope * overdue_slope * expected;
  }
  const double late = quick_logistic(late_level + late_slope * careless);
  slope.first += late_slope * (record.late - record.due * late);
  slope.second -= late_slope * late_slope * record.due * late * (1 - late);
  for (const Record::Ended& ended : record.ended) {
    const double p =
        quick_logistic(intercept + ended.log_odds + event_probability * event_shock +
                       carelessness_slope * careless);
    slope.first += carelessness_slope * (ended.bad - p);
    slope.second -= carelessness_slope * carelessness_slope * p * (1 - p);
  }
  return slope;
}

// Laplace's approximation of what is known of the carelessness: the mode, by Newton's
// method, and the curvature there.
Normal infer_carelessness(double intercept, const Customer& customer, const Loan& loan,
                          const Record& record) {
  double mode = 0;
  Slope slope{};
  for (int step = 0; step < 6; ++step) {
    slope = slope_at(mode, intercept, customer, loan, record);
    const double move = -slope.first / slope.second;
    mode += move < -1 ? -1 : move > 1 ? 1 : move;
    if (std::abs(move) < 1e-6) break;
  }
  return {mode, -1.0 / slope.second};
}

// The mean of logistic(x) over x normal: Gauss-Hermite quadrature with five nodes.
double mean_logistic(double mean, double deviation) {
  constexpr double near = 1.3556261799742659, far = 2.8569700138728056;
  return 0.5333333333333333 * quick_logistic(mean) +
         0.2220759220056126 * (quick_logistic(mean - near * deviation) +
                               quick_logistic(mean + near * deviation)) +
         0.0112574113277207 * (quick_logistic(mean - far * deviation) +
                               quick_logistic(mean + far * deviation));
}

}  // namespace

double oracle_probability(double intercept, const Customer& customer, const Loan& loan,
                          const Record& record) {
  const Normal careless = infer_carelessness(intercept, customer, loan, record);
  const double noise = customer.walk_in ? walk_in_deviation : noise_deviation;
  const double deviation = std::sqrt(
      carelessness_slope * carelessness_slope * careless.variance + noise * noise);
  const double mean =
      intercept + loan.risk.visible + carelessness_slope * careless.mean;
  return (1 - event_probability) * mean_logistic(mean, deviation) +
         event_probability * mean_logistic(mean + event_shock, deviation);
}

}  // namespace credence::synthesis
