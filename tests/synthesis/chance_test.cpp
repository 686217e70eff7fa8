#include "synthesis/chance.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <cmath>
#include <vector>

namespace credence::synthesis {
namespace {

Chance a_chance() { return Chance(Random(7)); }

TEST(Chance, ExponentialAgreesWithTheLibrarys) {
  for (double x = -690; x < 690; x += 0.37)
    EXPECT_NEAR(quick_exp(x) / std::exp(x), 1.0, 1e-13) << x;
  EXPECT_EQ(quick_exp(0), 1.0);
}

TEST(Chance, LogisticIsSymmetric) {
  for (double x = -30; x < 30; x += 0.21)
    EXPECT_NEAR(quick_logistic(x) + quick_logistic(-x), 1.0, 1e-14) << x;
}

// The error function of the C library is the oracle.
TEST(Chance, NormalQuantileInvertsTheDistribution) {
  for (const double p :
       {1e-14, 1e-9, 1e-4, 0.01, 0.074, 0.076, 0.3, 0.5, 0.7, 0.93, 0.999, 1 - 1e-9}) {
    const double x = normal_quantile(p);
    EXPECT_NEAR(0.5 * std::erfc(-x / std::sqrt(2.0)) / p, 1.0, 1e-11) << p;
  }
}

TEST(Chance, NormalHasMeanZeroAndDeviationOne) {
  Chance chance = a_chance();
  constexpr int n = 200'000;
  double sum = 0, squares = 0;
  for (int i = 0; i < n; ++i) {
    const double x = chance.normal();
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / n, 0, 4 / std::sqrt(n));
  EXPECT_NEAR(squares / n, 1, 4 * std::sqrt(2.0 / n));
}

TEST(Chance, PoissonHasItsMeanAndVariance) {
  for (const double mean : {0.0, 0.2, 1.5, 8.0, 12.0}) {
    Chance chance = a_chance();
    constexpr int n = 100'000;
    double sum = 0, squares = 0;
    for (int i = 0; i < n; ++i) {
      const double x = chance.poisson(mean);
      sum += x;
      squares += x * x;
    }
    EXPECT_NEAR(sum / n, mean, 5 * std::sqrt(mean / n));
    EXPECT_NEAR(squares / n - (sum / n) * (sum / n), mean, 0.05 * mean);
  }
}

TEST(Chance, PicksByWeightAndNeverAWeightOfZero) {
  Chance chance = a_chance();
  const double weights[] = {0, 3, 0, 1, 0};
  int counts[5] = {};
  for (int i = 0; i < 40'000; ++i) ++counts[chance.pick(weights)];
  EXPECT_EQ(counts[0] + counts[2] + counts[4], 0);
  EXPECT_NEAR(counts[1], 30'000, 5 * std::sqrt(40'000 * 0.75 * 0.25));
}

RC_GTEST_PROP(Chance, BetweenStaysBetweenAndReachesBothEnds, ()) {
  const int low = *rc::gen::inRange(-5, 5), high = low + *rc::gen::inRange(0, 4);
  Chance chance(Random(*rc::gen::arbitrary<std::uint64_t>()));
  bool saw_low = false, saw_high = false;
  for (int i = 0; i < 500; ++i) {
    const int x = chance.between(low, high);
    RC_ASSERT(x >= low && x <= high);
    saw_low |= x == low;
    saw_high |= x == high;
  }
  RC_ASSERT(saw_low && saw_high);
}

}  // namespace
}  // namespace credence::synthesis
