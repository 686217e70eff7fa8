// benchmark_models.h
// This component provides forests of 300 trees x 31 leaves on 66 columns, trained by
// LightGBM and by XGBoost, and rows to score, to the benchmarks of forests.
#pragma once

#include <string>

#include "tests/learner/lightgbm_direct.h"
#include "tests/learner/xgboost_direct.h"

namespace credence::bench {

inline constexpr std::size_t columns = 66;
inline constexpr int trees = 300;

inline const std::string& lightgbm_text() {
  static const std::string text = learner::train_directly(
      learner::random_rows(1, 8000, columns),
      std::string("objective=binary num_leaves=31 learning_rate=0.05"), trees);
  return text;
}

inline const std::string& xgboost_text() {
  static const std::string text =
      learner::train_directly(learner::random_rows(1, 8000, columns),
                              learner::Settings{{"objective", "binary:logistic"},
                                                {"tree_method", "hist"},
                                                {"grow_policy", "lossguide"},
                                                {"max_leaves", "31"},
                                                {"max_depth", "0"},
                                                {"eta", "0.05"}},
                              trees);
  return text;
}

// Not among those trained on.
inline table::Matrix unseen_rows(std::size_t rows) {
  return learner::random_rows(2, rows, columns).matrix;
}

}  // namespace credence::bench
