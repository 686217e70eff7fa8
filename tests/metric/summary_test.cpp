#include "metric/summary.h"

#include <gtest/gtest.h>

namespace credence::metric {

TEST(Summary, PutsEachMeasureInItsPlace) {
  // Pairs in the right order: 3 of 4. Shares at or above 0.9, 0.4, 0.3, 0.2: bad 1/2,
  // 1/2, 1, 1; good 0, 1/2, 1/2, 1.
  const auto scored = *Scored::from(std::vector<std::int8_t>{1, 0, 1, 0},
                                    std::vector<double>{0.9, 0.4, 0.3, 0.2});
  const Summary summary = summarise(scored);
  EXPECT_EQ(summary.rows, 4);
  EXPECT_EQ(summary.bad, 2);
  EXPECT_EQ(summary.auc, 0.75);
  EXPECT_EQ(summary.gini, 0.5);
  EXPECT_EQ(summary.ks, 0.5);
  EXPECT_EQ(summary.ks_at, 0.9);
  EXPECT_NEAR(summary.average_precision, 0.5 * 1 + 0.5 * 2 / 3, 1e-15);
  EXPECT_NEAR(summary.brier, (0.01 + 0.16 + 0.49 + 0.04) / 4, 1e-15);
  EXPECT_NEAR(summary.log_loss, 0.5108256237659907, 1e-15);  // -mean log .9 .6 .3 .8
}

}  // namespace credence::metric
