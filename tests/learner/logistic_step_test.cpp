// The minimum of a quadratic model against the conditions for one, and against every
// other point tried.
#include "learner/logistic_step.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>

#include "base/random.h"

namespace credence::learner {
namespace {

struct Quadratic {
  std::vector<double> curvature, gradient, coefficients;

  double at(Penalty penalty, const std::vector<double>& step) const {
    const std::size_t p = step.size();
    double value = 0;
    std::vector<double> moved = coefficients;
    for (std::size_t a = 0; a < p; ++a) {
      moved[a] += step[a];
      value += gradient[a] * step[a];
      for (std::size_t b = 0; b < p; ++b)
        value += step[a] * curvature[a * p + b] * step[b] / 2;
    }
    return value + penalty_of(penalty, moved);
  }
};

// The curvature of `rank` random rows; below p it is singular.
Quadratic random_quadratic(std::uint64_t seed, std::size_t p, std::size_t rank) {
  Random random(seed);
  Quadratic model{std::vector<double>(p * p), std::vector<double>(p),
                  std::vector<double>(p)};
  std::vector<double> pull(p);
  for (std::size_t r = 0; r < rank; ++r) {
    std::vector<double> row(p);
    for (double& value : row) value = random.normal();
    const double target = 3 * random.normal();
    for (std::size_t a = 0; a < p; ++a) {
      pull[a] += target * row[a];
      for (std::size_t b = 0; b < p; ++b) model.curvature[a * p + b] += row[a] * row[b];
    }
  }
  for (std::size_t a = 0; a < p; ++a) {
    model.coefficients[a] = random.chance(0.5) ? 0 : random.normal();
    // Within the span of the curvature, as a loss's gradient is.
    model.gradient[a] = pull[a];
  }
  return model;
}

Quadratic any_quadratic(bool singular) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  const auto p = *rc::gen::inRange<std::size_t>(2, 12);
  return random_quadratic(seed, p, singular ? p - 1 : 3 * p);
}

TEST(RidgeStep, EndsWhereTheModelIsFlat) {
  EXPECT_TRUE(rc::check([] {
    const Quadratic model = any_quadratic(*rc::gen::arbitrary<bool>());
    const auto step =
        best_step(Penalty::l2, model.curvature, model.gradient, model.coefficients);
    const std::size_t p = step.size();
    for (std::size_t a = 0; a < p; ++a) {
      double slope = model.gradient[a] + model.coefficients[a] + step[a];
      for (std::size_t b = 0; b < p; ++b) slope += model.curvature[a * p + b] * step[b];
      RC_ASSERT(std::abs(slope) < 1e-9);
    }
  }));
}

TEST(LassoStep, MeetsTheConditionsOfAMinimum) {
  EXPECT_TRUE(rc::check([] {
    const Quadratic model = any_quadratic(false);
    const auto step =
        best_step(Penalty::l1, model.curvature, model.gradient, model.coefficients);
    const std::size_t p = step.size();
    for (std::size_t a = 0; a < p; ++a) {
      double slope = model.gradient[a];
      for (std::size_t b = 0; b < p; ++b) slope += model.curvature[a * p + b] * step[b];
      const double now = model.coefficients[a] + step[a];
      if (std::abs(now) < 1e-12)
        RC_ASSERT(std::abs(slope) < 1 + 1e-4);
      else
        RC_ASSERT(std::abs(slope + (now > 0 ? 1 : -1)) < 1e-4);
    }
  }));
}

TEST(BestStep, LiesBelowEveryOtherStep) {
  EXPECT_TRUE(rc::check([] {
    const Quadratic model = any_quadratic(*rc::gen::arbitrary<bool>());
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    for (const Penalty penalty : {Penalty::l1, Penalty::l2}) {
      const auto step =
          best_step(penalty, model.curvature, model.gradient, model.coefficients);
      const double best = model.at(penalty, step);
      RC_ASSERT(best <=
                model.at(penalty, std::vector<double>(step.size(), 0.0)) + 1e-9);
      for (int i = 0; i < 30; ++i) {
        std::vector<double> other = step;
        const double size = std::pow(10.0, -4 * random.uniform());
        for (double& value : other) value += size * random.normal();
        RC_ASSERT(best <= model.at(penalty, other) + 1e-6);
      }
    }
  }));
}

TEST(LassoStep, SharesBetweenColumnsThatAreTheSame) {
  // Two copies of one column: any split of the weight between them is as good.
  const Quadratic model{{4, 4, 4, 4}, {-9, -9}, {0, 0}};
  const auto step =
      best_step(Penalty::l1, model.curvature, model.gradient, model.coefficients);
  EXPECT_NEAR(step[0] + step[1], 2, 1e-9);  // (9 - 1) / 4
}

TEST(LassoStep, LeavesAColumnWithoutVariationAlone) {
  const Quadratic model{{0, 0, 0, 2}, {0, -5}, {0, 0}};
  const auto step =
      best_step(Penalty::l1, model.curvature, model.gradient, model.coefficients);
  EXPECT_EQ(step[0], 0);
  EXPECT_NEAR(step[1], 2, 1e-12);
}

TEST(Penalties, AreTheirDefinitions) {
  const std::vector<double> coefficients = {3, -4, 0};
  EXPECT_EQ(penalty_of(Penalty::l1, coefficients), 7);
  EXPECT_EQ(penalty_of(Penalty::l2, coefficients), 12.5);
}

}  // namespace
}  // namespace credence::learner
