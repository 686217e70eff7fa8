#include "model/forest_scorer.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/model/random_forest.h"

namespace credence::model {
namespace {

Forest leaf_alone(double value) {
  Forest forest;
  forest.columns = 2;
  forest.base = 0.5;
  forest.roots = {0};
  forest.nodes = {{-1, 0, 0, MissingRule::none, false, value, 1}};
  return forest;
}

TEST(ForestScorer, GivesTheSamePrefixesOnAnyNumberOfThreads) {
  const Forest forest = random_forest(11, 40, 7);
  const table::Matrix rows = random_rows(12, 333, 4);  // no whole number of blocks
  const std::vector<std::size_t> counts = {0, 1, 16, 17, 40, 99};
  const ForestScorer scorer(forest);
  const auto one = scorer.prefix_margins(rows, counts, 1);
  ASSERT_EQ(one.size(), counts.size());
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const Forest shorter = prefix(forest, counts[k]);
    for (std::size_t i = 0; i < rows.rows; ++i)
      ASSERT_EQ(one[k][i], margin(shorter, rows.row(i))) << counts[k] << " " << i;
  }
  for (const unsigned threads : {2u, 3u, 50u})
    EXPECT_EQ(scorer.prefix_margins(rows, counts, threads), one);
}

TEST(ForestScorer, ScoresForestsWithoutSplitsOrTrees) {
  const std::vector<double> row = {1, 2};
  EXPECT_EQ(ForestScorer(leaf_alone(-2)).margin(row), -1.5);
  Forest nothing;
  nothing.columns = 2;
  nothing.base = 0.1;
  EXPECT_EQ(ForestScorer(nothing).margin(row), 0.1);
  nothing.summation = Summation::f32;
  EXPECT_EQ(ForestScorer(nothing).margin(row), 0.1f);
  const table::Matrix rows{{"a", "b"}, 3, std::vector<double>(6, 1)};
  const std::size_t counts[] = {0, 5};
  EXPECT_EQ(ForestScorer(nothing).prefix_margins(rows, counts, 2),
            std::vector(2, std::vector<double>(3, 0.1f)));
  EXPECT_TRUE(ForestScorer(nothing).prefix_margins(rows, {}, 2).empty());
}

TEST(ForestScorer, AddsInTheForestsPrecisionAndOrder) {
  Forest forest = leaf_alone(0);
  forest.roots.clear();
  forest.nodes.clear();
  forest.base = 1;
  for (const double value : {1e-9, 1e-9, -1.0, 1e-9}) {
    forest.roots.push_back(static_cast<std::int32_t>(forest.nodes.size()));
    forest.nodes.push_back({-1, 0, 0, MissingRule::none, false, value, 1});
  }
  const std::vector<double> row = {0, 0};
  EXPECT_EQ(ForestScorer(forest).margin(row), (((1.0 + 1e-9) + 1e-9) - 1.0) + 1e-9);
  forest.summation = Summation::f32;
  EXPECT_EQ(ForestScorer(forest).margin(row), 1e-9f);  // the first two are lost
}

TEST(ForestScorer, ServesSeveralThreadsAtOnce) {
  const Forest forest = random_forest(5, 100, 8);
  const table::Matrix rows = random_rows(6, 500, 4);
  const ForestScorer scorer(forest);
  std::vector<std::vector<double>> found(3, std::vector<double>(rows.rows));
  {
    std::vector<std::jthread> threads;
    for (auto& margins : found)
      threads.emplace_back([&] {
        for (std::size_t i = 0; i < rows.rows; ++i)
          margins[i] = scorer.margin(rows.row(i));
      });
  }
  for (std::size_t i = 0; i < rows.rows; ++i)
    for (const auto& margins : found)
      ASSERT_EQ(margins[i], margin(forest, rows.row(i)));
}

}  // namespace
}  // namespace credence::model
