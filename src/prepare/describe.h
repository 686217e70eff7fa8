// describe.h
// This component provides the report of what a pipeline does to each feature, to the
// `prepare` command and the model card.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "prepare/pipeline.h"

namespace credence::prepare {

// One feature in words and numbers; empty texts where there is nothing to say.
struct Description {
  std::string feature, kind;
  double missing_share = 0;  // of the training rows
  std::string filled_with;   // "34.5 (median)", "Salaried (mode)"
  std::string indicator;     // "age_missing", "age_missing (shared)"
  std::string encoding;      // "as it is", "in declared order", "one-hot"
  std::vector<std::string> categories;
  std::vector<std::string> columns;  // of the matrix, indicator first
  std::string scaling;               // "standard (mean 3.1, deviation 2)"
  std::string left_out;              // why it makes no columns
};

// The features that were fitted, in order, then those left out.
std::vector<Description> describe(const Pipeline& pipeline);

Json to_json(const std::vector<Description>& descriptions);

}  // namespace credence::prepare
