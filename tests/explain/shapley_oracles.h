// shapley_oracles.h
// This component provides Shapley values by two other ways, by their definition and by
// the algorithm of Lundberg et al., to the tests that hold ours against them.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "model/forest.h"
#include "model/forest_walk.h"

namespace credence::explain {

inline const model::Node& node_at(const model::Forest& forest, std::int32_t place) {
  return forest.nodes[static_cast<std::size_t>(place)];
}

inline double left_share_at(const model::Forest& forest, const model::Node& node) {
  const double left = node_at(forest, node.left).cover;
  const double right = node_at(forest, node.right).cover;
  return left + right == 0 ? 0.5 : left / (left + right);
}

// The expectation of a tree when the columns in the set `known` are (Lundberg et al.
// 2020, algorithm 1).
inline double expectation(const model::Forest& forest, std::int32_t place,
                          std::span<const double> row, std::uint32_t known) {
  const model::Node& node = node_at(forest, place);
  if (node.feature < 0) return node.value;
  const double share = left_share_at(forest, node);
  if (known >> node.feature & 1)
    return expectation(forest,
                       model::goes_left(node, forest.split,
                                        row[static_cast<std::size_t>(node.feature)])
                           ? node.left
                           : node.right,
                       row, known);
  return share * expectation(forest, node.left, row, known) +
         (1 - share) * expectation(forest, node.right, row, known);
}

inline double expectation(const model::Forest& forest, std::span<const double> row,
                          std::uint32_t known) {
  double sum = forest.base;
  for (const std::int32_t root : forest.roots)
    sum += expectation(forest, root, row, known);
  return sum;
}

// Shapley's definition, over all subsets of up to 20 columns: the mean over the sizes
// of the subsets without j of the mean over these of what j adds.
inline std::vector<double> by_definition(const model::Forest& forest,
                                         std::span<const double> row) {
  const std::size_t p = row.size();
  std::vector<double> value(1u << p), weight(p, 1.0 / static_cast<double>(p));
  for (std::uint32_t known = 0; known < value.size(); ++known)
    value[known] = expectation(forest, row, known);
  for (std::size_t size = 1; size < p; ++size)  // 1 / (p x (p - 1 over size))
    weight[size] =
        weight[size - 1] * static_cast<double>(size) / static_cast<double>(p - size);
  std::vector<double> contributions(p, 0.0);
  for (std::uint32_t known = 0; known < value.size(); ++known)
    for (std::size_t j = 0; j < p; ++j)
      if (!(known >> j & 1))
        contributions[j] += weight[static_cast<std::size_t>(std::popcount(known))] *
                            (value[known | 1u << j] - value[known]);
  return contributions;
}

// Lundberg et al. 2020, algorithm 2, for trees too deep for subsets: the path's
// distinct columns with the share z that flows when they are unknown, whether the row
// flows when they are known, and the weights of subsets by size.
class ClassicTreeShap {
 public:
  ClassicTreeShap(const model::Forest& forest, std::span<const double> row)
      : forest_(forest), row_(row), contributions_(row.size(), 0.0) {
    for (const std::int32_t root : forest.roots) recurse(root, {}, 1, 1, -1);
  }
  const std::vector<double>& contributions() const { return contributions_; }

 private:
  struct Element {
    std::int32_t column;
    long double zero, one, weight;
  };
  using Path = std::vector<Element>;

  static void extend(Path& path, long double zero, long double one,
                     std::int32_t column) {
    const std::size_t length = path.size();
    path.push_back({column, zero, one, length == 0 ? 1.0L : 0.0L});
    for (std::size_t i = length; i-- > 0;) {
      path[i + 1].weight += one * path[i].weight * (i + 1) / (length + 1);
      path[i].weight = zero * path[i].weight * (length - i) / (length + 1);
    }
  }

  static void unwind(Path& path, std::size_t at) {
    const std::size_t last = path.size() - 1;
    const long double one = path[at].one, zero = path[at].zero;
    long double next = path[last].weight;
    for (std::size_t i = last; i-- > 0;) {
      if (one != 0) {
        const long double old = path[i].weight;
        path[i].weight = next * (last + 1) / ((i + 1) * one);
        next = old - path[i].weight * zero * (last - i) / (last + 1);
      } else {
        path[i].weight = path[i].weight * (last + 1) / (zero * (last - i));
      }
    }
    for (std::size_t i = at; i < last; ++i) {
      path[i].column = path[i + 1].column;
      path[i].zero = path[i + 1].zero;
      path[i].one = path[i + 1].one;
    }
    path.pop_back();
  }

  void recurse(std::int32_t place, Path path, long double zero, long double one,
               std::int32_t column) {
    extend(path, zero, one, column);
    const model::Node& node = node_at(forest_, place);
    if (node.feature < 0) return add_leaf(path, node.value);
    const double share = left_share_at(forest_, node);
    const bool left = model::goes_left(node, forest_.split,
                                       row_[static_cast<std::size_t>(node.feature)]);
    long double zero_before = 1, one_before = 1;
    const auto same = std::ranges::find(path, node.feature, &Element::column);
    if (same != path.end()) {
      zero_before = same->zero;
      one_before = same->one;
      unwind(path, static_cast<std::size_t>(same - path.begin()));
    }
    recurse(node.left, path, zero_before * share, left ? one_before : 0, node.feature);
    recurse(node.right, path, zero_before * (1 - share), left ? 0 : one_before,
            node.feature);
  }

  void add_leaf(const Path& path, double value) {
    for (std::size_t i = 1; i < path.size(); ++i) {
      Path without = path;
      unwind(without, i);
      long double weights = 0;
      for (const Element& element : without) weights += element.weight;
      contributions_[static_cast<std::size_t>(path[i].column)] +=
          static_cast<double>(weights * (path[i].one - path[i].zero) * value);
    }
  }

  const model::Forest& forest_;
  std::span<const double> row_;
  std::vector<double> contributions_;
};

}  // namespace credence::explain
