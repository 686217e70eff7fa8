#include "calibrate/newton.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "base/exact_math.h"
#include "base/random.h"

namespace credence::calibrate {
namespace {

using Columns = std::vector<std::vector<double>>;

std::optional<Regression> regression(const Columns& columns,
                                     const std::vector<double>& targets) {
  return regress(std::span<const std::vector<double>>(columns), targets);
}

double log_odds_at(const Regression& found, const Columns& columns, std::size_t row) {
  double z = found.intercept;
  for (std::size_t i = 0; i < columns.size(); ++i)
    z += found.coefficients[i] * columns[i][row];
  return z;
}

}  // namespace

// Setting the derivatives to 0: residuals sum to 0, alone and times each column.
RC_GTEST_PROP(Newton, LeavesResidualsThatNoColumnExplains, ()) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const auto rows = *rc::gen::inRange<std::size_t>(5, 80);
  const double scale = std::pow(10.0, *rc::gen::inRange(-4, 5));
  Columns columns(*rc::gen::inRange<std::size_t>(1, 3), std::vector<double>(rows));
  for (auto& column : columns)
    for (double& value : column) value = scale * (random.normal() + 3);
  std::vector<double> targets(rows);
  // Nearly 0 and 1, as smoothed targets are.
  for (double& target : targets) target = random.chance(0.3) ? 0.999 : 0.001;
  const auto found = regression(columns, targets);
  RC_ASSERT(found.has_value());
  double sum = 0, loss = 0;
  std::vector<double> sums(columns.size());
  for (std::size_t row = 0; row < rows; ++row) {
    const double z = log_odds_at(*found, columns, row);
    const double residual = logistic(z) - targets[row];
    sum += residual;
    loss += std::log1p(std::exp(-std::abs(z))) + std::max(z, 0.0) - targets[row] * z;
    for (std::size_t i = 0; i < columns.size(); ++i)
      sums[i] += residual * columns[i][row] / scale;
  }
  RC_ASSERT(std::abs(sum) < 1e-9 * static_cast<double>(rows));
  for (const double each : sums)
    RC_ASSERT(std::abs(each) < 1e-8 * static_cast<double>(rows));
  RC_ASSERT(std::abs(found->loss - loss / static_cast<double>(rows)) < 1e-9);
}

TEST(Newton, SolvesTwoPointsExactly) {
  // One row at 0 with target 1/4, one at 2 with 3/4: log-odds -log 3 and log 3.
  const auto found = regression({{0, 2}}, {0.25, 0.75});
  EXPECT_NEAR(found->coefficients[0], std::log(3), 1e-12);
  EXPECT_NEAR(found->intercept, -std::log(3), 1e-12);
}

TEST(Newton, FindsItsWayWhereWholeStepsDiverge) {
  // One row far out on one side, one on the other: whole steps from 0 run away.
  for (const double far : {1e4, 4e4}) {
    std::vector<double> column(60, 0.0), targets(60, 0.001);
    column[0] = -far;
    column[1] = far == 1e4 ? 100 : 540;
    column[2] = 1;
    targets[1] = targets[2] = 0.999;
    const auto found = regression({column}, targets);
    ASSERT_TRUE(found.has_value());
    double residual = 0, explained = 0;
    for (std::size_t row = 0; row < 60; ++row) {
      const double apart = logistic(log_odds_at(*found, {column}, row)) - targets[row];
      residual += apart;
      explained += apart * column[row] / far;
    }
    EXPECT_NEAR(residual, 0, 1e-6);
    EXPECT_NEAR(explained, 0, 1e-6);
  }
}

TEST(Newton, TakesTwoColumnsThatSayTheSame) {
  // Which of the two counts is open; what they predict together is not.
  const Columns columns{{0, 2, 0, 2}, {1, 5, 1, 5}};
  const auto found = regression(columns, {0.25, 0.75, 0.25, 0.75});
  ASSERT_TRUE(found.has_value());
  EXPECT_NEAR(log_odds_at(*found, columns, 0), -std::log(3), 1e-9);
  EXPECT_NEAR(log_odds_at(*found, columns, 1), std::log(3), 1e-9);
}

TEST(Newton, FindsNothingInAConstant) {
  EXPECT_FALSE(regression({{3, 3, 3}}, {0.1, 0.9, 0.9}).has_value());
  EXPECT_FALSE(regression({{1, 2, 3}, {0, 0, 0}}, {0.1, 0.9, 0.9}).has_value());
}

}  // namespace credence::calibrate
