// forest_walk.h
// This component provides the step from a node to its child, the same in every path
// that walks a `Forest`: scoring of one row, of many, and explanation.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>

#include "model/forest.h"

namespace credence::model {

// LightGBM's bound on what counts as zero: 1e-35 in single precision.
inline constexpr double zero_bound = 1e-35f;

inline bool goes_left(const Node& node, SplitOperator split, double value) {
  const bool is_nan = std::isnan(value);
  if (node.missing == MissingRule::nan && is_nan) return node.default_left;
  if (is_nan) value = 0;
  if (node.missing == MissingRule::zero && std::abs(value) <= zero_bound)
    return node.default_left;
  if (split == SplitOperator::less_f32)
    return static_cast<float>(value) < static_cast<float>(node.value);
  return value <= node.value;
}

// The value of the leaf that `row` reaches from `root`.
inline double leaf_value(const Forest& forest, std::int32_t root,
                         std::span<const double> row) {
  const Node* node = &forest.nodes[static_cast<std::size_t>(root)];
  while (node->feature >= 0) {
    const double value = row[static_cast<std::size_t>(node->feature)];
    const std::int32_t next =
        goes_left(*node, forest.split, value) ? node->left : node->right;
    node = &forest.nodes[static_cast<std::size_t>(next)];
  }
  return node->value;
}

}  // namespace credence::model
