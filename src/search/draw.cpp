// Which points of a search space are tried.
#include <algorithm>
#include <set>

#include "base/random.h"
#include "search/search.h"

namespace credence::search {
namespace {

using portfolio::Dimension;
using portfolio::Parameters;
using Point = std::vector<std::size_t>;  // a place in each dimension's values

// Above this, grids are not counted: no search tries so many points.
constexpr std::size_t uncountable = 1'000'000'000;

std::size_t size_of(std::span<const Dimension> grid) {
  std::size_t size = 1;
  for (const Dimension& dimension : grid) {
    size *= dimension.values.size();
    if (size == 0 || size > uncountable) break;
  }
  return std::min(size, uncountable);
}

// `count` distinct points in random order; all of them, in the grid's order, when there
// are no more.
std::vector<Point> distinct_points(std::span<const Dimension> grid, std::size_t count,
                                   Random& random) {
  const std::size_t size = size_of(grid);
  std::vector<Point> points;
  if (size <= count) {
    for (std::size_t number = 0; number < size; ++number) {
      Point point(grid.size());
      for (std::size_t d = grid.size(), rest = number; d-- > 0;) {
        point[d] = rest % grid[d].values.size();
        rest /= grid[d].values.size();
      }
      points.push_back(point);
    }
    return points;
  }
  std::set<Point> drawn;
  while (points.size() < count) {
    Point point(grid.size());
    for (std::size_t d = 0; d < grid.size(); ++d)
      point[d] = random.below(grid[d].values.size());
    if (drawn.insert(point).second) points.push_back(point);
  }
  return points;
}

}  // namespace

std::vector<Parameters> draw(const portfolio::SearchSpace& space, int trials,
                             std::uint64_t seed) {
  // One boosting run gives the models of every number of trees, so a configuration is
  // drawn once and tried with all of them.
  std::vector<Dimension> grid;
  Dimension prefixes;
  for (const Dimension& dimension : space.dimensions)
    (dimension.name == "n_estimators" ? prefixes : grid.emplace_back()) = dimension;
  const auto wanted = static_cast<std::size_t>(std::max(trials, 0));
  const std::size_t each = prefixes.name.empty() ? 1 : prefixes.values.size();
  if (each == 0) return {};
  Random random(seed);
  std::vector<Parameters> drawn;
  for (const Point& point : distinct_points(grid, (wanted + each - 1) / each, random)) {
    Parameters parameters;
    for (std::size_t d = 0; d < grid.size(); ++d)
      parameters[grid[d].name] = grid[d].values[point[d]];
    for (std::size_t k = 0; k < each && drawn.size() < wanted; ++k) {
      if (!prefixes.name.empty()) parameters[prefixes.name] = prefixes.values[k];
      drawn.push_back(parameters);
    }
  }
  return drawn;
}

}  // namespace credence::search
