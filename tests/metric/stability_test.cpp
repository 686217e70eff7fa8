#include "metric/stability.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "base/random.h"
#include "metric/quantile_bins.h"
#include "tests/metric/comparison_golden.h"

namespace credence::metric {
namespace {

using Counts = std::vector<std::int64_t>;
using Values = std::vector<double>;

Result<Stability> stability(const Counts& before, const Counts& now) {
  return population_stability(std::span<const std::int64_t>(before), now);
}

Result<Stability> stability(const Values& before, const Values& now, int bins = 10) {
  return population_stability(std::span<const double>(before), now, bins);
}

Values normal(std::size_t rows, double mean, std::uint64_t seed) {
  Random random(seed);
  Values values(rows);
  for (double& value : values) value = mean + random.normal();
  return values;
}

}  // namespace

TEST_F(ComparisonGolden, HasTheStabilityIndexOfNumpy) {
  for (const Json& golden : golden_["stability"]) {
    SCOPED_TRACE(golden["name"].get<std::string>());
    const Stability found =
        *stability(golden["before"].get<Values>(), golden["now"].get<Values>());
    EXPECT_NEAR(found.index, golden["index"], 1e-12);
    ASSERT_EQ(found.edges.size(), golden["edges"].size());
    for (std::size_t i = 0; i < found.edges.size(); ++i)
      EXPECT_NEAR(found.edges[i], golden["edges"][i], 1e-14);
    ASSERT_EQ(found.bins.size(), golden["before_rows"].size());
    for (std::size_t i = 0; i < found.bins.size(); ++i) {
      EXPECT_EQ(found.bins[i].before, golden["before_rows"][i].get<std::int64_t>());
      EXPECT_EQ(found.bins[i].now, golden["now_rows"][i].get<std::int64_t>());
    }
  }
}

TEST(Stability, ComesNearItsValueForTwoNormalPopulations) {
  // For densities the index is the symmetric divergence, (difference of means)^2, of
  // which ten bins keep nearly all.
  const Values before = normal(40'000, 0, 1);
  EXPECT_LT(stability(before, normal(40'000, 0, 2))->index, 0.002);
  const double moved = stability(before, normal(40'000, 0.5, 3))->index;
  EXPECT_GT(moved, 0.22);
  EXPECT_LT(moved, 0.25);
}

TEST(Stability, CountsCategoriesAndPutsHalfARowForNone) {
  const Stability found = *stability(Counts{60, 40, 0, 0}, Counts{50, 49, 1, 0});
  EXPECT_NEAR(found.bins[0].contribution, -0.1 * std::log(50 / 60.0), 1e-15);
  EXPECT_NEAR(found.bins[2].contribution, 0.005 * std::log(2), 1e-15);
  EXPECT_EQ(found.bins[3].contribution, 0);
  EXPECT_TRUE(found.edges.empty());
  EXPECT_NEAR(found.index,
              0.1 * std::log(1.2) + 0.09 * std::log(49 / 40.0) + 0.005 * std::log(2),
              1e-15);
}

TEST(Stability, PutsMissingValuesInABinOfTheirOwn) {
  const double missing = std::numeric_limits<double>::quiet_NaN();
  const Stability found =
      *stability(Values{1, 2, 3, 4, missing}, Values{1, 2, missing, missing}, 2);
  ASSERT_EQ(found.bins.size(), 3u);
  EXPECT_EQ(found.edges, (Values{2.5}));
  EXPECT_EQ(found.bins[1].now, 0);
  EXPECT_EQ(found.bins[2].before, 1);
  EXPECT_EQ(found.bins[2].now, 2);
  EXPECT_EQ(stability(Values{1, 2}, Values{1, 2}, 2)->bins.size(), 2u);
  // A feature that was never there, and now is.
  const Stability appeared = *stability(Values{missing, missing}, Values{1, 2});
  EXPECT_NEAR(appeared.index, 2 * 0.75 * std::log(4), 1e-15);
}

RC_GTEST_PROP(Stability, IsZeroForTheSameSampleAndNeverNegative, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint32_t>();
  const Values before = normal(50, 0, seed), now = normal(30, 0, seed + 1);
  RC_ASSERT(stability(before, before)->index == 0);
  const Stability found = *stability(before, now);
  RC_ASSERT(found.index >= 0);
  std::int64_t rows = 0;
  for (const StabilityBin& bin : found.bins) rows += bin.now;
  RC_ASSERT(rows == 30);
}

TEST(Stability, IsNamedByTheUsualBands) {
  EXPECT_EQ(words_of(shift_of(0.0999)), "stable");
  EXPECT_EQ(words_of(shift_of(0.1)), "slight shift");
  EXPECT_EQ(words_of(shift_of(0.2499)), "slight shift");
  EXPECT_EQ(words_of(shift_of(0.25)), "large shift");
}

TEST(Stability, RefusesWhatCannotBeCompared) {
  EXPECT_EQ(stability(Counts{1, 2}, Counts{1}).error().message,
            "one sample has counts of 2 categories, the other of 1; expected the same "
            "categories");
  EXPECT_EQ(stability(Counts{1, 2}, Counts{3, -1}).error().message,
            "category 2 has -1 rows in the second sample; expected 0 or more");
  EXPECT_EQ(stability(Values{}, Values{1}).error().message,
            "the first sample is empty; stability compares two samples");
  EXPECT_EQ(stability(Values{1}, Values{}).error().message,
            "the second sample is empty; stability compares two samples");
  EXPECT_EQ(stability(Values{1}, Values{1}, 0).error().message,
            "a table of 0 bins; expected at least 1");
}

TEST(QuantileBins, PutAValueAtAnEdgeIntoTheBinBelow) {
  const Values edges = quantile_edges(Values{1, 2, 3, 4, 5}, 4);
  EXPECT_EQ(edges, (Values{2, 3, 4}));
  EXPECT_EQ(bin_of(2, edges), 0u);
  EXPECT_EQ(bin_of(2.1, edges), 1u);
  EXPECT_EQ(bin_of(9, edges), 3u);
  EXPECT_EQ(quantile_edges(Values{7}, 3), (Values{7, 7}));
}

}  // namespace credence::metric
