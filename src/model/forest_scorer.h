// forest_scorer.h
// This component provides `ForestScorer`, a `Forest` laid out for speed, to `Scorer`
// and to the search: the same margins to the last bit, several times as fast as a walk
// from node to node.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/forest.h"
#include "model/value_views.h"
#include "table/matrix.h"

namespace credence::model {

// A row's values are first read as its splits read them (ValueViews), after which a
// split is one comparison; a node takes 16 bytes and its children are neighbours; walks
// do not branch, and several of them (of one row through several trees, of several rows
// through one tree) go on at a time, so that none waits for memory.
class ForestScorer {
 public:
  explicit ForestScorer(const Forest& forest);

  // Of one row; the same bits as the walk, margin(forest, row).
  double margin(std::span<const double> row) const;

  // For each of `tree_counts` (ascending) the margins, one per row of the matrix, of
  // the first so many trees.
  std::vector<std::vector<double>> prefix_margins(
      const table::Matrix& matrix, std::span<const std::size_t> tree_counts,
      unsigned threads) const;

  std::size_t trees() const { return trees_.size(); }

 private:
  // Left when view <= threshold. A leaf is its own left child, and always left.
  struct Node {
    double threshold;
    std::int32_t view;
    std::int32_t left;  // the right one is behind it
  };
  // Walks that go on at a time.
  static constexpr std::size_t lanes = 16;

  struct Tree {
    std::int32_t root, depth;
  };

  std::int32_t step(std::int32_t place, const double* views) const {
    const Node& node = nodes_[static_cast<std::size_t>(place)];
    return node.left + !(views[node.view] <= node.threshold);
  }
  void add_tree(const Forest& forest, std::int32_t root);
  bool is_leaf(std::int32_t place) const {
    return nodes_[static_cast<std::size_t>(place)].left == place;
  }
  // Walks some levels down from each of `places`.
  void descend(std::span<std::int32_t, lanes> places, int levels,
               std::span<const double> views) const;
  double sum_of(std::span<const std::int32_t> leaves) const;  // one of each tree
  void score_block(const table::Matrix& matrix, std::size_t first, std::size_t count,
                   std::span<const std::size_t> tree_counts,
                   std::vector<std::vector<double>>& margins) const;
  void add_leaves(const Tree& tree, std::span<const double> views, std::size_t rows,
                  double* sums) const;
  double add(double sum, double value) const;

  ValueViews views_;
  std::vector<Node> nodes_;     // tree after tree, each by levels
  std::vector<double> values_;  // of the leaf at the same place
  std::vector<Tree> trees_;
  std::vector<std::int32_t> roots_;  // one per tree, and leaves
  double base_;
  Summation summation_;
};

}  // namespace credence::model
