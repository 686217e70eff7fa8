#include "report/findings.h"

#include <fmt/core.h>

#include <cmath>
#include <vector>

#include "report/html_parts.h"

namespace credence::report {

double share(std::int64_t part, std::int64_t all) {
  return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
}

const decision::Policy* policy_of(const Evaluation& evaluation, std::string_view name) {
  for (const decision::Policy& policy : evaluation.policies)
    if (policy.name == name) return &policy;
  return nullptr;
}

std::string ties_sentence(const RunSummary& run) {
  std::vector<std::string> ties, worse, better;
  for (const ModelSummary& model : run.models) {
    if (!model.against_champion) continue;
    const bool differs = model.against_champion->adjusted_p < 0.05;
    (!differs                                      ? ties
     : model.against_champion->test.difference > 0 ? better
                                                   : worse)
        .push_back(model.title);
  }
  std::string text;
  if (run.champion >= run.models.size()) return text;
  const auto add = [&](const std::vector<std::string>& models, std::string_view what) {
    if (models.empty()) return;
    text += fmt::format("{}{} {}", text.empty() ? "" : "; ", listed(models), what);
  };
  const std::string& champion = run.models[run.champion].title;
  add(ties, fmt::format("cannot be told apart from {} on the test set", champion));
  add(worse,
      fmt::format("ranked worse than {} on the test set, beyond chance", champion));
  add(better, fmt::format("ranked better than {} there, beyond chance", champion));
  return text.empty() ? "" : text + " (DeLong's paired test, Holm-adjusted, 5%).";
}

std::string direction_words(double direction) {
  if (std::abs(direction) < 0.5) return "";
  return direction > 0 ? "more of it, more risk" : "more of it, less risk";
}

std::string probability(double value) { return fmt::format("{:#.3g}", value); }

}  // namespace credence::report
