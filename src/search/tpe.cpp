#include <algorithm>
#include <cmath>
#include <set>

#include "base/exact_math.h"
#include "search/configurations.h"
#include "search/methods.h"

namespace credence::search {
namespace {

// Fixed, so that the number of threads does not matter.
constexpr std::size_t batch = 4, first_batch = 8, candidates = 24;
constexpr double better_share = 0.25;

struct Judged {
  Point place;
  double auc = 0;
};

bool is_ordered(const portfolio::Dimension& dimension) {
  return std::ranges::none_of(dimension.values, [](const auto& value) {
    return std::holds_alternative<std::string>(value);
  });
}

// How likely each value of one dimension is among `some`: a prior of one configuration
// spread evenly, and each observation at its value, half of it at the neighbours of a
// number.
std::vector<double> chances(const portfolio::Dimension& dimension, std::size_t d,
                            std::span<const Judged> some) {
  const std::size_t size = dimension.values.size();
  std::vector<double> weights(size, 1.0 / static_cast<double>(size));
  const bool ordered = is_ordered(dimension);
  for (const Judged& each : some) {
    const std::size_t place = each.place[d];
    weights[place] += 1;
    if (ordered && place > 0) weights[place - 1] += 0.5;
    if (ordered && place + 1 < size) weights[place + 1] += 0.5;
  }
  double total = 0;
  for (const double weight : weights) total += weight;
  for (double& weight : weights) weight /= total;
  return weights;
}

std::size_t drawn_from(std::span<const double> weights, Random& random) {
  double rest = random.uniform();
  for (std::size_t i = 0; i + 1 < weights.size(); ++i)
    if ((rest -= weights[i]) < 0) return i;
  return weights.size() - 1;
}

// The candidate, drawn as the better ones are spread, that is likeliest to be one of
// them: the highest ratio of the two densities (Bergstra et al. 2011, section 4.1).
class Proposer {
 public:
  Proposer(const Configurations& configurations, std::vector<Judged> judged)
      : configurations_(configurations) {
    std::ranges::stable_sort(judged, std::greater{}, &Judged::auc);
    const auto count = static_cast<std::size_t>(
        std::ceil(better_share * static_cast<double>(judged.size())));
    for (std::size_t d = 0; d < configurations.grid.size(); ++d) {
      const portfolio::Dimension& dimension = configurations.grid[d];
      better_.push_back(chances(dimension, d, std::span(judged).first(count)));
      const auto rest = chances(dimension, d, std::span(judged).subspan(count));
      auto& gains = gains_.emplace_back();
      for (std::size_t v = 0; v < rest.size(); ++v)
        gains.push_back(exact_log(better_[d][v] / rest[v]));
    }
  }

  Point propose(const std::set<Point>& tried, Random& random) const {
    Point best;
    double most = 0;
    for (std::size_t i = 0; i < candidates; ++i) {
      Point point;
      double gain = 0;
      for (std::size_t d = 0; d < better_.size(); ++d) {
        point.push_back(drawn_from(better_[d], random));
        gain += gains_[d][point[d]];
      }
      if (tried.contains(point) || (!best.empty() && gain <= most)) continue;
      best = std::move(point);
      most = gain;
    }
    while (best.empty() || tried.contains(best))
      best = configurations_.draw(1, random).front();
    return best;
  }

 private:
  const Configurations& configurations_;
  std::vector<std::vector<double>> better_, gains_;  // by dimension, by value
};

std::size_t count_of(const Configurations& configurations, std::size_t trials) {
  return std::min(configurations.size(),
                  (trials + configurations.each() - 1) / configurations.each());
}

}  // namespace

std::size_t tpe_steps(const portfolio::SearchSpace& space, std::size_t trials,
                      std::size_t folds) {
  const Configurations configurations(space);
  return count_of(configurations, trials) * configurations.each() * folds;
}

Result<Found> tpe(Judge& judge, const portfolio::SearchSpace& space, std::size_t trials,
                  std::uint64_t seed) {
  const Configurations configurations(space);
  const std::size_t count = count_of(configurations, trials);
  Random random(seed);
  const std::vector<std::size_t> folds = judge.all_folds();
  std::vector<Judged> judged;
  std::set<Point> tried;
  const auto try_out = [&](const std::vector<Point>& places) {
    std::vector<portfolio::Parameters> points;
    for (const Point& place : places)
      for (auto& point : configurations.points(place, configurations.each()))
        points.push_back(std::move(point));
    judge.judge(points, folds);
    for (const Point& place : places) {
      double best = -1;
      for (const auto& point : configurations.points(place, configurations.each()))
        if (judge.verdict(point).is_complete())
          best = std::max(best, judge.verdict(point).mean(folds));
      judged.push_back({place, best});
    }
  };
  // All there are need no proposals.
  const std::size_t first =
      count == configurations.size() ? count : std::min(first_batch, count);
  const std::vector<Point> opening = configurations.draw(first, random);
  tried.insert(opening.begin(), opening.end());
  try_out(opening);
  while (judged.size() < count) {
    const Proposer proposer(configurations, judged);
    std::vector<Point> next;
    for (std::size_t i = 0; i < std::min(batch, count - judged.size()); ++i) {
      next.push_back(proposer.propose(tried, random));
      tried.insert(next.back());
    }
    try_out(next);
  }
  return judge.found();
}

}  // namespace credence::search
