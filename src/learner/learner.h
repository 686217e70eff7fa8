// learner.h
// This component provides `Learner` and `Trainer`, which fit models to matrices, to the
// search. Kinds: logistic, gbm, lightgbm, xgboost; further ones join in
// `find_learner`.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/model.h"
#include "portfolio/parameters.h"
#include "table/matrix.h"

namespace credence::learner {

using portfolio::Parameters;

struct Trained {
  model::Model model;
  std::string native;  // the library's own model file, if there is one
};

// Bound to one training matrix, so that what depends on the data alone (bins, sums) is
// done once for all trials. `fit` may be called from several threads at once; each call
// uses one thread.
class Trainer {
 public:
  virtual ~Trainer() = default;
  // Unknown or impossible parameters fail with `bad_input`, naming them.
  virtual Result<Trained> fit(const Parameters& parameters,
                              std::uint64_t seed) const = 0;
  // For each of `trials`, one group of Learner::group: the margins on `matrix` of the
  // model that it gives. Work that the trials have in common is done once; the default
  // fits them one by one.
  virtual std::vector<Result<std::vector<double>>> fit_and_score(
      std::span<const Parameters> trials, std::uint64_t seed,
      const table::Matrix& matrix) const;
};

class Learner {
 public:
  virtual ~Learner() = default;
  virtual std::string_view name() const = 0;   // "logistic"
  virtual std::string_view title() const = 0;  // "Logistic regression"
  virtual bool wants_scaled() const = 0;
  virtual std::string version() const = 0;  // of the library behind it
  virtual Result<> check(const Parameters& parameters) const = 0;
  // Divides trials (as indices) into groups that share work: configurations that differ
  // only in the number of trees, a path of regularisations. The default: each alone.
  virtual std::vector<std::vector<std::size_t>> group(
      std::span<const Parameters> trials) const;
  // How long a group takes, in any unit: longer ones are started first.
  virtual double effort(std::span<const Parameters> group) const;
  // `matrix` and `labels` (0 good, 1 bad) have to outlive the trainer. `directions`: of
  // each column, how the margin may move when its value rises and nothing else changes:
  // 1 never down, -1 never up, 0 either; empty: all 0.
  virtual Result<std::unique_ptr<Trainer>> bind(
      const table::Matrix& matrix, std::span<const std::int8_t> labels,
      std::span<const std::int8_t> directions) const = 0;
};

// `bad_input` with the known names when there is none of this name.
Result<std::unique_ptr<Learner>> find_learner(std::string_view name);
std::vector<std::string> learner_names();

}  // namespace credence::learner
