#include "prepare/statistics.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

namespace credence::prepare {

using portfolio::Scaling;

TEST(Statistics, MedianIsTheMiddleOfTheSortedNumbers) {
  EXPECT_TRUE(rc::check([] {
    auto numbers = *rc::gen::nonEmpty<std::vector<double>>();
    std::vector<double> sorted = numbers;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t n = sorted.size();
    RC_ASSERT(median(numbers) ==
              (n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2));
  }));
}

TEST(Statistics, PercentileLiesBetweenItsNeighboursInProportion) {
  // numpy.percentile([15, 20, 35, 40, 50], [0, 5, 25, 40, 95, 100])
  const std::pair<double, double> expected[] = {{0, 15},   {0.05, 16}, {0.25, 20},
                                                {0.4, 29}, {0.95, 48}, {1, 50}};
  for (const auto& [share, value] : expected) {
    std::vector<double> numbers{35, 50, 15, 40, 20};
    EXPECT_NEAR(percentile(numbers, share), value, 1e-13) << share;
  }
  std::vector<double> one{7};
  EXPECT_EQ(percentile(one, 0.75), 7);
}

TEST(Statistics, StandardScaleIsTheMeanAndPopulationDeviation) {
  const std::vector<double> numbers{2, 4, 4, 4, 5, 5, 7, 9};  // deviation 2
  const Scale scale = scale_of(numbers, Scaling::standard);
  EXPECT_EQ(scale.center, 5);
  EXPECT_EQ(scale.scale, 2);
}

TEST(Statistics, StandardScaleKeepsItsDigitsFarFromZero) {
  std::vector<double> numbers;
  for (int i = 0; i < 10001; ++i) numbers.push_back(1e15 + i - 5000);
  const Scale scale = scale_of(numbers, Scaling::standard);
  EXPECT_EQ(scale.center, 1e15);
  EXPECT_DOUBLE_EQ(scale.scale,
                   std::sqrt((10001.0 * 10001 - 1) / 12));  // of 1, 2, ..., n
}

TEST(Statistics, ScaleIsOneWhereThereIsNoSpread) {
  EXPECT_EQ(scale_of(std::vector<double>(7, 0.1), Scaling::standard).scale, 1);
  EXPECT_EQ(scale_of(std::vector<double>(7, 1e9 / 3), Scaling::standard).scale, 1);
  const double next = std::nextafter(1e9, 2e9);  // rounding, not spread
  EXPECT_EQ(scale_of(std::vector<double>{1e9, next}, Scaling::standard).scale, 1);
  EXPECT_EQ(
      scale_of(std::vector<double>{0, 0, 0, 0, 0, 0, 0, 5}, Scaling::robust).scale, 1);
  EXPECT_EQ(scale_of(std::vector<double>{3, 9}, Scaling::none).scale, 1);
  EXPECT_EQ(scale_of(std::vector<double>{3, 9}, Scaling::none).center, 0);
}

TEST(Statistics, RobustScaleForgetsOutliers) {
  std::vector<double> numbers{1, 2, 3, 4, 5};
  const Scale before = scale_of(numbers, Scaling::robust);
  numbers.back() = 5e12;
  const Scale after = scale_of(numbers, Scaling::robust);
  EXPECT_EQ(before.center, 3);
  EXPECT_EQ(before.scale, 2);
  EXPECT_EQ(after.center, before.center);
  EXPECT_EQ(after.scale, before.scale);
}

}  // namespace credence::prepare
