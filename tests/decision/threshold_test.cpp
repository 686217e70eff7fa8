#include "decision/threshold.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/decision/any_scored.h"

namespace credence::decision {
namespace {

// Straight from the definition, one application at a time.
std::int64_t cost_at(const Case& given, const portfolio::Costs& costs,
                     double threshold) {
  std::int64_t total = 0;
  for (std::size_t i = 0; i < given.labels.size(); ++i) {
    const bool bad = given.labels[i] == 1, refused = given.scores[i] >= threshold;
    total += (bad ? (refused ? costs.refused_bad : costs.missed_bad)
                  : (refused ? costs.refused_good : costs.granted_good))
                 .units;
  }
  return total;
}

// Every set of applications that a threshold can refuse: those at or above each score,
// and none.
std::vector<double> all_cuts(const Case& given) {
  std::vector<double> cuts = given.scores;
  cuts.push_back(2);
  return cuts;
}

Optimum optimum_of(const Case& given, const portfolio::Costs& costs) {
  return optimum(given.scored(), *CostMatrix::from(costs));
}

portfolio::Costs costs_of(std::int64_t missed_bad, std::int64_t refused_good) {
  return {.missed_bad = {missed_bad},
          .refused_good = {refused_good},
          .refused_bad = {},
          .granted_good = {}};
}

}  // namespace

RC_GTEST_PROP(Optimum, IsTheLeastCostOverAllCutPoints, ()) {
  const Case given = any_case();
  const portfolio::Costs costs = any_costs();
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  for (const double cut : all_cuts(given))
    least = std::min(least, cost_at(given, costs, cut));
  const Optimum best = optimum_of(given, costs);
  RC_ASSERT(best.cost.units == least);
  RC_ASSERT(cost_at(given, costs, best.threshold) == least);
}

RC_GTEST_PROP(Optimum, GivesItsCostAnywhereInItsInterval, ()) {
  const Case given = any_case();
  const portfolio::Costs costs = any_costs();
  const Optimum best = optimum_of(given, costs);
  RC_ASSERT(best.low < best.threshold);
  RC_ASSERT(best.threshold <= best.high);
  const double just_above = std::nextafter(best.low, 2.0);
  for (const double threshold : {just_above, best.threshold, best.high}) {
    RC_ASSERT(cost_at(given, costs, threshold) == best.cost.units);
    const auto counts = metric::confusion(given.scored(), threshold);
    RC_ASSERT(counts.true_bad == best.counts.true_bad);
    RC_ASSERT(counts.false_bad == best.counts.false_bad);
    RC_ASSERT(counts.true_good == best.counts.true_good);
    RC_ASSERT(counts.false_good == best.counts.false_good);
  }
  // It is the whole interval: its ends are scores or the ends of the range.
  const auto is_score = [&](double x) {
    return std::find(given.scores.begin(), given.scores.end(), x) != given.scores.end();
  };
  RC_ASSERT(best.low <= 0 || is_score(best.low));
  RC_ASSERT(best.high >= 1 || is_score(best.high));
}

RC_GTEST_PROP(Optimum, IsTheWidestAndThenTheLowestOfEquallyCheapIntervals, ()) {
  const Case given = any_case();
  const portfolio::Costs costs = any_costs();
  const Optimum best = optimum_of(given, costs);
  std::vector<double> ends = given.scores;
  ends.insert(ends.end(), {0, 1});
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  for (std::size_t i = 1; i < ends.size(); ++i) {
    if (cost_at(given, costs, ends[i]) != best.cost.units) continue;
    const double width = ends[i] - ends[i - 1];
    RC_ASSERT(width <= best.high - best.low);
    if (width == best.high - best.low) RC_ASSERT(ends[i] >= best.high);
  }
}

RC_GTEST_PROP(Optimum, NeverCostsMoreThanAnySweepPointOrDecidingAllAlike, ()) {
  const Case given = any_case();
  const CostMatrix costs = *CostMatrix::from(any_costs());
  const Optimum best = optimum(given.scored(), costs);
  for (const SweepPoint& point : sweep(given.scored(), costs))
    RC_ASSERT(best.cost <= point.cost);
  for (const Policy& policy : compare_policies(given.scored(), costs, 0.3))
    RC_ASSERT(best.cost <= policy.cost);
}

RC_GTEST_PROP(Optimum, DoesNotMoveWhenAllCostsAreScaled, ()) {
  const Case given = any_case();
  const portfolio::Costs costs = any_costs();
  const auto times = *rc::gen::inRange<std::int64_t>(2, 1'000'000);
  const Optimum best = optimum_of(given, costs);
  const Optimum scaled =
      optimum_of(given, {.missed_bad = times * costs.missed_bad,
                         .refused_good = times * costs.refused_good,
                         .refused_bad = times * costs.refused_bad,
                         .granted_good = times * costs.granted_good});
  RC_ASSERT(scaled.threshold == best.threshold);
  RC_ASSERT(scaled.cost == times * best.cost);
}

RC_GTEST_PROP(Optimum, MovesWithAStrictlyMonotoneTransformationOfTheScores, ()) {
  const Case given = any_case();
  const portfolio::Costs costs = any_costs();
  Case moved = given;
  for (double& score : moved.scores) score = score * score;
  const Optimum best = optimum_of(given, costs), after = optimum_of(moved, costs);
  RC_ASSERT(after.cost == best.cost);
  // The same threshold, moved, still gives the least cost; so does the new one, moved
  // back.
  RC_ASSERT(cost_at(moved, costs, best.high * best.high) == best.cost.units);
  const double back = after.high > 1 ? after.high : std::sqrt(after.high);
  RC_ASSERT(cost_at(given, costs, back) == best.cost.units);
}

TEST(Optimum, IsTheMiddleBetweenTheScoresThatItParts) {
  const Case given{.labels = {0, 0, 1, 0, 1}, .scores = {0.1, 0.2, 0.4, 0.5, 0.8}};
  const Optimum careful = optimum_of(given, costs_of(10, 1));
  EXPECT_EQ(careful.low, 0.2);
  EXPECT_EQ(careful.high, 0.4);
  EXPECT_NEAR(careful.threshold, 0.3, 1e-15);
  EXPECT_EQ(careful.cost.units, 1);
  const Optimum keen = optimum_of(given, costs_of(2, 3));
  EXPECT_EQ(keen.low, 0.5);
  EXPECT_EQ(keen.high, 0.8);
  EXPECT_EQ(keen.cost.units, 2);
}

TEST(Optimum, OfEqualScoresDecidesAllAlike) {
  const Case given{.labels = {0, 1, 0, 1}, .scores = {0.25, 0.25, 0.25, 0.25}};
  const Optimum approving = optimum_of(given, costs_of(1, 2));
  EXPECT_EQ(approving.threshold, 0.625);
  EXPECT_EQ(approving.counts.false_good, 2);
  const Optimum declining = optimum_of(given, costs_of(2, 1));
  EXPECT_EQ(declining.threshold, 0.125);
  EXPECT_EQ(declining.counts.true_bad, 2);
  const Optimum either = optimum_of(given, costs_of(1, 1));  // (0.25, 1] is the wider
  EXPECT_EQ(either.threshold, 0.625);
}

TEST(Optimum, ReachesBothEndsWhenScoresStandOnThem) {
  const Optimum approving =
      optimum_of({.labels = {0, 0, 1}, .scores = {1, 1, 1}}, costs_of(1, 1));
  EXPECT_EQ(approving.counts.false_good, 1);
  EXPECT_EQ(approving.threshold, std::nextafter(1.0, 2.0));
  const Optimum declining =
      optimum_of({.labels = {0, 1, 1}, .scores = {0, 0, 0}}, costs_of(1, 1));
  EXPECT_EQ(declining.counts.false_bad, 1);
  EXPECT_EQ(declining.threshold, 0);
}

TEST(Optimum, StaysAboveTheLowerOfTwoNeighbouringNumbers) {
  const double low = 0.3, high = std::nextafter(low, 1.0);
  const Optimum best =
      optimum_of({.labels = {0, 1}, .scores = {low, high}}, costs_of(5, 5));
  EXPECT_EQ(best.threshold, high);
  EXPECT_EQ(best.cost.units, 0);
}

TEST(Optimum, TakesProfitsAsNegativeCosts) {
  // A good loan earns 30, a bad one loses 40: granting all earns 2 x 30 - 40.
  const Case given{.labels = {0, 1, 0}, .scores = {0.1, 0.2, 0.3}};
  const Optimum best = optimum_of(given, {.missed_bad = {40},
                                          .refused_good = {0},
                                          .refused_bad = {0},
                                          .granted_good = {-30}});
  EXPECT_EQ(best.cost.units, -30);
  // Refusing above 0.1 earns 30, granting all earns 20.
  EXPECT_EQ(best.counts.true_good, 1);
}

TEST(Sweep, GoesFromFiveToNinetyFivePercent) {
  const Case given{.labels = {0, 1, 0}, .scores = {0.07, 0.5, 0.9}};
  const auto points = sweep(given.scored(), *CostMatrix::from(costs_of(10, 3)));
  ASSERT_EQ(points.size(), 91u);
  EXPECT_EQ(points.front().threshold, 0.05);
  EXPECT_EQ(points.front().cost.units, 6);
  EXPECT_EQ(points[3].threshold, 0.08);
  EXPECT_EQ(points[3].cost.units, 3);
  EXPECT_EQ(points[45].threshold, 0.5);
  EXPECT_EQ(points[45].counts.true_bad, 1);
  EXPECT_EQ(points.back().threshold, 0.95);
  EXPECT_EQ(points.back().cost.units, 10);
}

TEST(Policies, AreMeasuredAgainstApprovingAll) {
  const Case given{.labels = {0, 0, 1, 1}, .scores = {0.1, 0.4, 0.3, 0.8}};
  const auto policies =
      compare_policies(given.scored(), *CostMatrix::from(costs_of(100, 10)), 0.2);
  ASSERT_EQ(policies.size(), 4u);
  const auto expect = [&](std::size_t i, std::string name, std::int64_t cost,
                          std::int64_t saved, double share, std::int64_t missed,
                          std::int64_t rejected) {
    EXPECT_EQ(policies[i].name, name);
    EXPECT_EQ(policies[i].cost.units, cost) << name;
    EXPECT_EQ(policies[i].saved_against_approve_all.units, saved) << name;
    EXPECT_EQ(policies[i].saved_share, share) << name;
    EXPECT_EQ(policies[i].counts.false_good, missed) << name;
    EXPECT_EQ(policies[i].counts.false_bad, rejected) << name;
  };
  expect(0, "chosen", 10, 190, 0.95, 0, 1);
  expect(1, "0.50", 100, 100, 0.5, 1, 0);
  expect(2, "approve all", 200, 0, 0, 2, 0);
  expect(3, "decline all", 20, 180, 0.9, 0, 2);
  EXPECT_EQ(policies[0].threshold, 0.2);
  EXPECT_GT(policies[2].threshold, 1);
  EXPECT_EQ(policies[3].threshold, 0);
}

TEST(Policies, CallCheaperPositiveWhenApprovingAllEarns) {
  const Case given{.labels = {0, 0, 1}, .scores = {0.1, 0.2, 0.8}};
  const auto policies = compare_policies(given.scored(),
                                         *CostMatrix::from({.missed_bad = {20},
                                                            .refused_good = {0},
                                                            .refused_bad = {0},
                                                            .granted_good = {-30}}),
                                         0.5);
  EXPECT_EQ(policies[2].cost.units, -40);
  EXPECT_EQ(policies[0].saved_against_approve_all.units, 20);
  EXPECT_EQ(policies[0].saved_share, 0.5);
  EXPECT_EQ(policies[3].saved_against_approve_all.units, -40);
  EXPECT_EQ(policies[3].saved_share, -1);
}

TEST(Policies, HaveNoShareOfNothing) {
  const Case given{.labels = {0, 1}, .scores = {0.1, 0.8}};
  const auto policies = compare_policies(given.scored(),
                                         *CostMatrix::from({.missed_bad = {30},
                                                            .refused_good = {0},
                                                            .refused_bad = {0},
                                                            .granted_good = {-30}}),
                                         0.5);
  EXPECT_EQ(policies[2].cost.units, 0);
  EXPECT_EQ(policies[0].saved_against_approve_all.units, 30);
  EXPECT_EQ(policies[0].saved_share, 0);
}

}  // namespace credence::decision
