// Which points of a search space a random search tries.
#include <algorithm>

#include "search/configurations.h"
#include "search/search.h"

namespace credence::search {

std::vector<portfolio::Parameters> draw(const portfolio::SearchSpace& space, int trials,
                                        std::uint64_t seed) {
  for (const portfolio::Dimension& dimension : space.dimensions)
    if (dimension.values.empty()) return {};
  const Configurations configurations(space);
  const auto wanted = static_cast<std::size_t>(std::max(trials, 0));
  const std::size_t count =
      (wanted + configurations.each() - 1) / configurations.each();
  Random random(seed);
  std::vector<portfolio::Parameters> drawn;
  for (const Point& place : configurations.draw(count, random))
    for (auto& point : configurations.points(place, configurations.each()))
      if (drawn.size() < wanted) drawn.push_back(std::move(point));
  return drawn;
}

}  // namespace credence::search
