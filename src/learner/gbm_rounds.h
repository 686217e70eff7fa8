// gbm_rounds.h
// This component provides `boost_trees`, the rounds of gradient boosting on the
// logistic loss, to its learner.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"
#include "learner/gbm_settings.h"
#include "learner/gbm_splits.h"
#include "learner/gbm_tally.h"
#include "model/forest.h"
#include "table/matrix.h"

namespace credence::learner {

// Friedman 2001, algorithm 5 (L_2 TreeBoost), in the terms of scikit-learn's
// GradientBoostingClassifier: from the log-odds of bad rows on, every round grows a
// tree on the residuals y - p of a sample of rows (Friedman 2002), whose leaves are
// worth one Newton step, sum of residuals / sum of p (1 - p), times the learning rate.
// Chance depends on the seed and the round's number alone, so that fewer rounds give
// the first of the trees that more would give.
//
// With early stopping, rounds end when the deviance of the rows kept for validation is
// not lower by `tol` than one of the last `n_iter_no_change`. Fails with `bad_input`
// when there are too few rows for that. `directions` are as Learner::bind takes them.
Result<model::Forest> boost_trees(const table::Matrix& matrix,
                                  std::span<const std::int8_t> labels,
                                  std::span<const std::int8_t> directions,
                                  SplitSearch& search, const GbmSettings& settings,
                                  std::uint64_t seed);

}  // namespace credence::learner
