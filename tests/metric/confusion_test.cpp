#include "metric/confusion.h"

#include <gtest/gtest.h>

#include "metric/probability.h"

namespace credence::metric {

TEST(Confusion, RefusesAScoreThatEqualsTheThreshold) {
  const auto scored = *Scored::from(std::vector<std::int8_t>{1, 0, 1, 0, 0},
                                    std::vector<double>{0.9, 0.5, 0.4, 0.3, 0.1});
  const Confusion counts = confusion(scored, 0.5);
  EXPECT_EQ(counts.true_bad, 1);
  EXPECT_EQ(counts.false_bad, 1);
  EXPECT_EQ(counts.true_good, 2);
  EXPECT_EQ(counts.false_good, 1);
  EXPECT_EQ(approval_rate(counts), 0.6);
  EXPECT_EQ(bad_rate_among_approved(counts), 1.0 / 3);
  EXPECT_EQ(precision(counts), 0.5);
  EXPECT_EQ(recall(counts), 0.5);
  EXPECT_EQ(f1(counts), 0.5);
  EXPECT_EQ(accuracy(counts), 0.6);
}

TEST(Confusion, HasNoRateOfNothing) {
  const auto scored =
      *Scored::from(std::vector<std::int8_t>{1, 0}, std::vector<double>{0.9, 0.5});
  const Confusion none_refused = confusion(scored, 2);
  EXPECT_EQ(precision(none_refused), 0);
  EXPECT_EQ(f1(none_refused), 0);
  EXPECT_EQ(approval_rate(none_refused), 1);
  const Confusion all_refused = confusion(scored, 0);
  EXPECT_EQ(bad_rate_among_approved(all_refused), 0);
  EXPECT_EQ(approval_rate(all_refused), 0);
  EXPECT_EQ(accuracy(Confusion{}), 0);
}

TEST(LogLoss, StaysFiniteWhenACertaintyIsWrong) {
  const auto wrong =
      *Scored::from(std::vector<std::int8_t>{1, 0}, std::vector<double>{0.0, 1.0});
  EXPECT_NEAR(log_loss(wrong), 36.04365338911715, 1e-12);  // -log(2^-52)
  EXPECT_EQ(brier(wrong), 1);
}

}  // namespace credence::metric
