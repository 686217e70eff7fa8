#include "explain/quadrature.h"

#include <gtest/gtest.h>

#include <cmath>

namespace credence::explain {
namespace {

// Abramowitz, Stegun 1964, table 25.4, moved from [-1, 1] to [0, 1].
TEST(Quadrature, HasTheTabulatedPointsAndWeights) {
  EXPECT_EQ(gauss_legendre(1).points, std::vector{0.5});
  EXPECT_EQ(gauss_legendre(1).weights, std::vector{1.0});
  const Quadrature two = gauss_legendre(2), five = gauss_legendre(5);
  EXPECT_NEAR(two.points[1], (1 + 0.577350269189626) / 2, 1e-15);
  EXPECT_NEAR(two.weights[1], 0.5, 1e-15);
  EXPECT_NEAR(five.points[0], (1 - 0.906179845938664) / 2, 1e-15);
  EXPECT_NEAR(five.weights[0], 0.236926885056189 / 2, 1e-15);
  EXPECT_NEAR(five.points[3], (1 + 0.538469310105683) / 2, 1e-15);
  EXPECT_NEAR(five.weights[3], 0.478628670499366 / 2, 1e-15);
  EXPECT_NEAR(five.points[2], 0.5, 1e-15);
  EXPECT_NEAR(five.weights[2], 0.568888888888889 / 2, 1e-15);
}

TEST(Quadrature, IsExactUpToTheDegreeThatItPromisesAndNoFurther) {
  for (const int n : {1, 2, 3, 4, 6, 8, 16, 24, 100}) {
    const Quadrature rule = gauss_legendre(n);
    const auto error = [&](int degree) {
      double integral = 0;
      for (std::size_t k = 0; k < rule.points.size(); ++k)
        integral += rule.weights[k] * std::pow(rule.points[k], degree);
      return std::abs(integral - 1.0 / (degree + 1));
    };
    for (int degree = 0; degree < 2 * n; ++degree)
      EXPECT_LT(error(degree), 4e-15) << n << " points, degree " << degree;
    if (n <= 8) {
      EXPECT_GT(error(2 * n), 1e-11) << n << " points";
    }
  }
}

TEST(Quadrature, AscendsWithinTheIntervalWithPositiveWeights) {
  for (int n = 1; n <= 64; ++n) {
    const Quadrature rule = gauss_legendre(n);
    ASSERT_EQ(rule.points.size(), static_cast<std::size_t>(n));
    double last = 0;
    for (std::size_t k = 0; k < rule.points.size(); ++k) {
      EXPECT_GT(rule.points[k], last);
      EXPECT_GT(rule.weights[k], 0);
      last = rule.points[k];
    }
    EXPECT_LT(last, 1);
  }
}

}  // namespace
}  // namespace credence::explain
