#include "search/configurations.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace credence::search {
namespace {

constexpr std::size_t uncountable = 1'000'000'000;

double number_of(const portfolio::ParameterValue& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value))
    return static_cast<double>(*whole);
  const auto* real = std::get_if<double>(&value);
  return real ? *real : 0;
}

// The values of a dimension in random order, and again when all have had their turn.
std::size_t next_value(Point& unused, std::size_t size, Random& random) {
  if (unused.empty()) {
    unused.resize(size);
    std::iota(unused.begin(), unused.end(), std::size_t{0});
    shuffle(unused, random);
  }
  const std::size_t value = unused.back();
  unused.pop_back();
  return value;
}

}  // namespace

Configurations::Configurations(const portfolio::SearchSpace& space) {
  for (const portfolio::Dimension& dimension : space.dimensions)
    if (dimension.name == "n_estimators")
      trees = dimension.values;
    else
      grid.push_back(dimension);
  std::ranges::stable_sort(trees, {}, number_of);
}

std::size_t Configurations::size() const {
  std::size_t size = 1;
  for (const portfolio::Dimension& dimension : grid) {
    size *= dimension.values.size();
    if (size == 0 || size > uncountable) break;
  }
  return std::min(size, uncountable);
}

std::vector<Point> Configurations::draw(std::size_t count, Random& random) const {
  std::vector<Point> points;
  if (size() <= count) {
    for (std::size_t number = 0; number < size(); ++number) {
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
  std::vector<Point> unused(grid.size());  // values of each dimension in this turn
  while (points.size() < count) {
    Point point(grid.size());
    for (std::size_t d = 0; d < grid.size(); ++d)
      point[d] = next_value(unused[d], grid[d].values.size(), random);
    while (!drawn.insert(point).second)
      for (std::size_t d = 0; d < grid.size(); ++d)
        point[d] = random.below(grid[d].values.size());
    points.push_back(point);
  }
  return points;
}

std::vector<portfolio::Parameters> Configurations::points(const Point& place,
                                                          std::size_t most) const {
  portfolio::Parameters parameters;
  for (std::size_t d = 0; d < grid.size(); ++d)
    parameters[grid[d].name] = grid[d].values[place[d]];
  if (trees.empty()) return {parameters};
  std::vector<portfolio::Parameters> points;
  for (std::size_t k = 0; k < std::min(most, trees.size()); ++k) {
    parameters["n_estimators"] = trees[k];
    points.push_back(parameters);
  }
  return points;
}

}  // namespace credence::search
