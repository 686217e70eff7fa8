#include "search/search.h"

#include <fmt/ranges.h>

#include "search/check_spaces.h"
#include "search/configurations.h"
#include "search/judge.h"
#include "search/methods.h"

namespace credence::search {
namespace {

using portfolio::Parameters;

constexpr std::pair<std::string_view, Method> methods[] = {
    {"random", Method::random}, {"halving", Method::halving}, {"tpe", Method::tpe}};

Result<> check_points(const learner::Learner& learner,
                      std::span<const Parameters> points) {
  for (const Parameters& point : points)
    TRY_IN(fmt::format("search.{}", learner.name()), learner.check(point));
  if (points.empty())
    return bad_input("search.{}: no trials to make: 'trials' has to be 1 or more",
                     learner.name());
  return {};
}

}  // namespace

Result<Method> find_method(std::string_view name) {
  for (const auto& [known, method] : methods)
    if (known == name) return method;
  return bad_input("there is no search '{}'; there are {}", name,
                   fmt::join(method_names(), ", "));
}

std::vector<std::string> method_names() {
  std::vector<std::string> names;
  for (const auto& [name, method] : methods) names.emplace_back(name);
  return names;
}

Result<Found> search_points(const learner::Learner& learner,
                            std::vector<Parameters> points, std::span<const Fold> folds,
                            const SearchOptions& options, Progress& progress) {
  TRY(check_points(learner, points));
  Judge judge = TRY(Judge::make(learner, folds, options, progress));
  progress.begin(learner.title(), points.size() * folds.size());
  judge.judge(points, judge.all_folds());
  progress.end();
  return judge.found();
}

Result<Found> search(const learner::Learner& learner,
                     const portfolio::SearchSpace& space, std::span<const Fold> folds,
                     const SearchOptions& options, Progress& progress) {
  TRY(check_space(learner, space));
  const int trials = options.trials > 0 ? options.trials : space.trials;
  TRY(check_points(learner, draw(space, trials, options.seed)));
  if (options.method == Method::random)
    return search_points(learner, draw(space, trials, options.seed), folds, options,
                         progress);
  Judge judge = TRY(Judge::make(learner, folds, options, progress));
  const auto count = static_cast<std::size_t>(trials);
  const bool halves = options.method == Method::halving;
  progress.begin(learner.title(),
                 halves ? halving_steps(space, count, options.seed, folds.size())
                        : tpe_steps(space, count, folds.size()));
  auto found = halves ? halving(judge, space, count, options.seed)
                      : tpe(judge, space, count, options.seed);
  progress.end();
  return found;
}

}  // namespace credence::search
