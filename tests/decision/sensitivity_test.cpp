#include "decision/sensitivity.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/exact_math.h"
#include "tests/decision/any_scored.h"

namespace credence::decision {
namespace {

portfolio::Costs costs_of(std::int64_t missed_bad, std::int64_t refused_good) {
  return {.missed_bad = {missed_bad},
          .refused_good = {refused_good},
          .refused_bad = {},
          .granted_good = {}};
}

struct Portfolio {
  std::vector<std::int8_t> labels;
  std::vector<double> probabilities;
  std::vector<std::uint32_t> customers;
  metric::Scored scored() const { return *metric::Scored::from(labels, probabilities); }
};

// Probabilities that are the chances they say; two applications a customer.
Portfolio calibrated(std::size_t rows, std::uint64_t seed) {
  Random random(seed);
  Portfolio result;
  for (std::size_t i = 0; i < rows; ++i) {
    result.probabilities.push_back(logistic(1.2 * random.normal() - 1));
    result.labels.push_back(random.chance(result.probabilities.back()));
    result.customers.push_back(static_cast<std::uint32_t>(i / 2));
  }
  return result;
}

// In wrong decisions' excess costs, in halves, thirds and quarters made whole.
double cost_at(const Case& given, const portfolio::Costs& costs, double factor,
               double threshold) {
  const auto excess = [](Money wrong, Money right) {
    return static_cast<double>((wrong - right).units);
  };
  double total = 0;
  for (std::size_t i = 0; i < given.labels.size(); ++i) {
    const bool refused = given.scores[i] >= threshold;
    if (given.labels[i] == 1 && !refused)
      total += factor * excess(costs.missed_bad, costs.refused_bad);
    if (given.labels[i] == 0 && refused)
      total += excess(costs.refused_good, costs.granted_good);
  }
  return total;
}

}  // namespace

RC_GTEST_PROP(Sensitivity, HasTheLeastCostAtEveryRatio, ()) {
  const Case given = any_case();
  const portfolio::Costs costs = any_costs();
  const auto points = *cost_ratio_sensitivity(given.scored(), *CostMatrix::from(costs));
  RC_ASSERT(points.size() == 9u);
  for (const RatioPoint& point : points) {
    double least = cost_at(given, costs, point.factor, 2);
    for (const double cut : given.scores)
      least = std::min(least, cost_at(given, costs, point.factor, cut));
    RC_ASSERT(std::abs(cost_at(given, costs, point.factor, point.threshold) - least) <
              1e-9 * (1 + least));
  }
}

RC_GTEST_PROP(Sensitivity, RefusesNoFewerWhereDefaultsCostMore, ()) {
  const Case given = any_case();
  const CostMatrix costs = *CostMatrix::from(any_costs());
  const auto points = *cost_ratio_sensitivity(given.scored(), costs);
  const Optimum best = optimum(given.scored(), costs);
  for (std::size_t i = 1; i < points.size(); ++i) {
    RC_ASSERT(points[i].factor > points[i - 1].factor);
    RC_ASSERT(points[i].ratio > points[i - 1].ratio);
    RC_ASSERT(points[i].theoretical < points[i - 1].theoretical);
    RC_ASSERT(points[i].threshold <= points[i - 1].threshold);
    RC_ASSERT(points[i].cost >= best.cost);
  }
}

RC_GTEST_PROP(Sensitivity, AtThePortfoliosOwnRatioIsTheOptimum, ()) {
  const Case given = any_case();
  const CostMatrix costs = *CostMatrix::from(any_costs());
  const RatioPoint own = cost_ratio_sensitivity(given.scored(), costs)->at(4);
  const Optimum best = optimum(given.scored(), costs);
  RC_ASSERT(own.factor == 1);
  RC_ASSERT(own.threshold == best.threshold);
  RC_ASSERT(own.low == best.low);
  RC_ASSERT(own.high == best.high);
  RC_ASSERT(own.cost == best.cost);
  RC_ASSERT(own.theoretical == costs.theoretical_threshold());
}

TEST(Sensitivity, SpansAQuarterToFourTimesTheRatio) {
  const Case given{.labels = {0, 1, 0, 1}, .scores = {0.1, 0.3, 0.5, 0.8}};
  const auto points =
      *cost_ratio_sensitivity(given.scored(), *CostMatrix::from(costs_of(12, 3)));
  EXPECT_EQ(points.front().factor, 0.25);
  EXPECT_EQ(points.front().ratio, 1);
  EXPECT_EQ(points.front().theoretical, 0.5);
  EXPECT_EQ(points.back().factor, 4);
  EXPECT_EQ(points.back().ratio, 16);
  EXPECT_EQ(points.back().theoretical, 1.0 / 17);
  // Refusing 0.3 and above misses none and refuses one good customer.
  EXPECT_EQ(points.back().low, 0.1);
  EXPECT_EQ(points.back().high, 0.3);
  EXPECT_EQ(points.back().cost.units, 3);
}

TEST(Sensitivity, RefusesCostsThatItCannotVary) {
  const Case given{.labels = {0, 1}, .scores = {0.1, 0.3}};
  const auto refused = cost_ratio_sensitivity(
      given.scored(),
      *CostMatrix::from(costs_of(std::numeric_limits<std::int64_t>::max(), 1)));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(
      refused.error().message,
      "costs: missed_bad (9223372036854775807), refused_good (1), refused_bad (0) "
      "and granted_good (0), all in the smallest unit, are too far apart to vary "
      "their ratio");
}

TEST(ThresholdInterval, CoversTheTheoreticalThresholdOfCalibratedProbabilities) {
  // The true best threshold of calibrated probabilities is the theoretical one.
  const CostMatrix costs = *CostMatrix::from(costs_of(400, 100));
  int covered = 0;
  constexpr int samples = 40;
  for (int sample = 0; sample < samples; ++sample) {
    const Portfolio drawn = calibrated(1000, 100 + static_cast<std::uint64_t>(sample));
    Random random(5);
    const auto interval = *threshold_interval(drawn.scored(), costs, drawn.customers,
                                              {.resamples = 200, .threads = 2}, random);
    EXPECT_LT(interval.low, interval.high);
    EXPECT_GT(interval.low, 0.05);
    EXPECT_LT(interval.high, 0.5);
    covered += interval.low <= 0.2 && 0.2 <= interval.high;
  }
  EXPECT_GE(covered, 34);
}

TEST(CostInterval, IsAsWideAsTheSpreadOfCostOverCustomers) {
  const Portfolio drawn = calibrated(2000, 9);
  const CostMatrix costs = *CostMatrix::from(costs_of(400, 100));
  std::vector<double> by_customer(1000);
  for (std::size_t i = 0; i < drawn.labels.size(); ++i) {
    const bool refused = drawn.probabilities[i] >= 0.3;
    if (drawn.labels[i] == 1 && !refused) by_customer[i / 2] += 400;
    if (drawn.labels[i] == 0 && refused) by_customer[i / 2] += 100;
  }
  const double total = std::accumulate(by_customer.begin(), by_customer.end(), 0.0);
  double squares = 0;
  for (const double cost : by_customer)
    squares += (cost - total / 1000) * (cost - total / 1000);
  const double error = std::sqrt(squares);
  Random random(6);
  const auto interval = *cost_interval(drawn.scored(), costs, 0.3, drawn.customers,
                                       {.resamples = 4000}, random);
  EXPECT_NEAR(interval.low, total - 1.96 * error, 0.15 * error);
  EXPECT_NEAR(interval.high, total + 1.96 * error, 0.15 * error);
  EXPECT_EQ(interval.resamples, 4000);
}

TEST(CostInterval, CountsResamplesWithoutBadOnes) {
  const Portfolio drawn{
      .labels = {0, 1}, .probabilities = {0.2, 0.7}, .customers = {1, 2}};
  Random random(6);
  const auto interval =
      *cost_interval(drawn.scored(), *CostMatrix::from(costs_of(400, 100)), 0.9,
                     drawn.customers, {.resamples = 500}, random);
  EXPECT_EQ(interval.resamples, 500);
  EXPECT_EQ(interval.low, 0);
  EXPECT_EQ(interval.high, 800);
  EXPECT_EQ(cost_interval(drawn.scored(), *CostMatrix::from(costs_of(400, 100)), 0.9,
                          std::vector<std::uint32_t>{1}, {}, random)
                .error()
                .message,
            "2 outcomes came with 1 groups; there has to be one group each");
}

TEST(ThresholdAnalysis, PutsTheChosenThresholdBesideTheTheoreticalOne) {
  const Portfolio drawn = calibrated(600, 3);
  const CostMatrix costs = *CostMatrix::from(costs_of(400, 100));
  Random random(7), same(7);
  const auto analysis = *analyse_threshold(drawn.scored(), costs, drawn.customers,
                                           {.resamples = 100, .threads = 1}, random);
  EXPECT_EQ(analysis.theoretical, 0.2);
  EXPECT_EQ(analysis.chosen.threshold, optimum(drawn.scored(), costs).threshold);
  EXPECT_LE(analysis.chosen.cost, analysis.cost_at_theoretical);
  EXPECT_EQ(analysis.cost_at_theoretical,
            costs.total(metric::confusion(drawn.scored(), 0.2)));
  EXPECT_EQ(analysis.counts_at_theoretical.true_bad,
            metric::confusion(drawn.scored(), 0.2).true_bad);
  EXPECT_EQ(analysis.sensitivity.size(), 9u);
  // And on more threads the same interval.
  const auto interval = *threshold_interval(drawn.scored(), costs, drawn.customers,
                                            {.resamples = 100, .threads = 5}, same);
  EXPECT_EQ(analysis.interval.low, interval.low);
  EXPECT_EQ(analysis.interval.high, interval.high);
}

}  // namespace credence::decision
