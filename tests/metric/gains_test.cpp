#include "metric/gains.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "base/random.h"
#include "metric/ranking.h"
#include "tests/metric/comparison_golden.h"

namespace credence::metric {

TEST_F(ComparisonGolden, HasTheGainsTableOfPandas) {
  each_case([](const Json& golden, const Scored& scored, const Scored&) {
    const auto table = *gains_table(scored);
    ASSERT_EQ(table.size(), golden["gains"].size());
    for (std::size_t i = 0; i < table.size(); ++i) {
      const Json& row = golden["gains"][i];
      EXPECT_EQ(table[i].rows, row["rows"].get<std::int64_t>());
      EXPECT_EQ(table[i].bad, row["bad"].get<std::int64_t>());
      EXPECT_NEAR(table[i].lowest, row["lowest"], 1e-14);
      EXPECT_NEAR(table[i].highest, row["highest"], 1e-14);
      EXPECT_NEAR(table[i].bad_rate, row["bad_rate"], 1e-12);
      EXPECT_NEAR(table[i].lift, row["lift"], 1e-12);
      EXPECT_NEAR(table[i].bad_so_far, row["bad_so_far"], 1e-12);
      EXPECT_NEAR(table[i].good_so_far, row["good_so_far"], 1e-12);
      EXPECT_NEAR(table[i].lift_so_far, row["lift_so_far"], 1e-12);
      EXPECT_NEAR(table[i].ks, row["ks"], 1e-12);
    }
  });
}

RC_GTEST_PROP(Gains, DoNotDependOnTheOrderOfRowsAndReachAllInTheEnd, ()) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const int distinct = *rc::gen::element(1, 3, 1000);
  std::vector<std::int8_t> labels{0, 1};
  std::vector<double> scores{0.5, 0.25};
  for (std::uint64_t i = 0, rows = random.below(80); i < rows; ++i) {
    labels.push_back(random.chance(0.3));
    scores.push_back(static_cast<double>(random.below(distinct)) / distinct);
  }
  const auto scored = *Scored::from(labels, scores);
  const auto table = *gains_table(scored);
  std::reverse(labels.begin(), labels.end());
  std::reverse(scores.begin(), scores.end());
  const auto turned = *gains_table(*Scored::from(labels, scores));
  RC_ASSERT(table.size() == turned.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    RC_ASSERT(table[i].bad == turned[i].bad);
    RC_ASSERT(table[i].bin == turned[i].bin);
    RC_ASSERT(table[i].ks <= ks(scored).value + 1e-12);
    if (i > 0) RC_ASSERT(table[i].highest < table[i - 1].lowest);
    if (i > 0) RC_ASSERT(table[i].bin > table[i - 1].bin);
  }
  RC_ASSERT(table.back().bad_so_far == 1);
  RC_ASSERT(table.back().good_so_far == 1);
  RC_ASSERT(table.back().ks == 0);
  RC_ASSERT(std::abs(table.back().lift_so_far - 1) < 1e-12);
}

TEST(Gains, GoFromTheRiskiestBinDown) {
  const auto scored = *Scored::from(std::vector<std::int8_t>{0, 0, 1, 0, 1, 1},
                                    std::vector<double>{0.1, 0.2, 0.3, 0.4, 0.5, 0.6});
  const auto table = *gains_table(scored, 3);
  ASSERT_EQ(table.size(), 3u);
  EXPECT_EQ(table[0].bin, 1);
  EXPECT_EQ(table[0].lowest, 0.5);
  EXPECT_EQ(table[0].highest, 0.6);
  EXPECT_EQ(table[0].lift, 2);
  EXPECT_EQ(table[0].bad_so_far, 2.0 / 3);
  EXPECT_EQ(table[1].ks, 1 - 1.0 / 3);
  EXPECT_EQ(gains_table(scored, 0).error().message,
            "a table of 0 bins; expected at least 1");
}

}  // namespace credence::metric
