// logistic_learner.h
// This component provides regularised logistic regression to `find_learner`.
#pragma once

#include <memory>

#include "learner/learner.h"

namespace credence::learner {

// Minimises C x sum of w_i log(1 + exp(-y_i m_i)) + penalty over the coefficients, the
// intercept left free; penalty l1: sum |b_j|, l2: sum b_j^2 / 2; class weights w_i as
// scikit-learn's "balanced", or 1. A column's direction is its coefficient's sign.
std::unique_ptr<Learner> logistic_learner();

}  // namespace credence::learner
