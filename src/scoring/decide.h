// decide.h
// This component provides `Decider`, which turns one application's features into a
// decision with a version's pipeline, model and rule, to batch scoring and the server.
// It is the only way from features to a decision.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/scorer.h"
#include "table/value.h"
#include "version/version.h"

namespace credence::scoring {

struct Decided {
  double margin = 0;       // the model's log-odds of being bad, uncalibrated
  double probability = 0;  // calibrated
  bool refused = false;
  const portfolio::Band* band =
      nullptr;  // of the version's rule, lives as long as that
};

std::string_view name_of_decision(bool refused);  // "decline", "approve"

// One object serves one thread.
class Decider {
 public:
  explicit Decider(std::shared_ptr<const version::Version> version);

  // `features` in the order of Portfolio::features. Fails with `bad_input` when the
  // model cannot know such a row, as Pipeline::check says.
  Result<Decided> decide(std::span<const table::Value> features);

  const version::Version& version() const { return *version_; }

 private:
  std::shared_ptr<const version::Version> version_;
  model::Scorer scorer_;
  std::vector<double> row_;  // scratch: the prepared row
};

}  // namespace credence::scoring
