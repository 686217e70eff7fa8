// logistic_solver.h
// This component provides `LogisticSolver`, which minimises the penalised logistic
// loss, to the logistic learner.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "learner/logistic_data.h"
#include "learner/logistic_step.h"
#include "model/linear.h"

namespace credence::learner {

struct LogisticProblem {
  Penalty penalty = Penalty::l2;
  double inverse_strength = 1;  // C
  std::array<double, 2> class_weights{1, 1};
  std::span<const std::int8_t> directions = {};  // as Learner::bind takes them
};

// Proximal Newton (Lee, Sun, Saunders 2014). The curvature, by far the dearest part, is
// kept from step to step and from problem to problem, and made anew when the steps it
// gives no longer converge fast; gradients are always exact, so that only the number of
// steps depends on it, not where they lead. Each problem starts from the solution of
// the one before; all of them have the same directions.
class LogisticSolver {
 public:
  explicit LogisticSolver(const LogisticData& data);

  // Until a Newton step would lower the objective by less than 1e-12 of it.
  const model::Linear& solve(const LogisticProblem& problem);

  double objective() const { return objective_; }
  // Work done so far, for those who measure.
  std::int64_t curvatures_made() const { return curvatures_made_; }
  std::int64_t steps_made() const { return steps_made_; }

 private:
  struct Step {
    std::vector<double> coefficients;
    double intercept = 0;
    double gain = 0;  // by which the quadratic model falls
  };
  void evaluate(const LogisticProblem& problem);
  void renew_curvature();
  Step propose(const LogisticProblem& problem) const;
  bool take(const LogisticProblem& problem, const Step& step, bool may_shorten);

  const LogisticData& data_;
  model::Linear model_;
  std::vector<double> margins_, slopes_, curvatures_;  // one per place
  std::vector<double> gram_;                           // (1 + p)^2; empty: none yet
  double objective_ = 0;
  std::int64_t curvatures_made_ = 0, steps_made_ = 0;
};

}  // namespace credence::learner
