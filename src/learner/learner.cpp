#include "learner/learner.h"

#include <fmt/ranges.h>

#include "learner/gbm_learner.h"
#include "learner/lightgbm_learner.h"
#include "learner/logistic_learner.h"
#include "learner/xgboost_learner.h"

namespace credence::learner {

std::vector<Result<std::vector<double>>> Trainer::fit_and_score(
    std::span<const Parameters> trials, std::uint64_t seed,
    const table::Matrix& matrix) const {
  std::vector<Result<std::vector<double>>> results;
  for (const Parameters& parameters : trials) {
    const Result<Trained> trained = fit(parameters, seed);
    if (trained)
      results.emplace_back(model::margins(trained->model, matrix));
    else
      results.emplace_back(std::unexpected(trained.error()));
  }
  return results;
}

std::vector<std::vector<std::size_t>> Learner::group(
    std::span<const Parameters> trials) const {
  std::vector<std::vector<std::size_t>> groups(trials.size());
  for (std::size_t i = 0; i < trials.size(); ++i) groups[i] = {i};
  return groups;
}

double Learner::effort(std::span<const Parameters> group) const {
  return static_cast<double>(group.size());
}

std::vector<std::string> learner_names() {
  return {"logistic", "gbm", "lightgbm", "xgboost"};
}

Result<std::unique_ptr<Learner>> find_learner(std::string_view name) {
  if (name == "logistic") return logistic_learner();
  if (name == "gbm") return gbm_learner();
  if (name == "lightgbm") return lightgbm_learner();
  if (name == "xgboost") return xgboost_learner();
  return bad_input("there is no learner '{}'; there are {}", name,
                   fmt::join(learner_names(), ", "));
}

}  // namespace credence::learner
