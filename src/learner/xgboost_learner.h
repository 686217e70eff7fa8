// xgboost_learner.h
// This component provides boosted trees by the XGBoost library, to `find_learner`.
#pragma once

#include <memory>

#include "learner/learner.h"

namespace credence::learner {

// Parameters by the names of XGBoost's scikit-learn interface, histograms as tree
// method. Values and thresholds have single precision, as in the library.
std::unique_ptr<Learner> xgboost_learner();

}  // namespace credence::learner
