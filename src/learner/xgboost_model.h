// xgboost_model.h
// This component provides the reading of XGBoost's JSON model into a `Forest`, to its
// learner.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/forest.h"

namespace credence::learner {

// The model format of XGBoost 3. Margins of the forest equal the library's bit for bit:
// values, thresholds and leaves in single precision, summed in tree order upon the base
// (-log(1 / base_score - 1)). Fails with `bad_input` on what a forest cannot hold
// (categorical splits, DART, linear boosting, several trees per round, several classes,
// vector leaves, another objective), naming it, and on documents that are damaged.
Result<model::Forest> forest_of_xgboost(std::string_view json);

}  // namespace credence::learner
