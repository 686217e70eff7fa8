#include <fmt/format.h>

#include <algorithm>

#include "draft/texts.h"

namespace credence::draft {
namespace {

constexpr std::string_view small_trees = R"(
[search.lightgbm]
trials = {0}
n_estimators = [100, 200, 300]
learning_rate = [0.03, 0.05, 0.1]
subsample = [0.7, 0.8, 0.9]
subsample_freq = [1]
colsample_bytree = [0.4, 0.6, 0.8]
max_depth = [2, 3, 4]
num_leaves = [4, 6, 8]
min_child_samples = [10, 20, 30]
reg_alpha = [0, 0.1, 1]
reg_lambda = [1, 5, 20]

[search.xgboost]
trials = {0}
n_estimators = [100, 200, 300]
learning_rate = [0.03, 0.05, 0.1]
subsample = [0.7, 0.8, 0.9]
colsample_bytree = [0.4, 0.6, 0.8]
max_depth = [2, 3, 4]
min_child_weight = [1, 3, 7]
reg_alpha = [0, 0.1, 1]
reg_lambda = [1, 5, 20]

[search.gbm]
trials = {0}
n_estimators = [100, 200, 300]
learning_rate = [0.03, 0.05, 0.1]
subsample = [0.7, 0.8, 0.9]
max_depth = [2, 3, 4]
min_samples_leaf = [5, 10, 20]
max_features = ["sqrt", "log2", "0.5"]
)";

constexpr std::string_view large_trees = R"(
[search.lightgbm]
trials = {0}
n_estimators = [100, 200, 300]
learning_rate = [0.03, 0.05, 0.1]
subsample = [0.7, 0.8, 0.9]
subsample_freq = [1]
colsample_bytree = [0.4, 0.6, 0.8]
max_depth = [3, 5, 7]
num_leaves = [7, 15, 31]
min_child_samples = [20, 50, 100]
reg_alpha = [0, 0.1, 1]
reg_lambda = [1, 5, 20]

[search.xgboost]
trials = {0}
n_estimators = [100, 200, 300]
learning_rate = [0.03, 0.05, 0.1]
subsample = [0.7, 0.8, 0.9]
colsample_bytree = [0.4, 0.6, 0.8]
max_depth = [3, 4, 6]
min_child_weight = [1, 5, 20]
reg_alpha = [0, 0.1, 1]
reg_lambda = [1, 5, 20]

[search.gbm]
trials = {0}
n_estimators = [100, 200, 300]
learning_rate = [0.03, 0.05, 0.1]
subsample = [0.7, 0.8, 0.9]
max_depth = [3, 4, 6]
min_samples_leaf = [10, 20, 50]
max_features = ["sqrt", "log2", "0.5"]
)";

}  // namespace

std::string search_text(const Draft& draft) {
  const std::int64_t cells =
      draft.rows * std::ranges::count(draft.columns, Role::feature, &Column::role);
  const int trials = cells < 100'000     ? 30
                     : cells < 500'000   ? 16
                     : cells < 2'000'000 ? 8
                                         : 4;
  return fmt::format(
             "\n[search.logistic]\ntrials = {}\nC = [0.001, 0.01, 0.1, 0.3, 1, 3, "
             "10]\npenalty = [\"l1\", \"l2\"]\n\n"
             "# More trials find better trees: 50 are a good number when time allows.",
             cells < 2'000'000 ? 14 : 6) +
         fmt::format(
             draft.rows < 5000 ? fmt::runtime(small_trees) : fmt::runtime(large_trees),
             trials);
}

}  // namespace credence::draft
