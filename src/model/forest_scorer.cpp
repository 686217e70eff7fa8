#include "model/forest_scorer.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <numeric>
#include <utility>

#include "base/parallel.h"

namespace credence::model {
namespace {

// Levels walked before the walks that have come to a leaf are left out: most are short.
constexpr int first_levels = 5, next_levels = 3;
// Rows scored together: their values stay in the cache while the trees pass by.
constexpr std::size_t block_rows = 32;

}  // namespace

ForestScorer::ForestScorer(const Forest& forest)
    : views_(forest.split),
      base_(forest.summation == Summation::f32
                ? static_cast<double>(static_cast<float>(forest.base))
                : forest.base),
      summation_(forest.summation) {
  nodes_.reserve(forest.nodes.size());
  values_.reserve(forest.nodes.size());
  trees_.reserve(forest.roots.size());
  for (const std::int32_t root : forest.roots) add_tree(forest, root);
  // Leaves read a view of their own, which is 0.
  const auto zero = static_cast<std::int32_t>(views_.size());
  for (Node& node : nodes_)
    if (node.view < 0) node.view = zero;
  // Places to start from; behind the trees' own, leaves to fill lanes with.
  for (const Tree& tree : trees_) roots_.push_back(tree.root);
  roots_.insert(roots_.end(), lanes, static_cast<std::int32_t>(nodes_.size()) - 1);
}

void ForestScorer::add_tree(const Forest& forest, std::int32_t root) {
  const std::size_t first = nodes_.size();
  std::vector<std::int32_t> sources = {root};  // of the nodes from `first` on
  std::int32_t depth = -1;
  for (std::size_t i = 0, level_end = 0; i < sources.size(); ++i) {
    if (i == level_end) {
      level_end = sources.size();
      ++depth;
    }
    const model::Node& source = forest.nodes[static_cast<std::size_t>(sources[i])];
    if (source.feature < 0) {
      nodes_.push_back({std::numeric_limits<double>::infinity(), -1,
                        static_cast<std::int32_t>(first + i)});
      values_.push_back(source.value);
      continue;
    }
    const ValueViews::Reading reading = views_.reading_of(source);
    nodes_.push_back({reading.threshold, reading.view,
                      static_cast<std::int32_t>(first + sources.size())});
    values_.push_back(0);
    sources.push_back(source.left);
    sources.push_back(source.right);
  }
  trees_.push_back({static_cast<std::int32_t>(first), depth});
}

double ForestScorer::add(double sum, double value) const {
  if (summation_ == Summation::f32)
    return static_cast<float>(sum) + static_cast<float>(value);
  return sum + value;
}

double ForestScorer::margin(std::span<const double> row) const {
  if (trees_.empty()) return base_;
  std::vector<double> views(views_.size() + 1);  // and the 0 of the leaves
  views_.read(row, views.data());
  const std::size_t count = trees_.size();
  std::vector<std::int32_t> places(roots_);  // of every tree; behind them a leaf
  for (std::size_t t = 0; t < count; t += lanes)
    descend(std::span<std::int32_t, lanes>(places.data() + t, lanes), first_levels,
            views);
  std::vector<std::int32_t> open(count + lanes);  // trees that are not at a leaf yet
  std::size_t open_count = 0;
  for (std::size_t t = 0; t < count; ++t) {
    open[open_count] = static_cast<std::int32_t>(t);
    open_count += !is_leaf(places[t]);
  }
  while (open_count > 0) {
    for (std::size_t i = open_count; i % lanes != 0; ++i)
      open[i] = static_cast<std::int32_t>(count);
    for (std::size_t i = 0; i < open_count; i += lanes) {
      std::array<std::int32_t, lanes> some;
      for (std::size_t lane = 0; lane < lanes; ++lane)
        some[lane] = places[static_cast<std::size_t>(open[i + lane])];
      descend(some, next_levels, views);
      for (std::size_t lane = 0; lane < lanes; ++lane)
        places[static_cast<std::size_t>(open[i + lane])] = some[lane];
    }
    std::size_t rest = 0;
    for (std::size_t i = 0; i < open_count; ++i) {
      open[rest] = open[i];
      rest += !is_leaf(places[static_cast<std::size_t>(open[i])]);
    }
    open_count = rest;
  }
  return sum_of(std::span(places).first(count));
}

void ForestScorer::descend(std::span<std::int32_t, lanes> places, int levels,
                           std::span<const double> views) const {
  std::array<std::int32_t, lanes> place;
  std::ranges::copy(places, place.begin());
  for (; levels > 0; --levels)
#pragma GCC unroll 16
    for (std::size_t lane = 0; lane < lanes; ++lane)
      place[lane] = step(place[lane], views.data());
  std::ranges::copy(place, places.begin());
}

double ForestScorer::sum_of(std::span<const std::int32_t> leaves) const {
  if (summation_ == Summation::f64) {
    double sum = base_;
    for (const std::int32_t leaf : leaves)
      sum += values_[static_cast<std::size_t>(leaf)];
    return sum;
  }
  auto sum = static_cast<float>(base_);
  for (const std::int32_t leaf : leaves)
    sum += static_cast<float>(values_[static_cast<std::size_t>(leaf)]);
  return sum;
}

std::vector<std::vector<double>> ForestScorer::prefix_margins(
    const table::Matrix& matrix, std::span<const std::size_t> tree_counts,
    unsigned threads) const {
  assert(std::is_sorted(tree_counts.begin(), tree_counts.end()));
  std::vector<std::vector<double>> margins(tree_counts.size(),
                                           std::vector<double>(matrix.rows));
  parallel_for((matrix.rows + block_rows - 1) / block_rows, threads,
               [&](std::size_t block) {
                 const std::size_t first = block * block_rows;
                 score_block(matrix, first, std::min(block_rows, matrix.rows - first),
                             tree_counts, margins);
               });
  return margins;
}

void ForestScorer::score_block(const table::Matrix& matrix, std::size_t first,
                               std::size_t count,
                               std::span<const std::size_t> tree_counts,
                               std::vector<std::vector<double>>& margins) const {
  const std::size_t width = views_.size() + 1;  // and the 0 of the leaves
  std::vector<double> views(count * width);
  for (std::size_t i = 0; i < count; ++i)
    views_.read(matrix.row(first + i), views.data() + i * width);
  double sums[block_rows];
  std::fill_n(sums, count, base_);
  std::size_t tree = 0;
  for (std::size_t k = 0; k < tree_counts.size(); ++k) {
    for (; tree < std::min(tree_counts[k], trees_.size()); ++tree)
      add_leaves(trees_[tree], views, count, sums);
    std::copy_n(sums, count, margins[k].begin() + static_cast<std::ptrdiff_t>(first));
  }
}

void ForestScorer::add_leaves(const Tree& tree, std::span<const double> views,
                              std::size_t rows, double* sums) const {
  const std::size_t width = views_.size() + 1;
  std::size_t i = 0;
  for (; i + lanes <= rows; i += lanes) {
    std::array<std::int32_t, lanes> place;
    place.fill(tree.root);
    const double* const first = views.data() + i * width;
    for (auto level = tree.depth; level > 0; --level)
#pragma GCC unroll 16
      for (std::size_t lane = 0; lane < lanes; ++lane)
        place[lane] = step(place[lane], first + lane * width);
    for (std::size_t lane = 0; lane < lanes; ++lane)
      sums[i + lane] =
          add(sums[i + lane], values_[static_cast<std::size_t>(place[lane])]);
  }
  for (; i < rows; ++i) {
    std::int32_t place = tree.root;
    for (auto level = tree.depth; level > 0; --level)
      place = step(place, views.data() + i * width);
    sums[i] = add(sums[i], values_[static_cast<std::size_t>(place)]);
  }
}

}  // namespace credence::model
