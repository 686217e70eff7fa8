// boosting.h
// This component provides `BoostingTrainer` and `BoostingLearner`, what learners that
// add tree after tree share, to these learners: the first n trees of a run are the run
// of n trees, so that one run gives every number of trees that a search asks for.
#pragma once

#include "learner/learner.h"

namespace credence::learner {

struct Boosted {
  model::Forest forest;
  std::string native;  // the library's own model file, if there is one
};

class BoostingTrainer : public Trainer {
 public:
  Result<Trained> fit(const Parameters& parameters, std::uint64_t seed) const final;
  // The trials differ in nothing but n_estimators.
  std::vector<Result<std::vector<double>>> fit_and_score(
      std::span<const Parameters> trials, std::uint64_t seed,
      const table::Matrix& matrix) const final;

 private:
  // Every parameter, given or initial.
  virtual Result<Parameters> completed(const Parameters& given) const = 0;
  // Of completed parameters: up to n_estimators trees.
  virtual Result<Boosted> boost(const Parameters& parameters,
                                std::uint64_t seed) const = 0;
  Result<std::vector<std::vector<double>>> score_prefixes(
      std::span<const Parameters> trials, std::uint64_t seed,
      const table::Matrix& matrix) const;
};

class BoostingLearner : public Learner {
 public:
  bool wants_scaled() const final { return false; }
  Result<> check(const Parameters& parameters) const override;
  // Configurations that differ only in the number of trees are one boosting run.
  std::vector<std::vector<std::size_t>> group(
      std::span<const Parameters> trials) const final;
  // Trees times what one of them takes.
  double effort(std::span<const Parameters> group) const final;

 private:
  virtual Result<Parameters> completed(const Parameters& given) const = 0;
  virtual double effort_of_tree(const Parameters& completed) const = 0;
};

// How much more a good row counts to a bad one: good rows / bad rows.
double good_per_bad(std::span<const std::int8_t> labels);

}  // namespace credence::learner
