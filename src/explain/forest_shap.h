// forest_shap.h
// This component provides `ForestShap`, exact path-dependent Shapley values of a
// forest's log-odds, to `Explainer`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/forest.h"

namespace credence::explain {

// Shapley values of the game of Lundberg et al. (2020, algorithm 1): the value of a set
// of known columns is the tree's expectation when a split on a known column sends the
// row its way and any other split sends it both ways, in the proportions of the
// training rows (Node::cover) that went there.
//
// They are computed along the diagonal of the game's multilinear extension (Owen 1972):
// let every column be known with probability t; a column's Shapley value is the
// integral over t from 0 to 1 of the derivative of the expectation by that column's
// probability. In one tree this is a polynomial in t of a degree below the number d of
// distinct columns on a path, so Gauss-Legendre quadrature with d/2 points or more is
// exact (Yu et al. 2022, Linear TreeSHAP, for the polynomials; Wettenstein, Mitchell,
// Yu 2026, Quadrature-TreeSHAP, for the quadrature). Each point costs one pass down and
// one up the tree: no table of subsets, no division, any depth.
//
// Memory: 72 bytes per split, 16 per leaf, and 16 n for each split on a column that a
// split above it already used, where n is d/2 rounded up to 2, 4, 6 or a multiple of 8.
class ForestShap {
 public:
  // A forest that passed model::check_forest.
  explicit ForestShap(const model::Forest& forest);

  // The forest's base and the expectation of every tree when nothing is known.
  double base() const { return base_; }

  // Adds the contribution of each column to its place in `contributions` (p places).
  void add(std::span<const double> row, std::span<double> contributions) const;

 private:
  // A tree's last splits, which have two leaves, stand behind its inner ones. Its
  // edges: 0 is none, 1 leads to the root, and those below its inner split i are 2 i +
  // 2 to the left and 2 i + 3 to the right.
  struct Split {
    model::Node node;
    double left_share = 0;        // of the training rows that came here
    std::uint32_t edge = 1;       // that leads here
    std::uint32_t same_edge = 0;  // the last edge above from a split on the same column
    std::size_t curve = 0;        // in `curves_`
    double right = 0,
           difference = 0;  // last splits: right leaf, left leaf - right leaf
  };
  struct Leaf {  // of an inner split
    std::uint32_t edge = 1;
    double value = 0;
  };
  struct Tree {
    std::size_t first_split = 0, inner_splits = 0, splits = 0;
    std::size_t first_leaf = 0, leaves = 0;
    int points = 0;           // of the quadrature
    std::size_t unknown = 0;  // the curve of a column known not to matter any more
  };
  class Builder;
  template <int width>
  class Walk;
  static constexpr int widest_block = 8;  // points that pass through a tree together

  model::SplitOperator operator_;
  double base_ = 0;
  std::vector<Tree> trees_;  // those with a split
  std::vector<Split> splits_;
  std::vector<Leaf> leaves_;
  // Curves over the points t of a quadrature, in blocks of at most 8 points: first the
  // probability that the column is known, given that the row came this far, then its
  // derivative by t x the weight of t.
  std::vector<double> curves_;
  std::size_t most_inner_splits_ = 0;  // of a tree
};

}  // namespace credence::explain
