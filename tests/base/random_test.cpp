#include "base/random.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/base/golden.h"

namespace credence {
namespace {

constexpr int many = 200'000;

// The mean of `power`-th powers of what `draw` gives.
template <class Draw>
double moment(Draw draw, int power) {
  Random random(7);
  double sum = 0;
  for (int i = 0; i < many; ++i) sum += std::pow(draw(random), power);
  return sum / many;
}

}  // namespace

TEST(RandomNumbers, AreThoseOfXoshiro256PlusPlusSeededBySplitmix64) {
  Random zero(0), answer(42), stream = Random::for_stream(42, 3);
  for (const std::uint64_t expected : golden::seed_0) EXPECT_EQ(zero.bits(), expected);
  for (const std::uint64_t expected : golden::seed_42)
    EXPECT_EQ(answer.bits(), expected);
  for (const std::uint64_t expected : golden::seed_42_stream_3)
    EXPECT_EQ(stream.bits(), expected);
}

TEST(RandomNumbers, UniformIsTheHigh53BitsOverTheirRange) {
  Random random(42);
  for (const std::uint64_t bits : golden::seed_42)
    EXPECT_EQ(random.uniform(), std::ldexp(static_cast<double>(bits / 2048), -53));
}

// Bounds of five standard errors of each mean.
TEST(RandomNumbers, HaveTheMomentsOfTheirDistributions) {
  const auto uniform = [](Random& r) { return r.uniform(); };
  EXPECT_NEAR(moment(uniform, 1), 0.5, 5 * std::sqrt(1 / 12.0 / many));
  EXPECT_NEAR(moment(uniform, 2), 1 / 3.0, 5 * std::sqrt(4 / 45.0 / many));
  const auto normal = [](Random& r) { return r.normal(); };
  EXPECT_NEAR(moment(normal, 1), 0, 5 * std::sqrt(1.0 / many));
  EXPECT_NEAR(moment(normal, 2), 1, 5 * std::sqrt(2.0 / many));
  EXPECT_NEAR(moment(normal, 3), 0, 5 * std::sqrt(15.0 / many));
  EXPECT_NEAR(moment(normal, 4), 3, 5 * std::sqrt(96.0 / many));
  const auto exponential = [](Random& r) { return r.exponential(); };
  EXPECT_NEAR(moment(exponential, 1), 1, 5 * std::sqrt(1.0 / many));
  EXPECT_NEAR(moment(exponential, 2), 2, 5 * std::sqrt(20.0 / many));
}

TEST(RandomNumbers, BelowIsEvenOverSmallBounds) {
  Random random(1);
  constexpr int bound = 7;
  int counts[bound] = {};
  for (int i = 0; i < many; ++i) {
    const std::uint64_t x = random.below(bound);
    ASSERT_LT(x, std::uint64_t{bound});
    ++counts[x];
  }
  double chi_squared = 0;
  for (const int count : counts) {
    const double expected = double(many) / bound;
    chi_squared += (count - expected) * (count - expected) / expected;
  }
  EXPECT_LT(chi_squared, 22.46);  // 0.999 quantile at 6 degrees of freedom
}

// 3 * 2^62: without rejection the lowest quarter would come up twice as often.
TEST(RandomNumbers, BelowIsEvenOverBoundsNearTheRange) {
  Random random(2);
  constexpr std::uint64_t bound = 3ull << 62;
  int low = 0;
  for (int i = 0; i < many; ++i) low += random.below(bound) < bound / 3;
  EXPECT_NEAR(double(low) / many, 1 / 3.0, 5 * std::sqrt(2 / 9.0 / many));
}

RC_GTEST_PROP(RandomNumbers, ShuffleKeepsTheItems, (std::uint64_t seed)) {
  auto items = *rc::gen::arbitrary<std::vector<int>>();
  auto shuffled = items;
  Random random(seed);
  shuffle(shuffled, random);
  std::ranges::sort(items);
  std::ranges::sort(shuffled);
  RC_ASSERT(items == shuffled);
}

TEST(RandomNumbers, ShuffleGivesEveryOrderAlike) {
  Random random(3);
  std::vector<int> counts(6);  // of the orders of 0, 1, 2
  for (int i = 0; i < many; ++i) {
    std::vector<int> items{0, 1, 2};
    shuffle(items, random);
    ++counts[static_cast<std::size_t>(items[0] * 2 + (items[1] > items[2]))];
  }
  for (const int count : counts)
    EXPECT_NEAR(double(count) / many, 1 / 6.0, 5 * std::sqrt(5 / 36.0 / many));
}

TEST(RandomNumbers, ChanceKeepsItsPromiseAtTheEnds) {
  Random random(4);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_FALSE(random.chance(0));
    EXPECT_TRUE(random.chance(1));
  }
}

}  // namespace credence
