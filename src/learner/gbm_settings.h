// gbm_settings.h
// This component provides `GbmSettings`, the parameters of gradient boosting under
// scikit-learn's names, checked, to its learner and its parts.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "base/result.h"
#include "portfolio/parameters.h"

namespace credence::learner {

struct GbmSettings {
  std::int64_t n_estimators = 100;
  double learning_rate = 0.1;
  std::int64_t max_depth = 3;
  std::int64_t min_samples_split = 2;
  std::int64_t min_samples_leaf = 1;
  // "sqrt", "log2" or the share of columns that a node's split is chosen from
  std::variant<std::string, double> max_features = 1.0;
  double subsample = 1;   // the share of rows that a tree is grown from
  bool exact = false;     // every distinct value may be a threshold, not just bins
  bool balanced = false;  // bad rows weigh as much as good ones together
  std::int64_t n_iter_no_change = 0;  // 0: no early stopping
  double validation_fraction = 0.1;
  double tol = 1e-4;

  // Of max_features, for a matrix of so many columns: at least 1.
  std::size_t features_drawn(std::size_t columns) const;
};

// Every parameter, given or initial.
Result<portfolio::Parameters> complete_gbm(const portfolio::Parameters& given);

// Of completed parameters.
GbmSettings gbm_settings(const portfolio::Parameters& parameters);

}  // namespace credence::learner
