#include "report/direction_check.h"

#include <gtest/gtest.h>

namespace credence::report {
namespace {

TEST(DirectionCheck, SaysInOneSentenceWhatHolds) {
  DirectionCheck check{"bureau.score", "decreasing", 200, 7800, 0, 0, {}, {}};
  EXPECT_TRUE(check.holds());
  EXPECT_EQ(describe(check),
            "bureau.score: as it rises, the risk never rises, in 7800 steps of 200 "
            "applications.");
  check = {"bureau.score", "increasing", 0, 0, 0, 0, {}, {}};
  EXPECT_EQ(describe(check), "bureau.score: no application has a value to move.");
}

TEST(DirectionCheck, SaysWhereItFailsAndWhy) {
  const DirectionCheck check{"bureau.use",
                             "increasing",
                             200,
                             7800,
                             12,
                             0.03125,
                             "application 7, from 0.5 to 0.6",
                             {"Feature use_band is not held", "And another"}};
  EXPECT_FALSE(check.holds());
  EXPECT_EQ(describe(check),
            "bureau.use: as it rises, the risk falls in 12 of 7800 steps of 200 "
            "applications, by up to 0.0312 in log-odds (application 7, from 0.5 to "
            "0.6). Feature use_band is not held. And another.");
}

}  // namespace
}  // namespace credence::report
