#include "learner/gbm_tree.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace credence::learner {

GrownTree TreeGrower::grow(std::span<std::uint32_t> rows,
                           std::span<const double> residuals,
                           std::span<const Tally> tallies, Random& random) {
  rows_ = rows;
  residuals_ = residuals;
  tallies_ = tallies;
  random_ = &random;
  std::iota(columns_.begin(), columns_.end(), std::size_t{0});
  tree_ = {};
  search_.begin(tallies);
  const Part all{0, rows.size()};
  OpenNode root{rows_of(all), {}};
  const bool is_open = may_be_split(root, 0);
  if (is_open) search_.open_root(root);
  grow_child(all, 0, is_open ? &root : nullptr);
  return std::move(tree_);
}

// Also adds up its tallies, if so. Variance at most a rounding error, as
// scikit-learn's, means a pure node.
bool TreeGrower::may_be_split(OpenNode& node, std::int64_t depth) const {
  const auto size = static_cast<std::int64_t>(node.rows.size());
  if (depth >= limits_.max_depth || size < limits_.min_samples_split ||
      size < 2 * limits_.terms.min_rows)
    return false;
  double weight = 0, sum = 0, squares = 0;
  for (const std::uint32_t row : node.rows) {
    node.total += tallies_[row];
    const double w = limits_.terms.weights.of(tallies_[row]), r = residuals_[row];
    weight += w;
    sum += w * r;
    squares += w * r * r;
  }
  const double mean = sum / weight;
  return squares / weight - mean * mean > std::numeric_limits<double>::epsilon();
}

// Adds a node for `part`, which is to be split when `node` is given.
void TreeGrower::grow_child(Part part, std::int64_t depth, OpenNode* node) {
  const std::size_t place = tree_.nodes.size();
  tree_.nodes.emplace_back();
  tree_.nodes[place].cover = static_cast<double>(part.size());
  if (node)
    grow_node(place, part, depth, *node);
  else
    tree_.leaves.push_back({static_cast<std::int32_t>(place), part.begin, part.end});
}

void TreeGrower::grow_node(std::size_t place, Part part, std::int64_t depth,
                           OpenNode& node) {
  const Split split = best_split(node);
  if (split.gain < 0) {
    search_.close(node);
    tree_.leaves.push_back({static_cast<std::int32_t>(place), part.begin, part.end});
    return;
  }
  const std::size_t middle =
      part.begin + search_.divide(rows_.subspan(part.begin, part.size()), split);
  const Part parts[2] = {{part.begin, middle}, {middle, part.end}};
  OpenNode children[2] = {{rows_of(parts[0]), {}}, {rows_of(parts[1]), {}}};
  OpenNode* open[2];
  for (int side = 0; side < 2; ++side)
    open[side] = may_be_split(children[side], depth + 1) ? &children[side] : nullptr;
  search_.open_children(node, children[0].rows, open[0], children[1].rows, open[1]);
  model::Node made = tree_.nodes[place];
  made.feature = static_cast<std::int32_t>(split.column);
  made.missing = model::MissingRule::nan;
  made.default_left = split.missing_left;
  made.value = split.threshold;
  made.left = static_cast<std::int32_t>(tree_.nodes.size());
  grow_child(parts[0], depth + 1, open[0]);
  made.right = static_cast<std::int32_t>(tree_.nodes.size());
  grow_child(parts[1], depth + 1, open[1]);
  tree_.nodes[place] = made;
}

Split TreeGrower::best_split(const OpenNode& node) {
  const std::span<std::size_t> all(columns_);
  const std::size_t first = std::min(limits_.features_drawn, all.size());
  if (first < all.size())
    for (std::size_t i = 0; i < first; ++i) draw(i);
  Split best = search_.better_split(node, all.first(first), limits_.terms, {});
  for (std::size_t i = first; i < all.size() && best.gain < 0; ++i) {
    draw(i);
    best = search_.better_split(node, all.subspan(i, 1), limits_.terms, best);
  }
  return best;
}

// Fisher and Yates's step: column i becomes one of those that were not drawn yet.
void TreeGrower::draw(std::size_t i) {
  std::swap(columns_[i], columns_[i + random_->below(columns_.size() - i)]);
}

}  // namespace credence::learner
