#include "scoring/decide.h"

#include <cmath>
#include <utility>

namespace credence::scoring {

std::string_view name_of_decision(bool refused) {
  return refused ? "decline" : "approve";
}

Decider::Decider(std::shared_ptr<const version::Version> version)
    : version_(std::move(version)),
      scorer_(model::Scorer::of(version_->model)),
      row_(version_->pipeline.names().size()) {}

Result<Decided> Decider::decide(std::span<const table::Value> features) {
  TRY(version_->pipeline.check(features));
  version_->pipeline.transform(features, version_->form, row_);
  Decided decided;
  decided.margin = scorer_.margin(row_);
  if (!std::isfinite(decided.margin))
    return internal("the model gives log-odds of {}; its version has to be replaced",
                    decided.margin);
  decided.probability = version_->calibration.probability(decided.margin);
  decided.refused = version_->rule.refuses(decided.probability);
  decided.band = &version_->rule.band(decided.probability);
  return decided;
}

}  // namespace credence::scoring
