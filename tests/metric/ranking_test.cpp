#include "metric/ranking.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "metric/order.h"

namespace credence::metric {
namespace {

struct Case {
  std::vector<std::int8_t> labels;
  std::vector<double> scores;
};

// Both classes; scores of a few values, of many, and apart by their last bits only.
Case any_case() {
  const auto rows = *rc::gen::inRange<std::size_t>(2, 600);
  const int kind = *rc::gen::inRange(0, 4);
  Case result;
  for (std::size_t i = 0; i < rows; ++i) {
    const auto draw = *rc::gen::arbitrary<std::uint32_t>();
    result.labels.push_back(i < 2 ? static_cast<std::int8_t>(i) : draw % 5 == 0);
    const double whole = static_cast<double>((draw >> 8) % 1000) - 500;
    result.scores.push_back(kind == 0   ? std::fmod(whole, 3)
                            : kind == 1 ? whole * 0.01
                            : kind == 2 ? std::ldexp(whole, static_cast<int>(draw % 40))
                                        : 1 + whole * 0x1p-52);
  }
  return result;
}

double auc_over_all_pairs(const Case& given) {
  double right = 0, pairs = 0;
  for (std::size_t bad = 0; bad < given.labels.size(); ++bad)
    for (std::size_t good = 0; good < given.labels.size(); ++good) {
      if (given.labels[bad] != 1 || given.labels[good] != 0) continue;
      pairs += 1;
      right += given.scores[bad] > given.scores[good]    ? 1
               : given.scores[bad] == given.scores[good] ? 0.5
                                                         : 0;
    }
  return right / pairs;
}

double ks_over_all_cuts(const Case& given) {
  double widest = 0;
  for (const double cut : given.scores) {
    double bad = 0, good = 0, all_bad = 0, all_good = 0;
    for (std::size_t i = 0; i < given.labels.size(); ++i) {
      (given.labels[i] == 1 ? all_bad : all_good) += 1;
      if (given.scores[i] >= cut) (given.labels[i] == 1 ? bad : good) += 1;
    }
    widest = std::max(widest, std::abs(bad / all_bad - good / all_good));
  }
  return widest;
}

Scored scored_of(const Case& given) {
  return *Scored::from(given.labels, given.scores);
}

}  // namespace

RC_GTEST_PROP(Auc, IsTheShareOfPairsInTheRightOrder, ()) {
  const Case given = any_case();
  const double expected = auc_over_all_pairs(given);
  RC_ASSERT(std::abs(auc_of(given.labels, given.scores) - expected) < 1e-12);
  RC_ASSERT(auc(scored_of(given)) == auc_of(given.labels, given.scores));
}

RC_GTEST_PROP(Auc, DoesNotChangeUnderAStrictlyMonotoneTransformation, ()) {
  const Case given = any_case();
  Case moved = given;
  for (double& score : moved.scores) score = std::ldexp(score, 3);
  RC_ASSERT(auc(scored_of(moved)) == auc(scored_of(given)));
  for (double& score : moved.scores) score = -score;
  RC_ASSERT(std::abs(auc(scored_of(moved)) + auc(scored_of(given)) - 1) < 1e-12);
}

RC_GTEST_PROP(Ks, IsTheWidestDistanceOverAllCuts, ()) {
  const Case given = any_case();
  RC_ASSERT(std::abs(ks(scored_of(given)).value - ks_over_all_cuts(given)) < 1e-12);
}

TEST(Ks, IsReachedAtTheHighestOfEquallyWideScores) {
  // Shares of bad and good at or above 4, 3, 2, 1: 1/2 0, 1/2 1/2, 1 1/2, 1 1.
  const Ks reached =
      ks(scored_of({.labels = {1, 0, 1, 0}, .scores = {4.0, 3.0, 2.0, 1.0}}));
  EXPECT_EQ(reached.value, 0.5);
  EXPECT_EQ(reached.at, 4.0);
}

RC_GTEST_PROP(Order, IsThatOfAStableSort, ()) {
  const Case given = any_case();
  std::vector<std::uint32_t> expected(given.scores.size());
  for (std::uint32_t i = 0; i < expected.size(); ++i) expected[i] = i;
  std::stable_sort(expected.begin(), expected.end(),
                   [&](auto a, auto b) { return given.scores[a] < given.scores[b]; });
  RC_ASSERT(ascending_order(given.scores) == expected);
}

TEST(Order, TakesExtremeScoresAndBothZerosAsEqual) {
  constexpr double most = std::numeric_limits<double>::max();
  constexpr double least = std::numeric_limits<double>::denorm_min();
  EXPECT_EQ(ascending_order(std::vector<double>{0.0, most, -0.0, -most, least, -least}),
            (std::vector<std::uint32_t>{3, 5, 0, 2, 4, 1}));
}

}  // namespace credence::metric
