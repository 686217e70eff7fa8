#include "base/exact_math.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "tests/base/golden.h"

namespace credence {

// Extended precision rounded once misses the nearest double only when the exact value
// lies within 2^-11 of the middle between two: none of the golden points does.
template <std::size_t n>
void expect_exact(double (*function)(double), const golden::Point (&points)[n]) {
  for (const auto& [x, y] : points) EXPECT_EQ(function(x), y) << x;
}

TEST(ExactMath, LogarithmIsTheNearestDouble) { expect_exact(exact_log, golden::log); }
TEST(ExactMath, ExponentialIsTheNearestDouble) { expect_exact(exact_exp, golden::exp); }
TEST(ExactMath, LogisticIsTheNearestDouble) {
  expect_exact(logistic, golden::logistic);
}
TEST(ExactMath, LogOddsAreTheNearestDouble) {
  expect_exact(log_odds, golden::log_odds);
}

TEST(ExactMath, HoldsAtTheEdges) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(exact_log(0), -infinity);
  EXPECT_EQ(exact_log(1), 0);
  EXPECT_TRUE(std::isnan(exact_log(-1)));
  EXPECT_EQ(exact_exp(-infinity), 0);
  EXPECT_EQ(exact_exp(710), infinity);
  EXPECT_EQ(logistic(0), 0.5);
  EXPECT_EQ(logistic(infinity), 1);
  EXPECT_EQ(logistic(-infinity), 0);
  EXPECT_EQ(log_odds(0.5), 0);
  EXPECT_EQ(log_odds(0), -infinity);
  EXPECT_EQ(log_odds(1), infinity);
}

RC_GTEST_PROP(ExactMath, LogisticKeepsTheOrderOfLogOdds, ()) {
  const auto number = rc::gen::map(rc::gen::arbitrary<std::int32_t>(),
                                   [](std::int32_t x) { return x / 5e7; });
  const double a = *number, b = *number;
  RC_ASSERT((a < b) == (logistic(a) < logistic(b)) || logistic(a) == logistic(b));
}

}  // namespace credence
