#include "model/forest.h"

#include <algorithm>
#include <cassert>

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

// Rows scored together: their values stay in the cache while the trees pass by.
constexpr std::size_t block_rows = 64;

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
  assert(std::is_sorted(tree_counts.begin(), tree_counts.end()));
  std::vector<std::vector<double>> margins(tree_counts.size(),
                                           std::vector<double>(matrix.rows));
  for (std::size_t first = 0; first < matrix.rows; first += block_rows) {
    const std::size_t count = std::min(block_rows, matrix.rows - first);
    double sums[block_rows];
    std::fill_n(sums, count, start(forest));
    std::size_t tree = 0;
    for (std::size_t k = 0; k < tree_counts.size(); ++k) {
      for (; tree < std::min(tree_counts[k], forest.roots.size()); ++tree)
        for (std::size_t i = 0; i < count; ++i)
          sums[i] = add(forest.summation, sums[i],
                        leaf_value(forest, forest.roots[tree], matrix.row(first + i)));
      std::copy_n(sums, count, margins[k].begin() + static_cast<std::ptrdiff_t>(first));
    }
  }
  return margins;
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
