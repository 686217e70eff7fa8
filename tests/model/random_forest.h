// random_forest.h
// This component provides forests and rows drawn at random, to the tests of model.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "base/random.h"
#include "model/forest.h"
#include "table/matrix.h"

namespace credence::model {

inline constexpr double grid[] = {-2, -1, -1e-36, 0, 1e-36, 0.1, 1, 2};

inline std::int32_t grow(Forest& forest, int depth, Random& random) {
  const auto place = static_cast<std::int32_t>(forest.nodes.size());
  forest.nodes.emplace_back();
  Node node;
  if (depth == 0 || random.chance(0.2)) {
    node.value = random.normal();
    node.cover = static_cast<double>(1 + random.below(100));
  } else {
    node.feature = static_cast<std::int32_t>(random.below(forest.columns));
    node.value = grid[random.below(std::size(grid))];
    if (random.chance(0.05)) node.value = std::numeric_limits<double>::infinity();
    node.missing = static_cast<MissingRule>(random.below(3));
    node.default_left = random.chance(0.5);
    node.left = grow(forest, depth - 1, random);
    node.right = grow(forest, depth - 1, random);
    node.cover = forest.nodes[static_cast<std::size_t>(node.left)].cover +
                 forest.nodes[static_cast<std::size_t>(node.right)].cover;
  }
  forest.nodes[static_cast<std::size_t>(place)] = node;
  return place;
}

inline Forest random_forest(std::uint64_t seed, int trees = 7, int depth = 5) {
  Random random(seed);
  Forest forest;
  forest.columns = 4;
  forest.base = random.normal();
  forest.split = static_cast<SplitOperator>(random.below(2));
  forest.summation = static_cast<Summation>(random.below(2));
  for (int t = 0; t < trees; ++t) {
    const std::int32_t root = grow(forest, depth, random);
    forest.roots.push_back(root);
  }
  return forest;
}

// Values on the thresholds, beside them, missing and infinite.
inline table::Matrix random_rows(std::uint64_t seed, std::size_t rows,
                                 std::size_t columns) {
  Random random(seed);
  table::Matrix matrix;
  for (std::size_t j = 0; j < columns; ++j)
    matrix.names.push_back("x" + std::to_string(j));
  matrix.rows = rows;
  for (std::size_t i = 0; i < rows * columns; ++i) {
    double value = grid[random.below(std::size(grid))];
    const std::uint64_t kind = random.below(10);
    if (kind == 0) value = std::numeric_limits<double>::quiet_NaN();
    if (kind == 1) value = std::nextafter(value, 10);
    if (kind == 2) value = random.normal();
    if (kind == 3)
      value = (random.chance(0.5) ? 1 : -1) * std::numeric_limits<double>::infinity();
    matrix.values.push_back(value);
  }
  return matrix;
}

}  // namespace credence::model
