#include "model/scorer.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <bit>

#include "tests/model/random_forest.h"

namespace credence::model {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

// The oracle: from node to node, one row after the other.
std::vector<double> walked(const Forest& forest, const table::Matrix& rows) {
  std::vector<double> margins;
  for (std::size_t i = 0; i < rows.rows; ++i)
    margins.push_back(margin(forest, rows.row(i)));
  return margins;
}

std::vector<std::uint64_t> bits(const std::vector<double>& values) {
  std::vector<std::uint64_t> result;
  for (const double value : values)
    result.push_back(std::bit_cast<std::uint64_t>(value));
  return result;
}

std::vector<double> one_by_one(const Scorer& scorer, const table::Matrix& rows) {
  std::vector<double> margins;
  for (std::size_t i = 0; i < rows.rows; ++i)
    margins.push_back(scorer.margin(rows.row(i)));
  return margins;
}

TEST(Scorer, GivesTheBitsOfTheWalkForOneRowAndForMany) {
  EXPECT_TRUE(rc::check([] {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const auto trees = *rc::gen::inRange(0, 60);
    const auto depth = *rc::gen::inRange(0, 9);
    const auto count = *rc::gen::inRange<std::size_t>(0, 120);
    const Forest forest = random_forest(seed, trees, depth);
    const table::Matrix rows = random_rows(seed + 1, count, 4);
    const Scorer scorer = Scorer::of(forest);
    const auto expected = bits(walked(forest, rows));
    RC_ASSERT(bits(one_by_one(scorer, rows)) == expected);
    RC_ASSERT(bits(scorer.margins(rows)) == expected);
    RC_ASSERT(bits(scorer.margins(rows, 3)) == expected);
    RC_ASSERT(bits(margins(forest, rows)) == expected);
  }));
}

// A tree that goes on to the right only: as deep as it has splits.
Forest chain(int splits) {
  Forest forest;
  forest.columns = 1;
  forest.roots = {0};
  for (int i = 0; i < splits; ++i) {
    const std::int32_t place = 2 * i;
    forest.nodes.push_back(
        {0, place + 1, place + 2, MissingRule::nan, false, static_cast<double>(i), 1});
    forest.nodes.push_back({-1, 0, 0, MissingRule::none, false, 100.0 + i, 1});
  }
  forest.nodes.push_back({-1, 0, 0, MissingRule::none, false, -1, 1});
  return forest;
}

TEST(Scorer, FollowsTreesOfAnyDepthToTheirLeaves) {
  for (const int splits : {0, 1, 4, 5, 6, 8, 9, 40, 1000}) {
    const Scorer scorer = Scorer::of(chain(splits));
    for (int i = 0; i < splits; ++i)
      ASSERT_EQ(scorer.margin(std::vector{i - 0.5}), 100.0 + i) << splits;
    EXPECT_EQ(scorer.margin(std::vector{splits - 0.5}), -1) << splits;
    EXPECT_EQ(scorer.margin(std::vector{nan}), -1) << splits;
  }
}

TEST(Scorer, ReadsEveryKindOfValueAsTheWalkDoes) {
  const double tiny = 1e-36, large = 1e300;
  const double values[] = {nan,     0.0,    -0.0,       tiny,  -tiny,    1e-35f,
                           -1e-35f, 0.1,    0.1f,       1e-34, infinity, -infinity,
                           large,   -large, 16777217.0, -1e-46};
  for (const SplitOperator split :
       {SplitOperator::less_or_equal_f64, SplitOperator::less_f32})
    for (const MissingRule rule :
         {MissingRule::none, MissingRule::zero, MissingRule::nan})
      for (const bool default_left : {false, true})
        for (const double threshold : values) {
          if (std::isnan(threshold) || threshold == -infinity) continue;
          Forest forest = chain(1);
          forest.split = split;
          forest.nodes[0].missing = rule;
          forest.nodes[0].default_left = default_left;
          forest.nodes[0].value = threshold;
          const Scorer scorer = Scorer::of(forest);
          for (const double value : values)
            EXPECT_EQ(scorer.margin(std::vector{value}),
                      margin(forest, std::vector{value}))
                << value << " at " << threshold << ", rule " << static_cast<int>(rule)
                << ", default left " << default_left << ", operator "
                << static_cast<int>(split);
        }
}

TEST(Scorer, ScoresALinearModelAsTheModelItself) {
  const Linear linear{0.25, {1, -2, 0.1, 3}};
  table::Matrix rows = random_rows(5, 2500, 4);
  for (double& value : rows.values)
    if (!std::isfinite(value)) value = 0.3;
  const Scorer scorer = Scorer::of(linear);
  const std::vector<double> found = scorer.margins(rows, 2);
  for (std::size_t i = 0; i < rows.rows; ++i) {
    const auto x = rows.row(i);
    ASSERT_EQ(found[i], 0.25 + x[0] + -2 * x[1] + 0.1 * x[2] + 3 * x[3]);
    ASSERT_EQ(scorer.margin(x), found[i]);
  }
}

}  // namespace
}  // namespace credence::model
