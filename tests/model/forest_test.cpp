#include "model/forest.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <optional>

#include "tests/model/random_forest.h"

namespace credence::model {
namespace {

const double nan = std::numeric_limits<double>::quiet_NaN();
const double infinity = std::numeric_limits<double>::infinity();

// One split on column 0 at `threshold`: -1 on the left, +1 on the right.
Forest stump(double threshold, MissingRule missing = MissingRule::none,
             bool default_left = false) {
  Forest forest;
  forest.columns = 1;
  forest.roots = {0};
  forest.nodes = {{0, 1, 2, missing, default_left, threshold, 3},
                  {-1, 0, 0, MissingRule::none, false, -1, 1},
                  {-1, 0, 0, MissingRule::none, false, 1, 2}};
  return forest;
}

double at(const Forest& forest, double value) {
  return margin(forest, std::vector<double>{value});
}

TEST(Forest, SendsAValueOnTheThresholdLeftUnderLessOrEqualAndRightUnderLess) {
  Forest forest = stump(0.5);
  EXPECT_EQ(at(forest, 0.5), -1);
  EXPECT_EQ(at(forest, std::nextafter(0.5, 1)), 1);
  forest.split = SplitOperator::less_f32;
  EXPECT_EQ(at(forest, 0.5), 1);
  EXPECT_EQ(at(forest, std::nextafter(0.5f, 0.0f)), -1);
}

TEST(Forest, ComparesInSinglePrecisionWhereTheLibraryDid) {
  Forest forest = stump(0.1);
  forest.split = SplitOperator::less_f32;
  // Below 0.1, but the same number in single precision.
  EXPECT_EQ(at(forest, std::nextafter(0.1, 0)), 1);
  EXPECT_EQ(at(forest, std::nextafter(0.1f, 0.0f)), -1);
}

TEST(Forest, TreatsMissingValuesByTheSplitsRule) {
  struct Case {
    MissingRule rule;
    bool default_left;
    double threshold, value, expected;
  };
  const double tiny = 1e-36;
  for (const Case& c : std::initializer_list<Case>{
           {MissingRule::none, true, -1, nan, 1},     // NaN is 0
           {MissingRule::none, false, 1, nan, -1},    //
           {MissingRule::zero, true, -1, nan, -1},    // NaN and zero go to the default
           {MissingRule::zero, true, -1, 0, -1},      //
           {MissingRule::zero, false, 1, tiny, 1},    //
           {MissingRule::zero, false, 1, -tiny, 1},   //
           {MissingRule::zero, false, 1, 1e-34, -1},  // not zero any more
           {MissingRule::nan, true, -1, nan, -1},     //
           {MissingRule::nan, false, 1, nan, 1},      //
           {MissingRule::nan, false, 1, 0, -1},       // zero is a value
           {MissingRule::nan, true, 1, infinity, 1},  //
           {MissingRule::nan, false, 1, -infinity, -1}})
    EXPECT_EQ(at(stump(c.threshold, c.rule, c.default_left), c.value), c.expected)
        << static_cast<int>(c.rule) << " " << c.default_left << " " << c.value;
}

TEST(Forest, AddsBaseFirstThenTreesInOrderInItsPrecision) {
  Forest forest;
  forest.columns = 1;
  forest.base = 1;
  for (const double value : {1e-9, 1e-9, -1.0}) {
    forest.roots.push_back(static_cast<std::int32_t>(forest.nodes.size()));
    forest.nodes.push_back({-1, 0, 0, MissingRule::none, false, value, 1});
  }
  EXPECT_EQ(at(forest, 0), ((1.0 + 1e-9) + 1e-9) - 1.0);
  forest.summation = Summation::f32;
  EXPECT_EQ(at(forest, 0), 0);  // 1e-9 is lost beside 1 in single precision
}

// The same forest read as nested rules, straight from the text of its types.
double by_hand(const Forest& forest, std::int32_t place, std::span<const double> row) {
  const Node& node = forest.nodes[static_cast<std::size_t>(place)];
  if (node.feature < 0) return node.value;
  double x = row[static_cast<std::size_t>(node.feature)];
  std::optional<bool> left;
  if (node.missing != MissingRule::nan && std::isnan(x)) x = 0;
  if (node.missing == MissingRule::nan && std::isnan(x)) left = node.default_left;
  if (node.missing == MissingRule::zero && x >= -1e-35f && x <= 1e-35f)
    left = node.default_left;
  if (!left)
    left = forest.split == SplitOperator::less_f32
               ? static_cast<float>(x) < static_cast<float>(node.value)
               : x <= node.value;
  return by_hand(forest, *left ? node.left : node.right, row);
}

TEST(Forest, ScoresEveryRowAsItsRulesSay) {
  EXPECT_TRUE(rc::check([] {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const Forest forest = random_forest(seed);
    const table::Matrix rows = random_rows(seed + 1, 50, 4);
    for (std::size_t i = 0; i < rows.rows; ++i) {
      const bool single = forest.summation == Summation::f32;
      double expected = single ? static_cast<float>(forest.base) : forest.base;
      for (const std::int32_t root : forest.roots) {
        const double value = by_hand(forest, root, rows.row(i));
        expected = single ? static_cast<float>(expected) + static_cast<float>(value)
                          : expected + value;
      }
      RC_ASSERT(margin(forest, rows.row(i)) == expected);
    }
  }));
}

TEST(Forest, GivesTheMarginsOfItsFirstTrees) {
  EXPECT_TRUE(rc::check([] {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const Forest forest = random_forest(seed);
    const table::Matrix rows = random_rows(seed + 1, 150, 4);
    const std::vector<std::size_t> counts = {0, 2, 2, 5, 7, 100};
    const auto margins = prefix_margins(forest, rows, counts);
    for (std::size_t k = 0; k < counts.size(); ++k) {
      const Forest shorter = prefix(forest, counts[k]);
      RC_ASSERT(shorter.roots.size() == std::min<std::size_t>(counts[k], 7));
      for (std::size_t i = 0; i < rows.rows; ++i)
        RC_ASSERT(margins[k][i] == margin(shorter, rows.row(i)));
    }
  }));
}

}  // namespace
}  // namespace credence::model
