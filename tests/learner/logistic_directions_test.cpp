// Logistic regression whose coefficients are held to signs, against the conditions that
// the minimum has to meet.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "learner/learner.h"
#include "learner/logistic_step.h"
#include "tests/learner/random_rows.h"

namespace credence::learner {
namespace {

// What is left to gain by changing one coefficient, where the smooth part of the
// objective has this slope: 0 at a minimum.
double left_to_gain(Penalty penalty, double slope, double coefficient, int direction) {
  const double weight = penalty == Penalty::l1 ? 1 : 0;
  if (coefficient != 0) return std::abs(slope + weight * (coefficient > 0 ? 1 : -1));
  // Upwards and downwards from 0, as far as either is allowed.
  const double up = direction < 0 ? 0 : std::max(-slope - weight, 0.0);
  const double down = direction > 0 ? 0 : std::max(slope - weight, 0.0);
  return std::max(up, down);
}

TEST(HeldStep, MeetsTheConditionsOfAMinimumUnderItsSigns) {
  EXPECT_TRUE(rc::check([] {
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    const auto p = *rc::gen::inRange<std::size_t>(2, 12);
    std::vector<double> curvature(p * p), gradient(p), coefficients(p);
    std::vector<std::int8_t> directions(p);
    for (std::size_t r = 0; r < 3 * p; ++r) {
      std::vector<double> row(p);
      for (double& value : row) value = random.normal();
      const double pull = 3 * random.normal();
      for (std::size_t a = 0; a < p; ++a) {
        gradient[a] += pull * row[a];
        for (std::size_t b = 0; b < p; ++b) curvature[a * p + b] += row[a] * row[b];
      }
    }
    for (std::size_t a = 0; a < p; ++a) {
      directions[a] = static_cast<std::int8_t>(static_cast<int>(random.below(3)) - 1);
      coefficients[a] = random.chance(0.3) ? 0 : random.normal();
      if (directions[a] * coefficients[a] < 0) coefficients[a] = -coefficients[a];
    }
    for (const Penalty penalty : {Penalty::l1, Penalty::l2}) {
      const auto step =
          best_step(penalty, curvature, gradient, coefficients, directions);
      for (std::size_t a = 0; a < p; ++a) {
        const double now = coefficients[a] + step[a];
        RC_ASSERT(directions[a] * now >= 0);
        double slope = gradient[a] + (penalty == Penalty::l2 ? now : 0);
        for (std::size_t b = 0; b < p; ++b) slope += curvature[a * p + b] * step[b];
        RC_ASSERT(left_to_gain(penalty, slope, now, directions[a]) < 1e-4);
      }
    }
  }));
}

class HeldLogistic : public testing::TestWithParam<Penalty> {
 protected:
  model::Linear fit(const LabelledRows& data, std::vector<std::int8_t> directions) {
    const auto trainer =
        *(*find_learner("logistic"))->bind(data.matrix, data.labels, directions);
    const auto trained =
        trainer->fit({{"C", 0.5},
                      {"penalty", std::string(GetParam() == Penalty::l1 ? "l1" : "l2")},
                      {"class_weight", std::string("none")}},
                     1);
    EXPECT_TRUE(trained) << trained.error().message;
    return std::get<model::Linear>(trained->model);
  }
};

TEST_P(HeldLogistic, EndsAtTheMinimumUnderItsSigns) {
  const LabelledRows data = random_rows(12, 900, 9);
  const model::Linear free = fit(data, {});
  // Every second column against what the free model says, others with it.
  std::vector<std::int8_t> directions(9);
  for (std::size_t j = 0; j < directions.size(); ++j)
    directions[j] = static_cast<std::int8_t>(
        j == 8 ? 0 : ((free.coefficients[j] > 0) == (j % 2 == 0) ? -1 : 1));
  const model::Linear held = fit(data, directions);
  std::vector<double> slopes(9);
  double of_intercept = 0;
  for (std::size_t i = 0; i < data.matrix.rows; ++i) {
    const auto row = data.matrix.row(i);
    double margin = held.intercept;
    for (std::size_t j = 0; j < 9; ++j) margin += held.coefficients[j] * row[j];
    const double residual = 0.5 * (1 / (1 + std::exp(-margin)) - data.labels[i]);
    of_intercept += residual;
    for (std::size_t j = 0; j < 9; ++j) slopes[j] += residual * row[j];
  }
  EXPECT_NEAR(of_intercept, 0, 1e-3);
  int zeros = 0;
  for (std::size_t j = 0; j < 9; ++j) {
    const double b = held.coefficients[j];
    EXPECT_GE(directions[j] * b, 0) << j;
    zeros += b == 0 ? 1 : 0;
    const double slope = slopes[j] + (GetParam() == Penalty::l2 ? b : 0);
    EXPECT_LT(left_to_gain(GetParam(), slope, b, directions[j]), 1e-3) << j;
  }
  EXPECT_GE(zeros, 3);
}

TEST_P(HeldLogistic, IsTheFreeOneWhereThatHasTheSignsAnyway) {
  const LabelledRows data = random_rows(4, 700, 6);
  const model::Linear free = fit(data, {});
  std::vector<std::int8_t> directions;
  for (const double b : free.coefficients)
    directions.push_back(static_cast<std::int8_t>(b > 0 ? 1 : b < 0 ? -1 : 0));
  const model::Linear held = fit(data, directions);
  for (std::size_t j = 0; j < directions.size(); ++j)
    EXPECT_NEAR(held.coefficients[j], free.coefficients[j], 1e-5) << j;
}

INSTANTIATE_TEST_SUITE_P(Penalties, HeldLogistic,
                         testing::Values(Penalty::l1, Penalty::l2),
                         [](const auto& each) {
                           return each.param == Penalty::l1 ? "l1" : "l2";
                         });

}  // namespace
}  // namespace credence::learner
