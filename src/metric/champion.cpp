#include "metric/champion.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace credence::metric {
namespace {

// How far a candidate is below the best, over the folds.
struct Gap {
  double mean = 0, standard_error = 0;
};

double mean(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) /
         static_cast<double>(values.size());
}

Gap gap(const Candidate& best, const Candidate& other, std::size_t repeats) {
  const std::size_t folds = best.fold_auc.size();
  std::vector<double> apart(folds);
  for (std::size_t i = 0; i < folds; ++i)
    apart[i] = best.fold_auc[i] - other.fold_auc[i];
  Gap result{.mean = mean(apart)};
  if (folds < 2) return result;
  double squares = 0;
  for (const double value : apart)
    squares += (value - result.mean) * (value - result.mean);
  const auto n = static_cast<double>(folds);
  result.standard_error =
      std::sqrt(squares / (n - 1) / (n / static_cast<double>(repeats)));
  return result;
}

// The place of every candidate in the order of interpretability.
Result<std::vector<std::size_t>> ranks_of(std::span<const Candidate> candidates,
                                          std::span<const std::string> order) {
  std::vector<std::size_t> ranks;
  for (const Candidate& candidate : candidates) {
    const auto place = std::find(order.begin(), order.end(), candidate.name);
    if (place == order.end())
      return bad_input(
          "model '{}' is not in the order of interpretability ({}); add it there",
          candidate.name, fmt::join(order, ", "));
    ranks.push_back(static_cast<std::size_t>(place - order.begin()));
    if (std::count(ranks.begin(), ranks.end(), ranks.back()) > 1)
      return bad_input("model '{}' is among the candidates twice", candidate.name);
  }
  return ranks;
}

Result<> check_folds(std::span<const Candidate> candidates) {
  if (candidates.empty())
    return bad_input("there are no models to choose a champion from");
  for (const Candidate& candidate : candidates) {
    if (candidate.fold_auc.empty())
      return bad_input("model '{}' has no cross-validated AUC", candidate.name);
    if (candidate.fold_auc.size() != candidates.front().fold_auc.size())
      return bad_input(
          "model '{}' has the AUC of {} folds and model '{}' of {}; expected the same "
          "folds for all",
          candidate.name, candidate.fold_auc.size(), candidates.front().name,
          candidates.front().fold_auc.size());
    for (std::size_t i = 0; i < candidate.fold_auc.size(); ++i)
      if (!(candidate.fold_auc[i] >= 0 && candidate.fold_auc[i] <= 1))
        return bad_input("model '{}' has AUC {} on fold {}; expected it from 0 to 1",
                         candidate.name, candidate.fold_auc[i], i + 1);
  }
  return {};
}

std::string reason_for(std::span<const Candidate> candidates, const Champion& champion,
                       const Gap& behind) {
  const Candidate& best = candidates[champion.best];
  const Candidate& chosen = candidates[champion.place];
  const std::string lead = fmt::format("{} has the best cross-validated AUC, {:.4f}",
                                       best.name, mean(best.fold_auc));
  const std::size_t folds = best.fold_auc.size();
  if (champion.place != champion.best)
    return fmt::format(
        "{}; {} is within one standard error of it ({:.4f} lower, standard error "
        "{:.4f} "
        "over {} folds) and more interpretable, so it is the champion",
        lead, chosen.name, behind.mean, behind.standard_error, folds);
  if (candidates.size() == 1) return fmt::format("{} is the only model", best.name);
  if (folds < 2)
    return lead + "; from one fold no standard error is known, so it is the champion";
  return fmt::format(
      "{}, and no more interpretable model is within one standard error of it over {} "
      "folds, so it is the champion",
      lead, folds);
}

}  // namespace

Result<Champion> choose_champion(std::span<const Candidate> candidates,
                                 std::span<const std::string> order,
                                 std::size_t repeats) {
  TRY(check_folds(candidates));
  const std::vector<std::size_t> ranks = TRY(ranks_of(candidates, order));
  Champion champion;
  for (std::size_t i = 1; i < candidates.size(); ++i) {
    const double ahead =
        mean(candidates[i].fold_auc) - mean(candidates[champion.best].fold_auc);
    if (ahead > 0 || (ahead == 0 && ranks[i] < ranks[champion.best])) champion.best = i;
  }
  champion.place = champion.best;
  Gap behind;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Gap here = gap(candidates[champion.best], candidates[i], repeats);
    if (here.mean > here.standard_error || ranks[i] >= ranks[champion.place]) continue;
    champion.place = i;
    behind = here;
  }
  champion.reason = reason_for(candidates, champion, behind);
  return champion;
}

}  // namespace credence::metric
