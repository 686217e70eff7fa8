#include "metric/scored.h"

#include <gtest/gtest.h>

#include <limits>

namespace credence::metric {
namespace {

std::string refusal(std::vector<std::int8_t> labels, std::vector<double> scores) {
  const auto scored = Scored::from(labels, scores);
  if (scored) return "accepted";
  EXPECT_EQ(scored.error().kind, ErrorKind::bad_input);
  return scored.error().message;
}

}  // namespace

TEST(Scored, GathersEqualScoresFromHighestToLowest) {
  const auto scored = Scored::from(std::vector<std::int8_t>{0, 1, 1, 0, 0},
                                   std::vector<double>{0.0, 0.5, -0.0, 0.5, -2});
  ASSERT_TRUE(scored.has_value());
  EXPECT_EQ(scored->bad(), 2);
  EXPECT_EQ(scored->good(), 3);
  const auto& steps = scored->steps();
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[0].score, 0.5);
  EXPECT_EQ(steps[0].bad, 1);
  EXPECT_EQ(steps[0].good, 1);
  EXPECT_EQ(steps[1].score, 0.0);
  EXPECT_EQ(steps[1].bad, 1);
  EXPECT_EQ(steps[1].good, 1);
  EXPECT_EQ(steps[2].score, -2);
  EXPECT_EQ(steps[2].good, 1);
}

TEST(Scored, RefusesWhatCannotBeMeasured) {
  EXPECT_EQ(refusal({0, 1}, {0.5}),
            "2 outcomes came with 1 scores; there has to be one score each");
  EXPECT_EQ(refusal({0, 2}, {0.5, 0.5}),
            "outcome 2 is 2; expected 0 (good) or 1 (bad)");
  EXPECT_EQ(refusal({0, -1}, {0.5, 0.5}),
            "outcome 2 is -1; expected 0 (good) or 1 (bad)");
  EXPECT_EQ(refusal({0, 1}, {std::numeric_limits<double>::quiet_NaN(), 0.5}),
            "score 1 is nan; expected a finite number");
  EXPECT_EQ(refusal({0, 1}, {1, -std::numeric_limits<double>::infinity()}),
            "score 2 is -inf; expected a finite number");
  EXPECT_EQ(refusal({0, 0, 0}, {1, 2, 3}),
            "all 3 outcomes are good; measuring needs both bad and good ones");
  EXPECT_EQ(refusal({1, 1}, {1, 2}),
            "all 2 outcomes are bad; measuring needs both bad and good ones");
  EXPECT_EQ(refusal({}, {}), "there are no outcomes to measure with");
}

}  // namespace credence::metric
