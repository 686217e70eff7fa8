#include "explain/forest_shap.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

#include "base/parallel.h"
#include "explain/explainer.h"
#include "tests/explain/shapley_oracles.h"
#include "tests/model/random_forest.h"

namespace credence::explain {
namespace {

using model::Forest;
using model::Node;

std::vector<double> contributions_of(const Forest& forest,
                                     std::span<const double> row) {
  std::vector<double> contributions(row.size(), 0.0);
  ForestShap(forest).add(row, contributions);
  return contributions;
}

Forest random_forest(std::uint64_t seed, std::int32_t columns, int trees, int depth) {
  Random random(seed);
  Forest forest;
  forest.columns = columns;
  forest.base = random.normal();
  forest.split = static_cast<model::SplitOperator>(random.below(2));
  for (int t = 0; t < trees; ++t) {
    const std::int32_t root = model::grow(forest, depth, random);
    forest.roots.push_back(root);
  }
  return forest;
}

// One tree in which every split has a leaf on one side, on columns as `column_of` says.
template <class ColumnOf>
Forest chain(int length, std::int32_t columns, ColumnOf&& column_of, Random& random) {
  Forest forest;
  forest.columns = columns;
  forest.roots = {0};
  forest.nodes.resize(static_cast<std::size_t>(2 * length + 1));
  double cover = 1e6;
  std::size_t place = 0;
  for (int i = 0; i < length; ++i) {
    Node& split = forest.nodes[place];
    const auto next = static_cast<std::int32_t>(2 * i + 1);
    const bool leaf_left = random.chance(0.5);
    split.feature = column_of(i);
    split.value = random.normal();
    split.left = leaf_left ? next : next + 1;
    split.right = leaf_left ? next + 1 : next;
    split.cover = cover;
    const double leaf_cover = cover * (0.05 + 0.5 * random.uniform());
    forest.nodes[static_cast<std::size_t>(next)].value = random.normal();
    forest.nodes[static_cast<std::size_t>(next)].cover = leaf_cover;
    cover -= leaf_cover;
    place = static_cast<std::size_t>(next + 1);
    forest.nodes[place].cover = cover;
  }
  forest.nodes[place].value = random.normal();
  return forest;
}

void expect_near(const std::vector<double>& found, const std::vector<double>& expected,
                 double tolerance) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t j = 0; j < found.size(); ++j)
    ASSERT_NEAR(found[j], expected[j], tolerance) << "column " << j;
}

TEST(ForestShap, IsShapleysDefinitionOverAllSubsetsOfColumns) {
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    const auto columns = static_cast<std::int32_t>(1 + seed % 9);
    const Forest forest = random_forest(seed, columns, 3, static_cast<int>(seed % 8));
    const table::Matrix rows =
        model::random_rows(seed, 4, static_cast<std::size_t>(columns));
    EXPECT_NEAR(ForestShap(forest).base(), expectation(forest, rows.row(0), 0), 1e-12);
    for (std::size_t i = 0; i < rows.rows; ++i)
      ASSERT_NO_FATAL_FAILURE(expect_near(contributions_of(forest, rows.row(i)),
                                          by_definition(forest, rows.row(i)), 1e-12))
          << "seed " << seed << ", row " << i;
  }
}

TEST(ForestShap, IsTheClassicAlgorithmsOnPathsOfManyDistinctColumns) {
  Random random(1);
  for (const int length : {1, 4, 5, 8, 9, 12, 13, 16, 17, 24, 33, 40}) {
    const Forest forest = chain(length, length, [](int i) { return i; }, random);
    const table::Matrix rows =
        model::random_rows(random.bits(), 5, static_cast<std::size_t>(length));
    for (std::size_t i = 0; i < rows.rows; ++i)
      ASSERT_NO_FATAL_FAILURE(
          expect_near(contributions_of(forest, rows.row(i)),
                      ClassicTreeShap(forest, rows.row(i)).contributions(), 1e-11))
          << "length " << length << ", row " << i;
  }
}

TEST(ForestShap, MergesColumnsThatAPathRepeatsInAnyOrder) {
  Random random(2);
  for (int trial = 0; trial < 200; ++trial) {
    const auto columns = static_cast<std::int32_t>(1 + random.below(7));
    const Forest forest = chain(
        14, columns,
        [&](int) { return static_cast<std::int32_t>(random.below(columns)); }, random);
    const table::Matrix rows =
        model::random_rows(random.bits(), 2, static_cast<std::size_t>(columns));
    for (std::size_t i = 0; i < rows.rows; ++i)
      ASSERT_NO_FATAL_FAILURE(expect_near(contributions_of(forest, rows.row(i)),
                                          by_definition(forest, rows.row(i)), 1e-12))
          << "trial " << trial;
  }
}

RC_GTEST_PROP(ForestShap, AddsUpToTheFloat64SumOfTheForest, (std::uint64_t seed)) {
  const auto columns = static_cast<std::int32_t>(2 + seed % 23);
  const Forest forest = random_forest(seed, columns, 20, static_cast<int>(seed % 11));
  const table::Matrix rows =
      model::random_rows(seed, 5, static_cast<std::size_t>(columns));
  for (std::size_t i = 0; i < rows.rows; ++i) {
    const auto contributions = contributions_of(forest, rows.row(i));
    const double sum = std::accumulate(contributions.begin(), contributions.end(),
                                       ForestShap(forest).base());
    RC_ASSERT(std::abs(sum - margin_f64(forest, rows.row(i))) < 1e-12);
  }
}

// On its threshold, beside it, missing, zero, infinite: the row is explained the way it
// was scored, or the contributions would not add up to the margin.
TEST(ForestShap, SendsEveryRowTheWayThatScoringDoes) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Forest forest = model::random_forest(seed);
    forest.summation = model::Summation::f64;
    const ForestShap shap(forest);
    const table::Matrix rows = model::random_rows(seed, 40, 4);
    for (std::size_t i = 0; i < rows.rows; ++i) {
      std::vector<double> contributions(4, 0.0);
      shap.add(rows.row(i), contributions);
      const double sum =
          std::accumulate(contributions.begin(), contributions.end(), shap.base());
      ASSERT_NEAR(sum, model::margin(forest, rows.row(i)), 1e-12) << "seed " << seed;
    }
  }
}

TEST(ForestShap, GivesNothingToAColumnThatNoTreeUses) {
  Forest forest = random_forest(3, 4, 10, 5);
  forest.columns = 6;
  const table::Matrix rows = model::random_rows(3, 10, 6);
  for (std::size_t i = 0; i < rows.rows; ++i) {
    const auto contributions = contributions_of(forest, rows.row(i));
    EXPECT_EQ(contributions[4], 0);
    EXPECT_EQ(contributions[5], 0);
  }
}

TEST(ForestShap, GivesTheSameToColumnsThatPlayTheSamePart) {
  // Left-left is 1, everything else 0; both splits send half of the rows left.
  Forest forest;
  forest.columns = 2;
  forest.roots = {0};
  forest.nodes.resize(5);
  forest.nodes[0] = {0, 1, 2, {}, false, 0.5, 8};
  forest.nodes[1] = {1, 3, 4, {}, false, 0.5, 4};
  forest.nodes[2].cover = 4;
  forest.nodes[3] = {-1, 0, 0, {}, false, 1, 2};
  forest.nodes[4].cover = 2;
  EXPECT_EQ(ForestShap(forest).base(), 0.25);
  expect_near(contributions_of(forest, std::vector{0.0, 0.0}), {0.375, 0.375}, 1e-15);
  expect_near(contributions_of(forest, std::vector{1.0, 1.0}), {-0.125, -0.125}, 1e-15);
  expect_near(contributions_of(forest, std::vector{0.0, 1.0}), {0.125, -0.375}, 1e-15);
}

TEST(ForestShap, ExplainsRowsThatNoTrainingRowWentWith) {
  Random random(4);
  for (int trial = 0; trial < 100; ++trial) {
    Forest forest = random_forest(random.bits(), 5, 2, 5);
    for (Node& node : forest.nodes)
      if (random.chance(0.3)) node.cover = 0;
    const table::Matrix rows = model::random_rows(random.bits(), 3, 5);
    for (std::size_t i = 0; i < rows.rows; ++i)
      ASSERT_NO_FATAL_FAILURE(expect_near(contributions_of(forest, rows.row(i)),
                                          by_definition(forest, rows.row(i)), 1e-12))
          << "trial " << trial;
  }
}

TEST(ForestShap, ExplainsForestsWithoutASplitAndWithoutATree) {
  Forest forest;
  forest.columns = 2;
  forest.base = 0.25;
  EXPECT_EQ(ForestShap(forest).base(), 0.25);
  EXPECT_EQ(contributions_of(forest, std::vector{1.0, 2.0}), (std::vector{0.0, 0.0}));
  forest.roots = {0};
  forest.nodes.resize(1);
  forest.nodes[0].value = 0.5;
  EXPECT_EQ(ForestShap(forest).base(), 0.75);
  EXPECT_EQ(contributions_of(forest, std::vector{1.0, 2.0}), (std::vector{0.0, 0.0}));
}

TEST(ForestShap, GivesTheSameBitsOnSeveralThreads) {
  const Forest forest = random_forest(5, 12, 60, 9);
  const ForestShap shap(forest);
  const table::Matrix rows = model::random_rows(5, 200, 12);
  std::vector<std::vector<double>> alone, together;
  for (const unsigned threads : {1u, 4u}) {
    auto& all = threads == 1 ? alone : together;
    all.assign(rows.rows, std::vector<double>(12, 0.0));
    parallel_for(rows.rows, threads,
                 [&](std::size_t i) { shap.add(rows.row(i), all[i]); });
  }
  EXPECT_EQ(alone, together);
}

}  // namespace
}  // namespace credence::explain
