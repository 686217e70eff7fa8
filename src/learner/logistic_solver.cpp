#include "learner/logistic_solver.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace credence::learner {
namespace {

constexpr double precision = 1e-12;  // of the objective
constexpr int most_steps = 200;
// A kept curvature is good enough as long as each step gains less than this share of
// what the step before gained.
constexpr double slow = 0.1;

}  // namespace

LogisticSolver::LogisticSolver(const LogisticData& data)
    : data_(data),
      margins_(data.places(), 0.0),
      slopes_(data.places()),
      curvatures_(data.places()) {
  model_.coefficients.assign(data.columns(), 0.0);
}

void LogisticSolver::evaluate(const LogisticProblem& problem) {
  objective_ = problem.inverse_strength *
                   data_.loss(margins_, problem.class_weights, slopes_, curvatures_) +
               penalty_of(problem.penalty, model_.coefficients);
}

void LogisticSolver::renew_curvature() {
  gram_ = data_.gram(curvatures_);
  ++curvatures_made_;
}

LogisticSolver::Step LogisticSolver::propose(const LogisticProblem& problem) const {
  const double c = problem.inverse_strength;
  const std::size_t p = data_.columns(), size = p + 1;
  const std::vector<double> full = data_.gradient(slopes_);
  // The intercept is not penalised: its best change follows from the others'
  // (a Schur complement), and what is left is a problem in the coefficients alone.
  std::vector<double> curvature(p * p), gradient(p);
  for (std::size_t a = 0; a < p; ++a) {
    const double share = gram_[a + 1] / gram_[0];
    gradient[a] = c * (full[a + 1] - share * full[0]);
    for (std::size_t b = 0; b < p; ++b)
      curvature[a * p + b] = c * (gram_[(a + 1) * size + b + 1] - share * gram_[b + 1]);
  }
  Step step;
  step.coefficients = best_step(problem.penalty, curvature, gradient,
                                model_.coefficients, problem.directions);
  double follow = full[0], bend = 0, reduced = 0;
  std::vector<double> moved = model_.coefficients;
  for (std::size_t a = 0; a < p; ++a) {
    const double d = step.coefficients[a];
    if (d == 0) continue;
    moved[a] += d;
    follow += gram_[a + 1] * d;
    reduced += gradient[a] * d;
    double row = 0;
    for (std::size_t b = 0; b < p; ++b)
      row += curvature[a * p + b] * step.coefficients[b];
    bend += row * d;
  }
  step.intercept = -follow / gram_[0];
  const double penalties = penalty_of(problem.penalty, moved) -
                           penalty_of(problem.penalty, model_.coefficients);
  const double by_intercept = c * full[0] * full[0] / gram_[0];
  step.gain = -(reduced + bend / 2 + penalties) + by_intercept / 2;
  return step;
}

bool LogisticSolver::take(const LogisticProblem& problem, const Step& step,
                          bool may_shorten) {
  const std::vector<double> old_margins = margins_;
  const model::Linear old_model = model_;
  const double old_objective = objective_;
  std::vector<double> change(data_.places());
  data_.margins(step.intercept, step.coefficients, change);
  for (double length = 1; length > 1e-10; length /= 2) {
    for (std::size_t i = 0; i < margins_.size(); ++i)
      margins_[i] = old_margins[i] + length * change[i];
    model_.intercept = old_model.intercept + length * step.intercept;
    for (std::size_t j = 0; j < model_.coefficients.size(); ++j)
      model_.coefficients[j] =
          old_model.coefficients[j] + length * step.coefficients[j];
    evaluate(problem);
    ++steps_made_;
    const double enough = 1e-3 * length * step.gain;
    if (objective_ <= old_objective - enough + 1e-14 * old_objective) return true;
    if (!may_shorten) break;
  }
  margins_ = old_margins;
  model_ = old_model;
  evaluate(problem);
  return false;
}

const model::Linear& LogisticSolver::solve(const LogisticProblem& problem) {
  evaluate(problem);
  bool is_fresh = false;
  double last_gain = std::numeric_limits<double>::infinity();
  for (int i = 0; i < most_steps; ++i) {
    if (gram_.empty()) {
      renew_curvature();
      is_fresh = true;
    }
    Step step = propose(problem);
    if (step.gain <= precision * objective_) break;
    if (!is_fresh && step.gain > slow * last_gain) {
      renew_curvature();
      is_fresh = true;
      step = propose(problem);
    }
    if (take(problem, step, is_fresh)) {
      last_gain = step.gain;
      is_fresh = false;
    } else if (is_fresh) {
      break;  // not even the true curvature leads lower: rounding is all that is left
    } else {
      last_gain = 0;  // asks for a new curvature
    }
  }
  return model_;
}

}  // namespace credence::learner
