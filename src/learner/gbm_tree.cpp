#include "learner/gbm_tree.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace credence::learner {

double newton_step(std::span<const std::uint32_t> rows, const Derivatives& derivatives,
                   const ClassWeights& weights) {
  double residual = 0, curvature = 0;
  for (const std::uint32_t row : rows) {
    residual += weights.of(derivatives.tallies[row]) * derivatives.residuals[row];
    curvature += derivatives.curvatures[row];
  }
  return curvature < 1e-150 ? 0 : residual / curvature;
}

GrownTree TreeGrower::grow(std::span<std::uint32_t> rows,
                           const Derivatives& derivatives, Random& random) {
  rows_ = rows;
  derivatives_ = derivatives;
  random_ = &random;
  std::iota(columns_.begin(), columns_.end(), std::size_t{0});
  tree_ = {};
  search_.begin(derivatives.tallies);
  const Part all{0, rows.size(), {}};
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
    const Tally& tally = derivatives_.tallies[row];
    node.total += tally;
    const double w = limits_.terms.weights.of(tally), r = derivatives_.residuals[row];
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
    tree_.leaves.push_back(
        {static_cast<std::int32_t>(place), part.begin, part.end, part.bounds});
}

void TreeGrower::grow_node(std::size_t place, Part part, std::int64_t depth,
                           OpenNode& node) {
  const Split split = best_split(node);
  if (split.gain < 0) {
    search_.close(node);
    tree_.leaves.push_back(
        {static_cast<std::int32_t>(place), part.begin, part.end, part.bounds});
    return;
  }
  const std::size_t middle =
      part.begin + search_.divide(rows_.subspan(part.begin, part.size()), split);
  Part parts[2] = {{part.begin, middle, part.bounds}, {middle, part.end, part.bounds}};
  if (const std::int8_t direction = limits_.terms.direction(split.column))
    bound(parts[0], parts[1], direction);
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

void TreeGrower::bound(Part& left, Part& right, std::int8_t direction) const {
  const auto value = [&](const Part& part) {
    return part.bounds.clipped(
        newton_step(rows_of(part), derivatives_, limits_.terms.weights));
  };
  const double middle = (value(left) + value(right)) / 2;
  (direction > 0 ? left : right).bounds.upper = middle;
  (direction > 0 ? right : left).bounds.lower = middle;
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
