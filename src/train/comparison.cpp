#include "train/comparison.h"

#include <algorithm>

#include "metric/champion.h"
#include "metric/holm.h"

namespace credence::train {
namespace {

// Places of the models that may become champion.
std::vector<std::size_t> eligible(const std::vector<report::ModelSummary>& models) {
  std::vector<std::size_t> places;
  for (std::size_t m = 0; m < models.size(); ++m)
    if (models[m].calibration) places.push_back(m);
  if (places.empty())
    for (std::size_t m = 0; m < models.size(); ++m) places.push_back(m);
  return places;
}

Result<> choose(const portfolio::Portfolio& portfolio, report::RunSummary& summary) {
  const std::vector<std::size_t> places = eligible(summary.models);
  // Titles, since the reason is read by people.
  std::vector<metric::Candidate> candidates;
  std::vector<std::string> order;
  for (const std::size_t m : places)
    candidates.push_back({summary.models[m].title, summary.models[m].fold_auc});
  for (const std::string& learner : portfolio.champion_order)
    for (const std::size_t m : places)
      if (summary.models[m].learner == learner)
        order.push_back(summary.models[m].title);
  metric::Champion champion = TRY(metric::choose_champion(candidates, order));
  summary.champion = places[champion.place];
  summary.champion_reason = std::move(champion.reason);
  return {};
}

}  // namespace

Result<> compare(const portfolio::Portfolio& portfolio, report::RunSummary& summary) {
  TRY(choose(portfolio, summary));
  std::vector<double> p_values;
  std::vector<report::ModelSummary*> others;
  const report::ModelSummary& champion = summary.models[summary.champion];
  for (report::ModelSummary& model : summary.models) {
    if (&model == &champion) continue;
    const auto test =
        TRY(metric::delong_test(*model.test.scored, *champion.test.scored));
    model.against_champion = report::AgainstChampion{test, 1};
    p_values.push_back(test.p);
    others.push_back(&model);
  }
  const std::vector<double> adjusted = metric::holm_adjusted(p_values);
  for (std::size_t i = 0; i < others.size(); ++i)
    others[i]->against_champion->adjusted_p = adjusted[i];
  return {};
}

}  // namespace credence::train
