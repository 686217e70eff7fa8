// forest.h
// This component provides `Forest`, the one representation in which every boosted model
// is stored, scored and explained.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "table/matrix.h"

namespace credence::model {

// What a value that counts as missing does at a split.
enum class MissingRule : std::uint8_t {
  none,  // nothing is missing; NaN is read as 0
  zero,  // |x| <= 1e-35 and NaN go to the default side
  nan,   // NaN goes to the default side
};

// How a value is compared with a split's threshold: left when it holds.
enum class SplitOperator : std::uint8_t {
  less_or_equal_f64,  // LightGBM, gbm
  less_f32,           // XGBoost: value and threshold rounded to single precision
};

enum class Summation : std::uint8_t {
  f64,
  f32
};  // of leaf values, base first, in tree order

// Nodes of all trees in one array, tree after tree, children behind their parents; a
// tree's first node is its root, at roots[t]. A node with feature < 0
// is a leaf: `value` is what it adds to the log-odds; otherwise `value` is the
// threshold.
struct Node {
  std::int32_t feature = -1;
  std::int32_t left = 0, right = 0;  // indices into `nodes`
  MissingRule missing = MissingRule::none;
  bool default_left = false;
  double value = 0;
  double cover = 0;  // training rows (or their weight) that came here, for SHAP
};

struct Forest {
  std::vector<Node> nodes;
  std::vector<std::int32_t> roots;
  double base = 0;  // log-odds before any tree
  SplitOperator split = SplitOperator::less_or_equal_f64;
  Summation summation = Summation::f64;
  std::int32_t columns = 0;  // p
};

double margin(const Forest& forest, std::span<const double> row);

// For each of `tree_counts` (ascending) the margins, one per row of the matrix, of the
// forest's first so many trees: what boosting for fewer rounds would have given.
std::vector<std::vector<double>> prefix_margins(
    const Forest& forest, const table::Matrix& matrix,
    std::span<const std::size_t> tree_counts);

// The first `trees` trees.
Forest prefix(const Forest& forest, std::size_t trees);

}  // namespace credence::model
