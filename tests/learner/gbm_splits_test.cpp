// Both searches for splits, and the trees that they grow, against trying every split.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "learner/gbm_splits.h"
#include "learner/gbm_tree.h"
#include "model/forest_walk.h"
#include "tests/learner/gbm_oracle_rows.h"

namespace credence::learner {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// Few distinct values, so that columns and thresholds often tie.
struct Sample {
  table::Matrix matrix;
  std::vector<double> residuals;
  std::vector<Tally> tallies;
  SplitTerms terms;
};

Sample any_sample() {
  Sample sample;
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  const auto columns = *rc::gen::inRange<std::size_t>(1, 7);
  const double missing = *rc::gen::element(0.0, 0.3);
  const double bad_weight = *rc::gen::element(1.0, 2.5);
  sample.matrix.rows = *rc::gen::inRange<std::size_t>(2, 60);
  sample.terms = {{1, bad_weight}, *rc::gen::inRange<std::int64_t>(1, 8)};
  for (std::size_t j = 0; j < columns; ++j) sample.matrix.names.push_back("x");
  const ResidualUnit unit(100);
  for (std::size_t i = 0; i < sample.matrix.rows; ++i) {
    const std::int8_t label = random.chance(0.4) ? 1 : 0;
    sample.residuals.push_back(label - std::floor(random.uniform() * 8) / 8);
    sample.tallies.push_back(Tally::of(
        unit.count(sample.terms.weights.of(label) * sample.residuals.back()), label));
    for (std::size_t j = 0; j < columns; ++j)
      sample.matrix.values.push_back(
          random.chance(missing) ? std::nan("")
                                 : static_cast<double>(random.below(3 + 4 * j)));
  }
  return sample;
}

bool goes_left(const Sample& sample, std::uint32_t row, const Split& split) {
  const double value = sample.matrix.row(row)[split.column];
  return std::isnan(value) ? split.missing_left : value <= split.threshold;
}

// Friedman's improvement times the node's weight; -1 when a side has too few rows.
double gain_of(const Sample& sample, std::span<const std::uint32_t> rows,
               const Split& split) {
  Tally sides[2];
  for (const std::uint32_t row : rows)
    sides[goes_left(sample, row, split)] += sample.tallies[row];
  if (std::min(sides[0].rows(), sides[1].rows()) < sample.terms.min_rows) return -1;
  const double l = sample.terms.weights.of(sides[1]);
  const double r = sample.terms.weights.of(sides[0]);
  const double difference = static_cast<double>(sides[1].residual) / l -
                            static_cast<double>(sides[0].residual) / r;
  return l * r * difference * difference;
}

// The first of the best by column, then missing right before left, then threshold.
Split try_every_split(const Sample& sample, std::span<const std::uint32_t> rows,
                      const std::set<std::size_t>& columns) {
  Split best;
  for (const std::size_t column : columns) {
    std::set<double> values;
    for (const std::uint32_t row : rows)
      if (const double value = sample.matrix.row(row)[column]; !std::isnan(value))
        values.insert(value);
    for (const bool missing_left : {false, true})
      for (auto value = values.begin(); value != values.end(); ++value) {
        const auto next = std::next(value);
        Split split{0, column, next == values.end() ? infinity : (*value + *next) / 2,
                    missing_left};
        split.gain = gain_of(sample, rows, split);
        if (split.gain > best.gain * (1 + 1e-12) + 1e-6) best = split;
      }
  }
  return best;
}

// Opens the root, divides it by its best split, and so on; every split found on the way
// is the best there is.
void check_splits(const Sample& sample, SplitSearch& search, OpenNode node,
                  std::span<std::uint32_t> rows, int depth) {
  std::vector<std::size_t> columns;
  for (std::size_t j = 0; j < sample.matrix.columns(); ++j)
    if (j % 3 != 1 || depth % 2 == 0) columns.push_back(j);
  const Split found = search.better_split(node, columns, sample.terms, {});
  const Split expected =
      try_every_split(sample, rows, {columns.begin(), columns.end()});
  RC_ASSERT((found.gain < 0) == (expected.gain < 0));
  if (found.gain < 0) return;
  RC_ASSERT(std::abs(gain_of(sample, rows, found) - expected.gain) <=
            1e-9 * expected.gain + 1e-6);
  if (expected.gain > 1e-6) {  // else all are as good as none
    RC_ASSERT(found.column == expected.column);
    RC_ASSERT(found.threshold == expected.threshold);
    bool has_missing = false;
    for (const std::uint32_t row : rows)
      has_missing |= std::isnan(sample.matrix.row(row)[found.column]);
    RC_ASSERT(!has_missing || found.missing_left == expected.missing_left);
  }
  std::vector<std::uint32_t> sorted(rows.begin(), rows.end());
  std::ranges::stable_partition(
      sorted, [&](std::uint32_t row) { return goes_left(sample, row, found); });
  const std::size_t left_count = search.divide(rows, found);
  RC_ASSERT(std::ranges::equal(rows, sorted));
  OpenNode children[2] = {{rows.first(left_count), {}}, {rows.subspan(left_count), {}}};
  OpenNode* open[2];
  for (int side = 0; side < 2; ++side) {
    for (const std::uint32_t row : children[side].rows)
      children[side].total += sample.tallies[row];
    open[side] = depth < 4 && (depth + side) % 3 != 2 ? &children[side] : nullptr;
  }
  search.open_children(node, children[0].rows, open[0], children[1].rows, open[1]);
  if (open[0])
    check_splits(sample, search, children[0], rows.first(left_count), depth + 1);
  if (open[1])
    check_splits(sample, search, children[1], rows.subspan(left_count), depth + 1);
}

class GbmSplits : public testing::TestWithParam<const char*> {
 protected:
  struct Made {
    explicit Made(const table::Matrix& matrix) : binned(matrix), ranked(matrix) {}
    BinnedColumns binned;
    RankedColumns ranked;
    std::unique_ptr<SplitSearch> search;
  };
  static std::unique_ptr<Made> make(const table::Matrix& matrix) {
    auto made = std::make_unique<Made>(matrix);
    const std::string kind = GetParam();
    made->search = kind == "exact" ? exact_search(made->ranked)
                                   : histogram_search(made->binned, kind == "whole");
    return made;
  }
};

TEST_P(GbmSplits, AreTheBestThereAreInEveryNode) {
  EXPECT_TRUE(rc::check([] {
    const Sample sample = any_sample();
    const auto made = make(sample.matrix);
    for (int tree = 0; tree < 2; ++tree) {  // the second finds what the first left
      made->search->begin(sample.tallies);
      std::vector<std::uint32_t> rows;
      for (std::uint32_t row = 0; row < sample.matrix.rows; ++row)
        if (tree == 0 || row % 5 != 2) rows.push_back(row);
      OpenNode root{rows, {}};
      for (const std::uint32_t row : rows) root.total += sample.tallies[row];
      made->search->open_root(root);
      check_splits(sample, *made->search, root, rows, 0);
    }
  }));
}

TEST_P(GbmSplits, GrowIntoTreesWhoseLeavesHoldTheRowsThatWalkToThem) {
  EXPECT_TRUE(rc::check([] {
    const Sample sample = any_sample();
    const auto made = make(sample.matrix);
    const auto drawn = *rc::gen::inRange<std::size_t>(1, 8);
    TreeGrower grower(sample.matrix.columns(), *made->search,
                      {4, *rc::gen::inRange<std::int64_t>(2, 9), sample.terms, drawn});
    Random random(drawn);
    std::vector<std::uint32_t> rows(sample.matrix.rows);
    std::iota(rows.begin(), rows.end(), 0u);
    GrownTree tree = grower.grow(rows, {sample.residuals, {}, sample.tallies}, random);
    for (const GrownLeaf& leaf : tree.leaves)
      tree.nodes[static_cast<std::size_t>(leaf.node)].value = leaf.node;
    const model::Forest forest{
        .nodes = tree.nodes,
        .roots = {0},
        .columns = static_cast<std::int32_t>(sample.matrix.columns())};
    std::size_t place = 0;
    for (const GrownLeaf& leaf : tree.leaves) {
      RC_ASSERT(leaf.begin == place && leaf.end > leaf.begin);
      for (; place < leaf.end; ++place) {
        if (place > leaf.begin) RC_ASSERT(rows[place - 1] < rows[place]);
        RC_ASSERT(model::leaf_value(forest, 0, sample.matrix.row(rows[place])) ==
                  leaf.node);
      }
    }
    RC_ASSERT(place == rows.size());
  }));
}

// Column 2 alone can be split; with one column drawn per node it has to be found.
TEST_P(GbmSplits, AreLookedForInFurtherColumnsUntilThereIsOne) {
  table::Matrix matrix{{"a", "b", "c", "d"}, 40, {}};
  std::vector<double> residuals;
  std::vector<Tally> tallies;
  for (std::size_t i = 0; i < 40; ++i) {
    const double x = static_cast<double>(i);
    matrix.values.insert(matrix.values.end(), {1, i == 7 ? 1.0 : 0.0, x, std::nan("")});
    residuals.push_back(i < 20 ? -0.5 : 0.5);
    tallies.push_back(Tally::of(i < 20 ? -5 : 5, i < 20 ? 0 : 1));
  }
  const auto made = make(matrix);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    TreeGrower grower(4, *made->search, {1, 2, SplitTerms{{}, 5}, 1});
    Random random(seed);
    std::vector<std::uint32_t> rows(40);
    std::iota(rows.begin(), rows.end(), 0u);
    const GrownTree tree = grower.grow(rows, {residuals, {}, tallies}, random);
    ASSERT_EQ(tree.nodes.size(), 3u);
    EXPECT_EQ(tree.nodes[0].feature, 2);
    EXPECT_EQ(tree.nodes[0].value, 19.5);
  }
}

TEST_P(GbmSplits, AreNotLookedForWhereAllResidualsAreEqual) {
  const Sample sample = [] {
    Sample equal{random_rows(1, 50, 3).matrix, std::vector<double>(50, 0.3), {}, {}};
    equal.tallies.assign(50, Tally::of(3, 1));
    return equal;
  }();
  const auto made = make(sample.matrix);
  TreeGrower grower(3, *made->search, {5, 2, {}, 3});
  Random random(1);
  std::vector<std::uint32_t> rows(50);
  std::iota(rows.begin(), rows.end(), 0u);
  EXPECT_EQ(
      grower.grow(rows, {sample.residuals, {}, sample.tallies}, random).nodes.size(),
      1u);
}

INSTANTIATE_TEST_SUITE_P(Searches, GbmSplits,
                         testing::Values("exact", "whole", "by_column"),
                         [](const auto& tested) { return std::string(tested.param); });

}  // namespace
}  // namespace credence::learner
