#include "decision/cost_matrix.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "tests/decision/any_scored.h"

namespace credence::decision {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

TEST(CostMatrix, AddsUpWhatEachOutcomeCosts) {
  const auto costs = CostMatrix::from({{100'000}, {10'000}, {7}, {-3}});
  ASSERT_TRUE(costs.has_value());
  EXPECT_EQ(
      costs->total({.true_bad = 2, .false_bad = 3, .true_good = 5, .false_good = 11})
          .units,
      11 * 100'000 + 3 * 10'000 + 2 * 7 - 5 * 3);
}

TEST(CostMatrix, RefusesCostsUnderWhichNoThresholdIsWorthChoosing) {
  const auto bad = CostMatrix::from({{500}, {100}, {500}, {0}});
  ASSERT_FALSE(bad.has_value());
  EXPECT_EQ(bad.error().kind, ErrorKind::bad_input);
  EXPECT_EQ(
      bad.error().message,
      "costs: missed_bad (500) has to be more than refused_bad (500), both in the "
      "smallest unit: as it is, granting a bad loan costs no more than refusing "
      "it, and no threshold is worth choosing");
  const auto good = CostMatrix::from({{500}, {-1}, {0}, {0}});
  ASSERT_FALSE(good.has_value());
  EXPECT_EQ(
      good.error().message,
      "costs: refused_good (-1) has to be more than granted_good (0), both in the "
      "smallest unit: as it is, refusing a good customer costs no more than "
      "granting the loan, and no threshold is worth choosing");
}

TEST(CostMatrix, KnowsTheThresholdForTrueProbabilities) {
  EXPECT_EQ(CostMatrix::from({{100'000}, {10'000}, {0}, {0}})->theoretical_threshold(),
            1.0 / 11);
  // With a profit of 20 on a good loan, refusing one costs 10 + 20.
  EXPECT_EQ(CostMatrix::from({{70}, {10}, {0}, {-20}})->theoretical_threshold(), 0.3);
  EXPECT_EQ(
      CostMatrix::from({{most}, {most}, {-most}, {-most}})->theoretical_threshold(),
      0.5);
}

RC_GTEST_PROP(CostMatrix, IsIndifferentAtItsTheoreticalThreshold, ()) {
  const portfolio::Costs costs = any_costs();
  const double bad = CostMatrix::from(costs)->theoretical_threshold();
  const double granting = bad * static_cast<double>(costs.missed_bad.units) +
                          (1 - bad) * static_cast<double>(costs.granted_good.units);
  const double refusing = bad * static_cast<double>(costs.refused_bad.units) +
                          (1 - bad) * static_cast<double>(costs.refused_good.units);
  RC_ASSERT(std::abs(granting - refusing) < 1e-9);
}

TEST(CostMatrix, DoesNotOverflow) {
  const auto costs = *CostMatrix::from({{most}, {most}, {-most}, {-most}});
  EXPECT_EQ(costs.total({.false_good = 1'000'000'000'000}).units, most);
  EXPECT_EQ(costs.total({.true_bad = 1'000'000'000'000}).units, -most - 1);
  EXPECT_EQ(
      costs.total({.true_bad = 1'000'000'000'000, .false_good = 1'000'000'000'000})
          .units,
      0);
}

}  // namespace credence::decision
