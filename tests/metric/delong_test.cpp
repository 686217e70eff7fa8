#include "metric/delong.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "base/random.h"
#include "metric/normal.h"
#include "metric/ranking.h"
#include "tests/metric/comparison_golden.h"

namespace credence::metric {
namespace {

Scored scored(std::vector<std::int8_t> labels, std::vector<double> scores) {
  return *Scored::from(labels, scores);
}

// Bad and good normal, one deviation apart: the AUC is P(N(1, 2) > 0).
const double true_auc = 0.5 * std::erfc(-0.5);

struct Pair {
  Scored first, second;
};

// Two models equally good, correlated through the row.
Pair equally_good(Random& random, std::size_t rows) {
  std::vector<std::int8_t> labels;
  std::vector<double> first, second;
  const double half = std::sqrt(0.5);
  for (std::size_t i = 0; i < rows; ++i) {
    const bool bad = i % 4 == 0;
    const double common = bad + half * random.normal();
    labels.push_back(bad);
    first.push_back(common + half * random.normal());
    second.push_back(common + half * random.normal());
  }
  return {scored(labels, first), scored(labels, second)};
}

}  // namespace

TEST_F(ComparisonGolden, HasTheIntervalOfDeLongFromAllPairs) {
  each_case([](const Json& golden, const Scored& first, const Scored& second) {
    const Json& expected = golden["delong"]["intervals"];
    for (std::size_t i = 0; i < 2; ++i) {
      const AucInterval interval = *delong_interval(i == 0 ? first : second);
      EXPECT_NEAR(interval.auc, expected[i][0], 1e-12);
      EXPECT_NEAR(interval.standard_error, expected[i][1], 1e-12);
      EXPECT_NEAR(interval.low, expected[i][2], 1e-12);
      EXPECT_NEAR(interval.high, expected[i][3], 1e-12);
    }
  });
}

TEST_F(ComparisonGolden, HasThePairedTestOfDeLongFromAllPairs) {
  each_case([](const Json& golden, const Scored& first, const Scored& second) {
    const Json& expected = golden["delong"];
    const AucTest test = *delong_test(first, second);
    EXPECT_NEAR(test.difference, expected["difference"], 1e-12);
    EXPECT_NEAR(test.standard_error, expected["standard_error"], 1e-12);
    EXPECT_NEAR(test.z, expected["z"], 1e-9);
    EXPECT_NEAR(test.p, expected["p"], 1e-12);
    const AucTest turned = *delong_test(second, first);
    EXPECT_EQ(turned.z, -test.z);
    EXPECT_EQ(turned.p, test.p);
  });
}

TEST(DeLong, CoversTheTrueAucInNineteenSamplesOfTwenty) {
  Random random(11);
  int covered = 0, rejected = 0;
  constexpr int samples = 1000;
  for (int i = 0; i < samples; ++i) {
    const Pair pair = equally_good(random, 200);
    const AucInterval interval = *delong_interval(pair.first);
    covered += interval.low <= true_auc && true_auc <= interval.high;
    rejected += delong_test(pair.first, pair.second)->p <= 0.05;
  }
  // Three binomial deviations are 0.021.
  EXPECT_NEAR(covered / static_cast<double>(samples), 0.95, 0.021);
  EXPECT_NEAR(rejected / static_cast<double>(samples), 0.05, 0.021);
}

RC_GTEST_PROP(DeLong, FindsNoDifferenceUnderAStrictlyMonotoneTransformation, ()) {
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const Pair pair = equally_good(random, 40);
  std::vector<double> moved;
  for (const double score : pair.first.scores()) moved.push_back(std::exp(score) * 3);
  const Scored after = *Scored::from(pair.first.labels(), moved);
  const AucTest test = *delong_test(pair.first, after);
  RC_ASSERT(test.difference == 0);
  RC_ASSERT(test.standard_error == 0);
  RC_ASSERT(test.p == 1);
  RC_ASSERT(delong_interval(after)->standard_error ==
            delong_interval(pair.first)->standard_error);
  // Against a third, both have the same test.
  RC_ASSERT(delong_test(after, pair.second)->z ==
            delong_test(pair.first, pair.second)->z);
}

TEST(DeLong, ClipsTheIntervalAndSaysPerfectionHasNoError) {
  const AucInterval perfect =
      *delong_interval(scored({0, 0, 1, 1}, {0.1, 0.2, 0.8, 0.9}));
  EXPECT_EQ(perfect.auc, 1);
  EXPECT_EQ(perfect.standard_error, 0);
  EXPECT_EQ(perfect.low, 1);
  const AucInterval wide =
      *delong_interval(scored({0, 0, 1, 1}, {0.1, 0.5, 0.3, 0.9}), 0.99);
  EXPECT_EQ(wide.auc, 0.75);
  EXPECT_EQ(wide.high, 1);
  EXPECT_EQ(wide.low, 0);
}

TEST(DeLong, IsCertainOfOppositeRankings) {
  const auto right = scored({0, 0, 1, 1}, {1, 2, 3, 4});
  const auto wrong = scored({0, 0, 1, 1}, {4, 3, 2, 1});
  const AucTest test = *delong_test(right, wrong);
  EXPECT_EQ(test.difference, 1);
  EXPECT_EQ(test.p, 0);
  EXPECT_TRUE(std::isinf(test.z));
}

TEST(DeLong, RefusesWhatHasNoVariance) {
  const auto one_bad = scored({0, 0, 1}, {1, 2, 3});
  EXPECT_EQ(
      delong_interval(one_bad).error().message,
      "the variance of an AUC needs at least two bad and two good outcomes; found "
      "1 bad and 2 good");
  EXPECT_FALSE(delong_test(one_bad, one_bad).has_value());
  EXPECT_EQ(delong_interval(one_bad, 1.0).error().message,
            "the level of the interval is 1; expected it between 0 and 1");
}

TEST(DeLong, RefusesToCompareDifferentRows) {
  const auto first = scored({0, 0, 1, 1}, {1, 2, 3, 4});
  EXPECT_EQ(delong_test(first, scored({0, 1, 1}, {1, 2, 3})).error().message,
            "a paired test needs both models' scores of the same rows; one has 4 rows, "
            "the other 3");
  EXPECT_EQ(delong_test(first, scored({0, 0, 0, 1}, {1, 2, 3, 4})).error().message,
            "a paired test needs both models' scores of the same rows; outcome 3 is 1 "
            "for one and 0 for the other");
}

TEST(Normal, HasTheValuesOfItsTables) {
  EXPECT_DOUBLE_EQ(normal_reach(0.95), 1.959963984540054);
  EXPECT_DOUBLE_EQ(normal_reach(0.5), 0.6744897501960817);
  EXPECT_DOUBLE_EQ(two_sided_p(1.959963984540054), 0.05);
  EXPECT_DOUBLE_EQ(two_sided_p(-10), 1.523970604832105e-23);
  EXPECT_EQ(two_sided_p(0), 1);
}

}  // namespace credence::metric
