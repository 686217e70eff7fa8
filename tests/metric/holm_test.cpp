#include "metric/holm.h"

#include <algorithm>

#include "tests/metric/comparison_golden.h"

namespace credence::metric {

TEST_F(ComparisonGolden, HasTheAdjustedPValuesOfStatsmodels) {
  for (const Json& golden : golden_["holm"]) {
    const auto adjusted = holm_adjusted(golden["p"].get<std::vector<double>>());
    ASSERT_EQ(adjusted.size(), golden["adjusted"].size());
    for (std::size_t i = 0; i < adjusted.size(); ++i)
      EXPECT_NEAR(adjusted[i], golden["adjusted"][i], 1e-15);
  }
}

TEST(Holm, KeepsTheOrderGivenAndNeverPassesOne) {
  // 3 x 0.01, 2 x 0.04, and not less than the one before: 0.08.
  EXPECT_EQ(holm_adjusted(std::vector{0.04, 0.01, 0.06}),
            (std::vector{0.08, 0.03, 0.08}));
  EXPECT_EQ(holm_adjusted(std::vector{0.9, 0.8}), (std::vector{1.0, 1.0}));
  EXPECT_EQ(holm_adjusted(std::vector{0.2}), (std::vector{0.2}));
  EXPECT_TRUE(holm_adjusted({}).empty());
}

}  // namespace credence::metric
