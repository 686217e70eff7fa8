#include "learner/boosting.h"

#include <algorithm>
#include <map>

#include "learner/parameter_rules.h"

namespace credence::learner {

Result<Trained> BoostingTrainer::fit(const Parameters& parameters,
                                     std::uint64_t seed) const {
  Boosted boosted = TRY(boost(TRY(completed(parameters)), seed));
  return Trained{std::move(boosted.forest), std::move(boosted.native)};
}

std::vector<Result<std::vector<double>>> BoostingTrainer::fit_and_score(
    std::span<const Parameters> trials, std::uint64_t seed,
    const table::Matrix& matrix) const {
  auto scored = score_prefixes(trials, seed, matrix);
  std::vector<Result<std::vector<double>>> results;
  for (std::size_t i = 0; i < trials.size(); ++i)
    if (scored)
      results.emplace_back(std::move((*scored)[i]));
    else
      results.emplace_back(std::unexpected(scored.error()));
  return results;
}

Result<std::vector<std::vector<double>>> BoostingTrainer::score_prefixes(
    std::span<const Parameters> trials, std::uint64_t seed,
    const table::Matrix& matrix) const {
  std::vector<std::size_t> order(trials.size()), counts(trials.size());
  Parameters longest;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    const Parameters parameters = TRY(completed(trials[i]));
    order[i] = i;
    counts[i] = static_cast<std::size_t>(integer_of(parameters, "n_estimators"));
    if (counts[i] >= *std::max_element(counts.begin(), counts.end()))
      longest = parameters;
  }
  const Boosted boosted = TRY(boost(longest, seed));
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return counts[i]; });
  std::ranges::sort(counts);
  auto ascending = model::prefix_margins(boosted.forest, matrix, counts);
  std::vector<std::vector<double>> margins(trials.size());
  for (std::size_t k = 0; k < order.size(); ++k)
    margins[order[k]] = std::move(ascending[k]);
  return margins;
}

Result<> BoostingLearner::check(const Parameters& parameters) const {
  TRY(completed(parameters));
  return {};
}

std::vector<std::vector<std::size_t>> BoostingLearner::group(
    std::span<const Parameters> trials) const {
  std::map<Parameters, std::size_t> place;
  std::vector<std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < trials.size(); ++i) {
    Parameters configuration = completed(trials[i]).value_or(trials[i]);
    configuration.erase("n_estimators");
    const auto [found, is_new] = place.try_emplace(configuration, groups.size());
    if (is_new) groups.emplace_back();
    groups[found->second].push_back(i);
  }
  return groups;
}

double BoostingLearner::effort(std::span<const Parameters> group) const {
  double most = 0;
  for (const Parameters& given : group)
    if (const auto parameters = completed(given))
      most =
          std::max(most, static_cast<double>(integer_of(*parameters, "n_estimators")) *
                             effort_of_tree(*parameters));
  return most;
}

double good_per_bad(std::span<const std::int8_t> labels) {
  const auto bad = static_cast<double>(std::ranges::count(labels, std::int8_t{1}));
  return (static_cast<double>(labels.size()) - bad) / bad;
}

}  // namespace credence::learner
