#include "search/check_spaces.h"

#include <algorithm>

namespace credence::search {

Result<> check_space(const learner::Learner& learner,
                     const portfolio::SearchSpace& space) {
  portfolio::Parameters point;
  for (const portfolio::Dimension& dimension : space.dimensions) {
    if (dimension.values.empty())
      return bad_input("search.{}: '{}' has no values to draw from", space.learner,
                       dimension.name);
    point[dimension.name] = dimension.values.front();
  }
  for (const portfolio::Dimension& dimension : space.dimensions)
    for (const portfolio::ParameterValue& value : dimension.values) {
      portfolio::Parameters other = point;
      other[dimension.name] = value;
      TRY_IN(fmt::format("search.{}", learner.name()), learner.check(other));
    }
  return {};
}

Result<> check_spaces(const portfolio::Portfolio& portfolio,
                      std::span<const std::string> learners) {
  for (const portfolio::SearchSpace& space : portfolio.searches) {
    if (!learners.empty() && std::ranges::count(learners, space.learner) == 0) continue;
    if (const auto learner = learner::find_learner(space.learner))
      TRY_IN("portfolio.toml", check_space(**learner, space));
  }
  return {};
}

}  // namespace credence::search
