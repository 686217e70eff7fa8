// lightgbm_text.h
// This component provides the reading of LightGBM's model text into a `Forest`, to its
// learner.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/forest.h"

namespace credence::learner {

// Model format v4. The numbers in the text have 17 significant digits, so thresholds
// and leaf values are exact. Fails with `bad_input` on what a forest cannot hold
// (categorical splits, linear leaves, DART, random forests, several classes), naming
// it, and on text that is damaged.
Result<model::Forest> forest_of_lightgbm(std::string_view text);

}  // namespace credence::learner
