#include "train/comparison.h"

#include <fmt/format.h>

#include <algorithm>

#include "metric/champion.h"
#include "metric/holm.h"

namespace credence::train {
namespace {

bool is_eligible(const report::ModelSummary& model) {
  return model.calibration &&
         std::ranges::all_of(model.directions, &report::DirectionCheck::holds);
}

// Places of the models that may become champion.
std::vector<std::size_t> eligible(const std::vector<report::ModelSummary>& models) {
  std::vector<std::size_t> places;
  const bool any = std::ranges::any_of(models, is_eligible);
  for (std::size_t m = 0; m < models.size(); ++m)
    if (!any || is_eligible(models[m])) places.push_back(m);
  return places;
}

// Why models were passed over, a sentence each.
std::string exclusions(const std::vector<report::ModelSummary>& models) {
  std::string text;
  for (const report::ModelSummary& model : models) {
    if (is_eligible(model)) continue;
    if (!model.calibration) {
      text +=
          fmt::format(". {} is no candidate: it could not be calibrated", model.title);
      continue;
    }
    const auto broken =
        std::ranges::find_if_not(model.directions, &report::DirectionCheck::holds);
    text += fmt::format(". {} is no candidate: its risk is not {} in {}", model.title,
                        broken->direction, broken->input);
  }
  return text;
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
  metric::Champion champion = TRY(metric::choose_champion(
      candidates, order, static_cast<std::size_t>(portfolio.validation.repeats)));
  summary.champion = places[champion.place];
  summary.champion_reason = std::move(champion.reason);
  if (places.size() < summary.models.size())
    summary.champion_reason += exclusions(summary.models);
  else if (!is_eligible(summary.models[summary.champion]))
    summary.champion_reason +=
        ". No model both could be calibrated and keeps the declared directions";
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
