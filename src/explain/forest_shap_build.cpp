#include <algorithm>
#include <map>

#include "explain/forest_shap.h"
#include "explain/quadrature.h"

namespace credence::explain {
namespace {

// Exact for a path of so many columns, and as many as pass through a tree at a time.
int points_for(int distinct_columns, int widest_block) {
  const int needed = (distinct_columns + 1) / 2;
  const int multiple = needed <= widest_block ? 2 : widest_block;
  return (needed + multiple - 1) / multiple * multiple;
}

// Covers that say nothing leave both ways equally likely.
double left_share(const model::Node& left, const model::Node& right) {
  const double both = left.cover + right.cover;
  return both > 0 ? left.cover / both : 0.5;
}

}  // namespace

// Takes one tree after the other into the arrays of `shap_`.
class ForestShap::Builder {
 public:
  Builder(ForestShap& shap, const model::Forest& forest)
      : shap_(shap), forest_(forest) {}

  void add_tree(std::size_t first, std::size_t end) {
    Tree tree;
    tree.first_split = shap_.splits_.size();
    tree.first_leaf = shap_.leaves_.size();
    edges_.assign(2, {});
    distinct_columns_ = 0;
    edge_to_.assign(end - first, no_edge);
    edge_to_[0] = 1;
    for (std::size_t place = first; place < end; ++place) {
      const std::uint32_t edge = edge_to_[place - first];
      if (edge == no_edge) continue;  // a leaf of a last split
      if (is_leaf(place))
        add_leaf(edge, forest_.nodes[place].value);
      else if (!is_last_split(place))
        add_inner_split(place, edge, first);
    }
    tree.inner_splits = shap_.splits_.size() - tree.first_split;
    for (std::size_t place = first; place < end; ++place)
      if (is_last_split(place)) add_last_split(place, edge_to_[place - first]);
    tree.splits = shap_.splits_.size() - tree.first_split;
    tree.leaves = shap_.leaves_.size() - tree.first_leaf;
    if (tree.splits == 0) {
      shap_.leaves_.resize(tree.first_leaf);
      return;
    }
    tree.points = points_for(distinct_columns_, widest_block);
    add_curves(tree);
    shap_.trees_.push_back(tree);
    shap_.most_inner_splits_ = std::max(shap_.most_inner_splits_, tree.inner_splits);
  }

 private:
  static constexpr std::uint32_t no_edge = 0;
  struct Edge {
    std::uint32_t above = 0;   // the edge that leads to its split
    std::int32_t column = -1;  // of its split
    double share = 1;          // of the training rows, by all splits of its column
                               // on the way
    double reach = 1;          // of the training rows, by all splits on the way
    int distinct_columns = 0;  // on the way
  };

  void add_leaf(std::uint32_t edge, double value) {
    shap_.base_ += edges_[edge].reach * value;
    shap_.leaves_.push_back({edge, value});
  }

  bool is_leaf(std::size_t place) const { return forest_.nodes[place].feature < 0; }

  bool is_last_split(std::size_t place) const {
    const model::Node& node = forest_.nodes[place];
    return node.feature >= 0 && is_leaf(static_cast<std::size_t>(node.left)) &&
           is_leaf(static_cast<std::size_t>(node.right));
  }

  Split split_at(std::size_t place, std::uint32_t edge) {
    Split split;
    split.node = forest_.nodes[place];
    split.left_share =
        left_share(forest_.nodes[static_cast<std::size_t>(split.node.left)],
                   forest_.nodes[static_cast<std::size_t>(split.node.right)]);
    split.edge = edge;
    split.same_edge = edge;
    while (split.same_edge != 0 && edges_[split.same_edge].column != split.node.feature)
      split.same_edge = edges_[split.same_edge].above;
    distinct_columns_ = std::max(
        distinct_columns_, edges_[edge].distinct_columns + (split.same_edge == 0));
    return split;
  }

  void add_inner_split(std::size_t place, std::uint32_t edge, std::size_t first) {
    const Split split = split_at(place, edge);
    const auto add_edge = [&](std::int32_t child, double share) {
      edge_to_[static_cast<std::size_t>(child) - first] =
          static_cast<std::uint32_t>(edges_.size());
      edges_.push_back({edge, split.node.feature, edges_[split.same_edge].share * share,
                        edges_[edge].reach * share,
                        edges_[edge].distinct_columns + (split.same_edge == 0)});
    };
    add_edge(split.node.left, split.left_share);
    add_edge(split.node.right, 1 - split.left_share);
    shap_.splits_.push_back(split);
  }

  void add_last_split(std::size_t place, std::uint32_t edge) {
    Split split = split_at(place, edge);
    const double left = forest_.nodes[static_cast<std::size_t>(split.node.left)].value;
    split.right = forest_.nodes[static_cast<std::size_t>(split.node.right)].value;
    split.difference = left - split.right;
    shap_.base_ +=
        edges_[edge].reach * (split.right + split.left_share * split.difference);
    shap_.splits_.push_back(split);
  }

  // A column known with probability t at its first split is known, if the row went
  // where a share s of the training rows did, with t / (t + (1 - t) s) after it.
  std::size_t add_curve(const Quadrature& rule, double share) {
    const std::size_t start = shap_.curves_.size();
    const std::size_t width =
        std::min(rule.points.size(), static_cast<std::size_t>(widest_block));
    for (std::size_t first = 0; first < rule.points.size(); first += width) {
      const auto along = [&](auto&& value_at) {
        for (std::size_t k = first; k < first + width; ++k) {
          const double t = rule.points[k];
          shap_.curves_.push_back(value_at(t, t + (1 - t) * share, rule.weights[k]));
        }
      };
      along([&](double t, double reach, double) { return t / reach; });
      along([&](double, double reach, double weight) {
        return weight * share / (reach * reach);
      });
    }
    return start;
  }

  void add_curves(Tree& tree) {
    if (!rules_.contains(tree.points)) {
      Rule& made = rules_[tree.points];
      made.quadrature = gauss_legendre(tree.points);
      made.first_split = add_curve(made.quadrature, 1);
      made.unknown = shap_.curves_.size();
      shap_.curves_.resize(made.unknown + 2 * static_cast<std::size_t>(tree.points), 0);
    }
    const Rule& rule = rules_[tree.points];
    tree.unknown = rule.unknown;
    for (std::size_t i = tree.first_split; i < shap_.splits_.size(); ++i) {
      Split& split = shap_.splits_[i];
      split.curve = split.same_edge == 0
                        ? rule.first_split
                        : add_curve(rule.quadrature, edges_[split.same_edge].share);
    }
  }

  struct Rule {
    Quadrature quadrature;
    std::size_t first_split = 0, unknown = 0;  // curves
  };
  ForestShap& shap_;
  const model::Forest& forest_;
  std::vector<Edge> edges_;             // of the tree
  std::vector<std::uint32_t> edge_to_;  // each of its nodes
  int distinct_columns_ = 0;            // at most, on a path of the tree
  std::map<int, Rule> rules_;           // by their points
};

ForestShap::ForestShap(const model::Forest& forest)
    : operator_(forest.split), base_(forest.base) {
  Builder builder(*this, forest);
  for (std::size_t t = 0; t < forest.roots.size(); ++t)
    builder.add_tree(static_cast<std::size_t>(forest.roots[t]),
                     t + 1 < forest.roots.size()
                         ? static_cast<std::size_t>(forest.roots[t + 1])
                         : forest.nodes.size());
}

}  // namespace credence::explain
