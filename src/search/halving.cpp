#include <algorithm>
#include <cmath>
#include <map>

#include "search/configurations.h"
#include "search/methods.h"

namespace credence::search {
namespace {

constexpr std::size_t kept = 3;       // one in so many goes on
constexpr std::size_t finalists = 3;  // at least as many are judged on every fold

struct Runner {
  Point place;
  double total = 0;  // of its best AUC on each fold judged
};

// Runners that compete with each other: those of one learning rate, since a small one
// shows what it is worth only after more trees than the first rounds grow.
using Heats = std::vector<std::vector<Runner>>;

Heats heats_of(const Configurations& configurations, std::size_t trials,
               std::uint64_t seed) {
  std::size_t rate = configurations.grid.size();
  for (std::size_t d = 0; d < configurations.grid.size(); ++d)
    if (configurations.grid[d].name == "learning_rate") rate = d;
  Random random(seed);
  std::map<std::size_t, std::vector<Runner>> by_rate;
  for (Point& place : configurations.draw(trials, random)) {
    const std::size_t which = rate < place.size() ? place[rate] : 0;
    by_rate[which].push_back({std::move(place), 0});
  }
  Heats heats;
  for (auto& [which, runners] : by_rate) heats.push_back(std::move(runners));
  return heats;
}

std::size_t count(const Heats& heats) {
  std::size_t sum = 0;
  for (const auto& runners : heats) sum += runners.size();
  return sum;
}

// How many of a heat stay at least.
std::size_t least(const Heats& heats) {
  return (finalists + heats.size() - 1) / heats.size();
}

// Whether the runners are judged on `fold` alone before the better ones go on.
bool is_round(std::size_t fold, std::size_t folds, const Heats& heats) {
  return fold + 1 < folds && std::ranges::any_of(heats, [&](const auto& runners) {
           return runners.size() > least(heats);
         });
}

void leave_out_the_worse(Heats& heats) {
  for (std::vector<Runner>& runners : heats) {
    std::ranges::stable_sort(runners, std::greater{}, &Runner::total);
    const std::size_t third = (runners.size() + kept - 1) / kept;
    runners.resize(std::min(runners.size(), std::max(least(heats), third)));
  }
}

// The best of a configuration's numbers of trees on one fold; what failed is worst.
double best_on(const Judge& judge, const std::vector<portfolio::Parameters>& points,
               std::size_t fold) {
  double best = -1;
  for (const portfolio::Parameters& point : points) {
    const double auc = judge.verdict(point).auc[fold];
    if (!std::isnan(auc)) best = std::max(best, auc);
  }
  return best;
}

std::vector<portfolio::Parameters> points_of(const Configurations& configurations,
                                             const Heats& heats, std::size_t most) {
  std::vector<portfolio::Parameters> points;
  for (const auto& runners : heats)
    for (const Runner& runner : runners)
      for (auto& point : configurations.points(runner.place, most))
        points.push_back(std::move(point));
  return points;
}

}  // namespace

Result<Found> halving(Judge& judge, const portfolio::SearchSpace& space,
                      std::size_t trials, std::uint64_t seed) {
  const Configurations configurations(space);
  Heats heats = heats_of(configurations, trials, seed);
  const std::size_t drawn = count(heats);
  const std::size_t folds = judge.all_folds().size();
  for (std::size_t fold = 0; is_round(fold, folds, heats); ++fold) {
    const std::size_t most = std::min(fold + 1, configurations.each());
    const std::size_t here[] = {fold};
    judge.judge(points_of(configurations, heats, most), here);
    for (std::vector<Runner>& runners : heats)
      for (Runner& runner : runners)
        runner.total += best_on(judge, configurations.points(runner.place, most), fold);
    leave_out_the_worse(heats);
  }
  judge.judge(points_of(configurations, heats, configurations.each()),
              judge.all_folds());
  Found found = TRY(judge.found());
  found.fits = static_cast<std::int64_t>(drawn * configurations.each() * folds);
  return found;
}

std::size_t halving_steps(const portfolio::SearchSpace& space, std::size_t trials,
                          std::uint64_t seed, std::size_t folds) {
  const Configurations configurations(space);
  Heats heats = heats_of(configurations, trials, seed);
  std::size_t steps = 0;
  for (std::size_t fold = 0; is_round(fold, folds, heats); ++fold) {
    steps += count(heats) * std::min(fold + 1, configurations.each());
    leave_out_the_worse(heats);
  }
  return steps + count(heats) * configurations.each() * folds;
}

}  // namespace credence::search
