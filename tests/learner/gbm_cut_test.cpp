// The best cut and the layout of columns, against counting by hand.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

#include "learner/gbm_columns.h"
#include "learner/gbm_cut.h"
#include "tests/learner/gbm_oracle_rows.h"

namespace credence::learner {
namespace {

struct Groups {
  std::vector<Tally> values;
  Tally missing, total;
};

Groups any_groups() {
  Groups groups;
  const auto tally = [](std::int64_t rows) {
    const auto bad = *rc::gen::inRange<std::int64_t>(0, rows + 1);
    return Tally{*rc::gen::inRange<std::int64_t>(-50, 51) * rows, rows + (bad << 32)};
  };
  groups.values.resize(*rc::gen::inRange<std::size_t>(0, 9));
  for (Tally& group : groups.values)
    group = tally(*rc::gen::inRange<std::int64_t>(0, 5));
  groups.missing = tally(*rc::gen::element<std::int64_t>(0, 0, 3));
  groups.total = groups.missing;
  for (const Tally& group : groups.values) groups.total += group;
  return groups;
}

// Friedman's improvement as he writes it, times the node's weight.
double improvement(const Tally& left, const Tally& right, const ClassWeights& weights) {
  const double l = weights.of(left), r = weights.of(right);
  const double difference =
      static_cast<double>(left.residual) / l - static_cast<double>(right.residual) / r;
  return l * r / (l + r) * difference * difference * (l + r);
}

// Whether the right side's mean is on the side of the left's that `direction` says.
bool goes_with(int direction, const Tally& left, const Tally& right,
               const ClassWeights& weights) {
  const double crossed = static_cast<double>(right.residual) * weights.of(left) -
                         static_cast<double>(left.residual) * weights.of(right);
  return direction * crossed >= 0;
}

TEST(GbmCut, IsTheBestOfAllThereAreInItsDirection) {
  EXPECT_TRUE(rc::check([] {
    const Groups groups = any_groups();
    const auto min_rows = *rc::gen::inRange<std::int64_t>(0, 6);
    const double bad = *rc::gen::element(1.0, 3.7);
    const ClassWeights weights{1, bad};
    const auto direction = *rc::gen::element<std::int8_t>(0, 0, 1, -1);
    double best = -1;
    for (const bool missing_left : {false, true})
      for (std::size_t last = 0; last < groups.values.size(); ++last) {
        if (groups.values[last].rows() == 0) continue;
        Tally left = missing_left ? groups.missing : Tally{};
        for (std::size_t i = 0; i <= last; ++i) left += groups.values[i];
        const Tally right = groups.total - left;
        if (left.rows() >= std::max<std::int64_t>(min_rows, 1) &&
            right.rows() >= std::max<std::int64_t>(min_rows, 1) &&
            goes_with(direction, left, right, weights))
          best = std::max(best, improvement(left, right, weights));
      }
    const auto cut = best_cut(groups.values, groups.missing, groups.total, weights,
                              min_rows, 0, direction);
    RC_ASSERT(cut.has_value() == (best >= 0));
    if (!cut) return;
    // It has the gain that it says, and that is the largest.
    Tally left = cut->missing_left ? groups.missing : Tally{};
    for (std::size_t i = 0; i <= cut->last_left; ++i) left += groups.values[i];
    RC_ASSERT(goes_with(direction, left, groups.total - left, weights));
    const double scale = 1e-9 * (1 + best);
    RC_ASSERT(std::abs(improvement(left, groups.total - left, weights) - cut->gain) <
              scale);
    RC_ASSERT(std::abs(cut->gain - best) < scale);
    RC_ASSERT(groups.values[cut->last_left].rows() > 0);
    // Nothing is missed or made up by asking for as much, or for more.
    const auto at_least = [&](double gain) {
      return best_cut(groups.values, groups.missing, groups.total, weights, min_rows,
                      gain, direction);
    };
    RC_ASSERT(at_least(cut->gain).has_value());
    RC_ASSERT(at_least(cut->gain)->last_left == cut->last_left);
    RC_ASSERT(!at_least(cut->gain * 1.0001 + 1).has_value());
  }));
}

TEST(GbmCut, IsTheFirstOfEqualOnes) {
  const auto rows = [](std::int64_t residual) { return Tally{residual, 2}; };
  const std::vector<Tally> groups = {rows(5), {}, rows(0), rows(5)};
  const auto cut = best_cut(groups, {}, {10, 6}, {}, 1);
  EXPECT_EQ(cut->last_left, 0u);
  EXPECT_FALSE(cut->missing_left);
}

TEST(GbmCut, SendsMissingValuesRightUnlessTheLeftGainsMore) {
  const std::vector<Tally> groups = {{-40, 4}, {40, 4}};
  const auto missing_left = [&](const Tally& missing) {
    return best_cut(groups, missing, missing + Tally{0, 8}, {}, 1)->missing_left;
  };
  EXPECT_TRUE(missing_left({-10, 1}));
  EXPECT_FALSE(missing_left({10, 1}));
  EXPECT_FALSE(missing_left({0, 2})) << "both sides gain the same";
}

TEST(GbmCut, MayHaveNothingButMissingValuesOnTheRight) {
  const std::vector<Tally> groups = {{7, 2}, {7, 2}};
  const auto cut = best_cut(groups, {-20, 3}, {-6, 7}, {}, 2);
  ASSERT_TRUE(cut.has_value());
  EXPECT_EQ(cut->last_left, 1u);
  EXPECT_FALSE(cut->missing_left);
}

TEST(GbmCut, LeavesNoSideWithTooFewRows) {
  const std::vector<Tally> groups = {{90, 1}, {-30, 3}, {10, 4}};
  EXPECT_EQ(best_cut(groups, {}, {70, 8}, {}, 1)->last_left, 0u);
  EXPECT_EQ(best_cut(groups, {}, {70, 8}, {}, 2)->last_left, 1u);
  EXPECT_FALSE(best_cut(groups, {}, {70, 8}, {}, 5).has_value());
}

TEST(GbmTally, KeepsSumsOfResidualsExactAsDoubles) {
  for (const double weight : {1.0, 10.0, 4096.0, 1e6, 3e9}) {
    const double most = static_cast<double>(ResidualUnit(weight).count(weight));
    EXPECT_LT(most, 0x1p52) << weight;
    EXPECT_GE(most, 0x1p50) << weight;
  }
}

// One column of values, NaN among them.
table::Matrix any_column() {
  table::Matrix matrix{{"x"}, *rc::gen::inRange<std::size_t>(1, 1500), {}};
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const double distinct = *rc::gen::element(1.0, 3.0, 200.0, 255.0, 1e9);
  const double missing = *rc::gen::element(0.0, 0.3, 1.0);
  const double heavy = *rc::gen::element(0.0, 0.5);
  for (std::size_t i = 0; i < matrix.rows; ++i)
    matrix.values.push_back(random.chance(missing) ? std::nan("")
                            : random.chance(heavy)
                                ? 0.0
                                : std::floor(random.uniform() * distinct) - 2);
  return matrix;
}

TEST(GbmColumns, RankValuesByTheirOrder) {
  EXPECT_TRUE(rc::check([] {
    const table::Matrix matrix = any_column();
    const RankedColumns columns(matrix);
    std::map<double, std::uint32_t> rank;
    for (const double value : matrix.values)
      if (!std::isnan(value)) rank[value] = 0;
    std::vector<double> distinct;
    for (auto& [value, place] : rank) {
      place = static_cast<std::uint32_t>(distinct.size());
      distinct.push_back(value);
    }
    RC_ASSERT(std::ranges::equal(columns.values(0), distinct));
    for (std::size_t i = 0; i < matrix.rows; ++i)
      RC_ASSERT(
          columns.ranks(0)[i] ==
          (std::isnan(matrix.values[i]) ? distinct.size() : rank[matrix.values[i]]));
    const auto key = [&](std::uint32_t row) {
      return std::pair(columns.ranks(0)[row], row);
    };
    RC_ASSERT(columns.order(0).size() == matrix.rows);
    RC_ASSERT(std::ranges::is_sorted(columns.order(0), {}, key));
  }));
}

TEST(GbmColumns, BinValuesInOrderAndEvenly) {
  EXPECT_TRUE(rc::check([] {
    const table::Matrix matrix = any_column();
    const BinnedColumns columns(matrix);
    const std::size_t bins = columns.bins(0);
    RC_ASSERT(bins <= BinnedColumns::most_bins);
    std::vector<std::size_t> rows(bins + 1);
    std::map<double, std::size_t> repeated;
    for (std::size_t i = 0; i < matrix.rows; ++i) {
      const double value = matrix.values[i];
      const std::size_t bin = columns.of(0)[i];
      ++rows[bin];
      RC_ASSERT(std::isnan(value) == (bin == bins));
      if (std::isnan(value)) continue;
      ++repeated[value];
      RC_ASSERT(columns.lowest(0, bin) <= value && value <= columns.highest(0, bin));
    }
    for (std::size_t bin = 0; bin + 1 < bins; ++bin)
      RC_ASSERT(columns.highest(0, bin) < columns.lowest(0, bin + 1));
    if (repeated.size() <= BinnedColumns::most_bins) {
      RC_ASSERT(bins == repeated.size());
      return;
    }
    const std::size_t present = matrix.rows - rows[bins];
    for (std::size_t bin = 0; bin < bins; ++bin)
      RC_ASSERT(rows[bin] <= 2 * (present / bins + 1) ||
                columns.lowest(0, bin) == columns.highest(0, bin));
  }));
}

TEST(GbmColumns, HalveTheDistanceOfNeighboursWithoutReachingTheUpper) {
  constexpr double most = std::numeric_limits<double>::max();
  EXPECT_EQ(middle(1, 2), 1.5);
  EXPECT_EQ(middle(-most, most), 0);
  EXPECT_EQ(middle(most / 2, most), 0.75 * most);
  EXPECT_TRUE(rc::check([](double a) {
    const double b = std::nextafter(a, most);
    RC_PRE(std::isfinite(a) && a < b);
    RC_ASSERT(a <= middle(a, b) && middle(a, b) < b);
  }));
  const double least = std::numeric_limits<double>::denorm_min();
  EXPECT_EQ(middle(0, least), 0);
  EXPECT_EQ(middle(-least, 0), -least);
  EXPECT_EQ(middle(3 * least, 4 * least), 3 * least);
}

}  // namespace
}  // namespace credence::learner
