#include "model/forest.h"

#include <cassert>

#include "model/forest_scorer.h"
#include "model/forest_walk.h"

namespace credence::model {
namespace {

// Adds one leaf value as the forest's library would.
double add(Summation summation, double sum, double value) {
  if (summation == Summation::f32)
    return static_cast<float>(sum) + static_cast<float>(value);
  return sum + value;
}

double start(const Forest& forest) {
  return forest.summation == Summation::f32
             ? static_cast<double>(static_cast<float>(forest.base))
             : forest.base;
}

}  // namespace

double margin(const Forest& forest, std::span<const double> row) {
  assert(row.size() == static_cast<std::size_t>(forest.columns));
  double sum = start(forest);
  for (const std::int32_t root : forest.roots)
    sum = add(forest.summation, sum, leaf_value(forest, root, row));
  return sum;
}

std::vector<std::vector<double>> prefix_margins(
    const Forest& forest, const table::Matrix& matrix,
    std::span<const std::size_t> tree_counts) {
  assert(matrix.columns() == static_cast<std::size_t>(forest.columns));
  return ForestScorer(forest).prefix_margins(matrix, tree_counts, 1);
}

Forest prefix(const Forest& forest, std::size_t trees) {
  Forest shorter = forest;
  if (trees >= forest.roots.size()) return shorter;
  const auto end = static_cast<std::size_t>(forest.roots[trees]);
  shorter.roots.resize(trees);
  shorter.nodes.resize(end);
  return shorter;
}

}  // namespace credence::model
