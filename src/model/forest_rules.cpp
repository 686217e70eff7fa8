#include "model/forest_rules.h"

#include <cmath>
#include <limits>

namespace credence::model {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// The nodes of the tree end before `end`.
Result<> check_node(const Forest& forest, std::size_t place, std::size_t end,
                    std::vector<bool>& has_parent) {
  const Node& node = forest.nodes[place];
  const bool sends_all_left = node.feature >= 0 && node.value == infinity;
  if (!std::isfinite(node.value) && !sends_all_left)
    return bad_input("its value is not a finite number");
  if (!std::isfinite(node.cover) || node.cover < 0)
    return bad_input("its cover is not a finite number of 0 or more");
  if (node.feature < 0) return {};
  if (node.feature >= forest.columns)
    return bad_input("it splits on column {}, but the forest has {} columns",
                     node.feature, forest.columns);
  for (const std::int32_t child : {node.left, node.right}) {
    if (child <= static_cast<std::int64_t>(place) ||
        child >= static_cast<std::int64_t>(end))
      return bad_input(
          "its child {} does not lie behind it in its tree, which ends at {}", child,
          end);
    if (has_parent[static_cast<std::size_t>(child)])
      return bad_input("its child {} has another parent", child);
    has_parent[static_cast<std::size_t>(child)] = true;
  }
  return {};
}

}  // namespace

Result<> check_forest(const Forest& forest) {
  if (forest.columns < 0) return bad_input("'columns' is negative");
  if (!std::isfinite(forest.base)) return bad_input("'base' is not a finite number");
  const std::size_t size = forest.nodes.size();
  if (forest.roots.empty() != forest.nodes.empty())
    return bad_input("{} trees with {} nodes", forest.roots.size(), size);
  std::vector<bool> has_parent(size, false);
  for (std::size_t t = 0; t < forest.roots.size(); ++t) {
    const std::int64_t first = forest.roots[t];
    const std::int64_t end = t + 1 < forest.roots.size()
                                 ? forest.roots[t + 1]
                                 : static_cast<std::int64_t>(size);
    if ((t == 0 && first != 0) || first >= end || first < 0 ||
        end > static_cast<std::int64_t>(size))
      return bad_input("tree {}: its root {} is not within the {} nodes, in order", t,
                       first, size);
    for (std::int64_t place = first; place < end; ++place) {
      if (place != first && !has_parent[static_cast<std::size_t>(place)])
        return bad_input("tree {}, node {}: it has no parent", t, place);
      TRY_IN(fmt::format("tree {}, node {}", t, place),
             check_node(forest, static_cast<std::size_t>(place),
                        static_cast<std::size_t>(end), has_parent));
    }
  }
  return {};
}

}  // namespace credence::model
