#include "explain/concepts.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>

namespace credence::explain {
namespace {

Result<std::string> concept_of(const std::string& feature,
                               const portfolio::Portfolio& portfolio) {
  const auto found =
      std::ranges::find(portfolio.features, feature, &portfolio::Feature::name);
  if (found == portfolio.features.end())
    return bad_input(
        "explanation: the preparation uses the feature '{}', which the portfolio does "
        "not have; expected the portfolio that it was fitted for",
        feature);
  return found->concept_name.empty() ? feature : found->concept_name;
}

}  // namespace

Result<Concepts> Concepts::of(const prepare::Pipeline& pipeline,
                              const portfolio::Portfolio& portfolio) {
  Concepts concepts;
  for (const std::uint32_t step : pipeline.step_of_column()) {
    const std::string name = TRY(concept_of(pipeline.steps()[step].feature, portfolio));
    const auto place = std::ranges::find(concepts.names_, name);
    concepts.of_column_.push_back(
        static_cast<std::uint32_t>(place - concepts.names_.begin()));
    if (place == concepts.names_.end()) concepts.names_.push_back(name);
  }
  return concepts;
}

std::vector<ConceptContribution> Concepts::sums(
    std::span<const double> contributions) const {
  assert(contributions.size() == of_column_.size());
  std::vector<ConceptContribution> sums;
  for (const std::string& name : names_) sums.push_back({name, 0});
  for (std::size_t j = 0; j < contributions.size(); ++j)
    sums[of_column_[j]].contribution += contributions[j];
  std::ranges::stable_sort(sums, std::greater{}, [](const ConceptContribution& sum) {
    return std::abs(sum.contribution);
  });
  return sums;
}

}  // namespace credence::explain
