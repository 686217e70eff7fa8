#include "metric/bootstrap.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "metric/confusion.h"
#include "metric/probability.h"
#include "metric/ranking.h"

namespace credence::metric {
namespace {

struct Drawn {
  std::vector<std::int8_t> labels;
  std::vector<double> scores;
  std::vector<std::uint32_t> groups;
  Scored scored() const { return *Scored::from(labels, scores); }
};

// `each` rows a customer, all alike.
Drawn customers(std::size_t count, std::size_t each, std::uint64_t seed) {
  Random random(seed);
  Drawn result;
  for (std::size_t customer = 0; customer < count; ++customer) {
    const bool bad = random.chance(0.3);
    const double score = bad + random.normal();
    for (std::size_t i = 0; i < each; ++i) {
      result.labels.push_back(bad);
      result.scores.push_back(score);
      result.groups.push_back(static_cast<std::uint32_t>(1000 - customer));
    }
  }
  return result;
}

ResampleStatistic bad_rate(const Drawn& of) {
  return [&of](std::span<const std::uint32_t> times) {
    double bad = 0, rows = 0;
    for (std::size_t i = 0; i < times.size(); ++i) {
      bad += times[i] * of.labels[i];
      rows += times[i];
    }
    return bad / rows;
  };
}

}  // namespace

TEST(Bootstrap, IsAsWideAsTheNormalIntervalOverCustomersNotRows) {
  const Drawn drawn = customers(400, 5, 3);
  Random random(1);
  const BootstrapOptions options{.resamples = 4000};
  const auto interval =
      *bootstrap_interval(drawn.groups, bad_rate(drawn), options, random);
  const std::vector<std::uint32_t> once(drawn.labels.size(), 1);
  const double rate = bad_rate(drawn)(once);
  const double error = std::sqrt(rate * (1 - rate) / 400);
  EXPECT_NEAR(interval.low, rate - 1.96 * error, 0.15 * error);
  EXPECT_NEAR(interval.high, rate + 1.96 * error, 0.15 * error);
  EXPECT_EQ(interval.resamples, 4000);

  std::vector<std::uint32_t> rows(drawn.labels.size());
  for (std::uint32_t i = 0; i < rows.size(); ++i) rows[i] = i;
  const auto narrow = *bootstrap_interval(rows, bad_rate(drawn), options, random);
  EXPECT_NEAR((interval.high - interval.low) / (narrow.high - narrow.low),
              std::sqrt(5.0), 0.2);
}

TEST(Bootstrap, HasTheQuantilesOfAllResamplesOfThreeGroups) {
  // Groups of 1, 2 and 3 rows, each row counting its group's number: over the 27
  // equally likely resamples the total is 3 a + 2 x 5 b + 3 x 7 c.
  const std::vector<std::uint32_t> groups{9, 4, 4, 2, 2, 2};
  const std::vector<double> worth{3, 5, 5, 7, 7, 7};
  std::vector<double> all;
  for (const double a : {3.0, 10.0, 21.0})
    for (const double b : {3.0, 10.0, 21.0})
      for (const double c : {3.0, 10.0, 21.0}) all.push_back(a + b + c);
  std::sort(all.begin(), all.end());
  const auto total = [&](std::span<const std::uint32_t> times) {
    double sum = 0;
    for (std::size_t i = 0; i < times.size(); ++i) sum += times[i] * worth[i];
    return sum;
  };
  Random random(5);
  const auto interval =
      *bootstrap_interval(groups, total, {.resamples = 20'000, .level = 0.8}, random);
  // The tenth and ninetieth percentiles lie well inside a run of equal totals.
  EXPECT_EQ(interval.low, all[2]);
  EXPECT_EQ(interval.high, all[24]);
}

TEST(Bootstrap, GivesTheSameOnAnyNumberOfThreads) {
  const Drawn drawn = customers(60, 3, 8);
  const auto of = [&](unsigned threads) {
    Random random(2);
    return *bootstrap_interval(
        drawn.scored(), drawn.groups, [](const Scored& s) { return ks(s).value; },
        {.resamples = 200, .threads = threads}, random);
  };
  const auto one = of(1), many = of(7);
  EXPECT_EQ(one.low, many.low);
  EXPECT_EQ(one.high, many.high);
  Random other(3);
  const auto again = *bootstrap_interval(
      drawn.scored(), drawn.groups, [](const Scored& s) { return ks(s).value; },
      {.resamples = 200, .threads = 2}, other);
  EXPECT_NE(one.low, again.low);
}

TEST(Bootstrap, LeavesOutResamplesWithoutAClass) {
  // Two customers, one bad: half of the resamples have both, with an AUC of 1.
  const Drawn drawn{.labels = {0, 1}, .scores = {0.2, 0.7}, .groups = {1, 2}};
  Random random(4);
  const auto interval = *bootstrap_interval(drawn.scored(), drawn.groups, auc,
                                            {.resamples = 1000}, random);
  EXPECT_NEAR(static_cast<double>(interval.resamples), 500, 60);
  EXPECT_EQ(interval.low, 1);
  EXPECT_EQ(interval.high, 1);
}

TEST(Bootstrap, RefusesWhatCannotBeResampled) {
  Random random(1);
  const Drawn one{.labels = {0, 1}, .scores = {0.2, 0.7}, .groups = {1, 1}};
  const auto refusal = [&](const std::vector<std::uint32_t>& groups,
                           const BootstrapOptions& options) {
    return bootstrap_interval(groups, bad_rate(one), options, random).error().message;
  };
  EXPECT_EQ(refusal({}, {}), "there are no rows to resample");
  EXPECT_EQ(refusal({1}, {.resamples = 1}),
            "an interval from 1 resamples; expected at least 2");
  EXPECT_EQ(refusal({1}, {.level = 0}),
            "the level of the interval is 0; expected it between 0 and 1");
  EXPECT_EQ(
      bootstrap_interval(one.scored(), std::vector<std::uint32_t>{1}, auc, {}, random)
          .error()
          .message,
      "2 outcomes came with 1 groups; there has to be one group each");
  const auto nothing = [](const Scored&) { return std::nan(""); };
  EXPECT_EQ(
      bootstrap_interval(one.scored(), one.groups, nothing, {}, random).error().message,
      "the statistic has a value in none of 1000 resamples of 1 groups; it needs "
      "more rows of both classes");
}

RC_GTEST_PROP(Resampled, IsWhatThoseRowsGiveWhenScoredAnew, ()) {
  const Drawn drawn = customers(30, 2, *rc::gen::arbitrary<std::uint64_t>());
  RC_PRE(std::count(drawn.labels.begin(), drawn.labels.end(), 1) > 0);
  RC_PRE(std::count(drawn.labels.begin(), drawn.labels.end(), 0) > 0);
  std::vector<std::uint32_t> times;
  Drawn repeated;
  for (std::size_t i = 0; i < drawn.labels.size(); ++i) {
    times.push_back(*rc::gen::inRange<std::uint32_t>(0, 3));
    for (std::uint32_t t = 0; t < times.back(); ++t) {
      repeated.labels.push_back(drawn.labels[i]);
      repeated.scores.push_back(drawn.scores[i]);
    }
  }
  const auto resample = drawn.scored().resampled(times);
  const auto anew = Scored::from(repeated.labels, repeated.scores);
  RC_ASSERT(resample.has_value() == anew.has_value());
  if (!anew) return;
  RC_ASSERT(resample->bad() == anew->bad());
  RC_ASSERT(auc(*resample) == auc(*anew));
  RC_ASSERT(ks(*resample).at == ks(*anew).at);
  RC_ASSERT(confusion(*resample, 0.5).false_bad == confusion(*anew, 0.5).false_bad);
  RC_ASSERT(brier(*resample) == brier(*anew));
  // Into the memory of another.
  const auto reused = drawn.scored().resampled(times, drawn.scored());
  RC_ASSERT(auc(*reused) == auc(*anew));
  RC_ASSERT(brier(*reused) == brier(*anew));
  RC_ASSERT(reused->good() == anew->good());
  // And once more, from the resample.
  const std::vector<std::uint32_t> twice(resample->size(), 2);
  RC_ASSERT(auc(*resample->resampled(twice)) == auc(*anew));
}

}  // namespace credence::metric
