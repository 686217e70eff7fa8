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

// Behind the views of a row: at most any number.
constexpr double leaf_view = -std::numeric_limits<double>::infinity();

}  // namespace

ForestScorer::ForestScorer(const Forest& forest)
    : views_(forest.split),
      base_(forest.summation == Summation::f32
                ? static_cast<double>(static_cast<float>(forest.base))
                : forest.base),
      summation_(forest.summation) {
  words_.reserve(2 * (forest.nodes.size() + forest.roots.size()));
  trees_.reserve(forest.roots.size());
  for (const std::int32_t root : forest.roots) add_tree(forest, root);
  // Leaves read a view of their own, behind the others.
  for (const Place leaf : leaves_) words_[leaf + 2] |= views_.size();
  // Places to start from; behind the trees' own, leaves to fill lanes with.
  for (const Tree& tree : trees_) roots_.push_back(tree.root);
  if (!leaves_.empty()) roots_.insert(roots_.end(), lanes, leaves_.back());
}

void ForestScorer::add_tree(const Forest& forest, std::int32_t root) {
  // Nodes by levels, with their places; a root has a place for a sibling beside it.
  std::vector<std::pair<std::int32_t, Place>> found = {{root, add_pair()}};
  const Place first = found.front().second;
  int depth = -1;
  for (std::size_t i = 0, level_end = 0; i < found.size(); ++i) {
    if (i == level_end) {
      level_end = found.size();
      ++depth;
    }
    const auto [source, place] = found[i];
    const Node& node = forest.nodes[static_cast<std::size_t>(source)];
    Place left = place;
    if (node.feature < 0) {
      words_[place] = std::bit_cast<std::uint64_t>(node.value);
      leaves_.push_back(place);
    } else {
      const ValueViews::Reading reading = views_.reading_of(node);
      words_[place] = std::bit_cast<std::uint64_t>(reading.threshold);
      words_[place + 2] = static_cast<std::uint64_t>(reading.view);
      left = add_pair();
      found.emplace_back(node.left, left);
      found.emplace_back(node.right, left + 1);
    }
    words_[place + 2] |= static_cast<std::uint64_t>(left) << 32;
  }
  trees_.push_back({first, depth});
}

// Room for two siblings: the place of the left one.
ForestScorer::Place ForestScorer::add_pair() {
  words_.resize(words_.size() + 4);
  return static_cast<Place>(words_.size() - 4);
}

double ForestScorer::add(double sum, double value) const {
  if (summation_ == Summation::f32)
    return static_cast<float>(sum) + static_cast<float>(value);
  return sum + value;
}

double ForestScorer::margin(std::span<const double> row) const {
  if (trees_.empty()) return base_;
  std::vector<double> views(views_.size() + 1, leaf_view);
  views_.read(row, views.data());
  const std::size_t count = trees_.size();
  std::vector<Place> places(roots_);  // of every tree; behind them a leaf
  for (std::size_t t = 0; t < count; t += lanes)
    descend(std::span<Place, lanes>(places.data() + t, lanes), first_levels, views);
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
      std::array<Place, lanes> some;
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

void ForestScorer::descend(std::span<Place, lanes> places, int levels,
                           std::span<const double> views) const {
  std::array<std::size_t, lanes> place;
  std::ranges::copy(places, place.begin());
  for (; levels > 0; --levels)
#pragma GCC unroll 16
    for (std::size_t lane = 0; lane < lanes; ++lane)
      place[lane] = step(place[lane], views.data());
  for (std::size_t lane = 0; lane < lanes; ++lane)
    places[lane] = static_cast<Place>(place[lane]);
}

double ForestScorer::sum_of(std::span<const Place> leaves) const {
  if (summation_ == Summation::f64) {
    double sum = base_;
    for (const Place leaf : leaves) sum += number_at(leaf);
    return sum;
  }
  auto sum = static_cast<float>(base_);
  for (const Place leaf : leaves) sum += static_cast<float>(number_at(leaf));
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
  const std::size_t width = views_.size() + 1;
  std::vector<double> views(count * width, leaf_view);
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
    std::array<std::size_t, lanes> place;
    place.fill(tree.root);
    const double* const first = views.data() + i * width;
    for (auto level = tree.depth; level > 0; --level)
#pragma GCC unroll 16
      for (std::size_t lane = 0; lane < lanes; ++lane)
        place[lane] = step(place[lane], first + lane * width);
    for (std::size_t lane = 0; lane < lanes; ++lane)
      sums[i + lane] = add(sums[i + lane], number_at(place[lane]));
  }
  for (; i < rows; ++i) {
    std::size_t place = tree.root;
    for (auto level = tree.depth; level > 0; --level)
      place = step(place, views.data() + i * width);
    sums[i] = add(sums[i], number_at(place));
  }
}

}  // namespace credence::model
