#include <algorithm>
#include <cmath>

#include "search/configurations.h"
#include "search/methods.h"

namespace credence::search {
namespace {

constexpr std::size_t kept = 3;  // one in so many goes on

// Whether so many runners are judged on `fold` alone before the better ones go on.
bool is_round(std::size_t fold, std::size_t folds, std::size_t runners) {
  return fold + 1 < folds && runners > kept;
}

std::size_t survivors(std::size_t runners) { return (runners + kept - 1) / kept; }

struct Runner {
  Point place;
  double total = 0;  // of its best AUC on each fold judged
};

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
                                             const std::vector<Runner>& runners,
                                             std::size_t most) {
  std::vector<portfolio::Parameters> points;
  for (const Runner& runner : runners)
    for (auto& point : configurations.points(runner.place, most))
      points.push_back(std::move(point));
  return points;
}

}  // namespace

Result<Found> halving(Judge& judge, const portfolio::SearchSpace& space,
                      std::size_t trials, std::uint64_t seed) {
  const Configurations configurations(space);
  Random random(seed);
  std::vector<Runner> runners;
  for (Point& place : configurations.draw(trials, random))
    runners.push_back({std::move(place), 0});
  const std::size_t drawn = runners.size();
  const std::size_t folds = judge.all_folds().size();
  for (std::size_t fold = 0; is_round(fold, folds, runners.size()); ++fold) {
    const std::size_t most = std::min(fold + 1, configurations.each());
    const std::size_t here[] = {fold};
    judge.judge(points_of(configurations, runners, most), here);
    for (Runner& runner : runners)
      runner.total += best_on(judge, configurations.points(runner.place, most), fold);
    std::ranges::stable_sort(runners, std::greater{}, &Runner::total);
    runners.resize(survivors(runners.size()));
  }
  judge.judge(points_of(configurations, runners, configurations.each()),
              judge.all_folds());
  Found found = TRY(judge.found());
  found.fits = static_cast<std::int64_t>(drawn * configurations.each() * folds);
  return found;
}

std::size_t halving_steps(const portfolio::SearchSpace& space, std::size_t trials,
                          std::size_t folds) {
  const Configurations configurations(space);
  std::size_t runners = std::min(configurations.size(), trials), steps = 0;
  for (std::size_t fold = 0; is_round(fold, folds, runners); ++fold) {
    steps += runners * std::min(fold + 1, configurations.each());
    runners = survivors(runners);
  }
  return steps + runners * configurations.each() * folds;
}

}  // namespace credence::search
