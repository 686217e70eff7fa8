// gbm_learner.h
// This component provides classic gradient boosting (Friedman 2001, 2002), our own, to
// `find_learner`.
#pragma once

#include <memory>

#include "learner/learner.h"

namespace credence::learner {

// With the parameters of scikit-learn's GradientBoostingClassifier under their names,
// and `splitter`: hist (at most 255 bins per column, fast) or exact (every threshold,
// scikit-learn's trees); max_features: sqrt, log2 or a share of the columns; missing
// values go to the side that gains more.
std::unique_ptr<Learner> gbm_learner();

}  // namespace credence::learner
