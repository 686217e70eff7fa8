// forest_scorer.h
// This component provides `ForestScorer`, a `Forest` laid out for speed, to `Scorer`
// and to the search: the same margins to the last bit, several times as fast as a walk
// from node to node.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/forest.h"
#include "model/value_views.h"
#include "table/matrix.h"

namespace credence::model {

// A row's values are first read as its splits read them (ValueViews), after which a
// split is one comparison; a node takes 16 bytes, its children are neighbours; walks
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
  // Where a node is: siblings are neighbours, so that a step is one comparison and one
  // sum. words_[place] is the threshold, of a leaf what it adds; words_[place + 2] the
  // view, with the left child's place in the upper half. Left when view <= threshold. A
  // leaf is its own left child, and its view, -infinity, always left.
  using Place = std::uint32_t;

  // Walks that go on at a time.
  static constexpr std::size_t lanes = 16;

  struct Tree {
    Place root;
    int depth;
  };

  double number_at(std::size_t place) const {
    return std::bit_cast<double>(words_[place]);
  }
  std::size_t left_of(std::size_t place) const { return words_[place + 2] >> 32; }
  bool is_leaf(Place place) const { return left_of(place) == place; }
  // In 64 bits, in which a place needs no conversion to be looked up.
  std::size_t step(std::size_t place, const double* views) const {
    const double view = views[static_cast<std::uint32_t>(words_[place + 2])];
    return left_of(place) + !(view <= number_at(place));
  }
  void add_tree(const Forest& forest, std::int32_t root);
  Place add_pair();
  // Walks some levels down from each of `places`.
  void descend(std::span<Place, lanes> places, int levels,
               std::span<const double> views) const;
  double sum_of(std::span<const Place> leaves) const;  // one of each tree
  void score_block(const table::Matrix& matrix, std::size_t first, std::size_t count,
                   std::span<const std::size_t> tree_counts,
                   std::vector<std::vector<double>>& margins) const;
  void add_leaves(const Tree& tree, std::span<const double> views, std::size_t rows,
                  double* sums) const;
  double add(double sum, double value) const;

  ValueViews views_;
  std::vector<std::uint64_t> words_;  // tree after tree, each by levels
  std::vector<Place> leaves_;         // places of all leaves
  std::vector<Tree> trees_;
  std::vector<Place> roots_;  // one per tree, and leaves
  double base_;
  Summation summation_;
};

}  // namespace credence::model
