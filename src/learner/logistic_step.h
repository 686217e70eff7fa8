// logistic_step.h
// This component provides the minimum of one quadratic model of the penalised logistic
// loss, to its solver.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace credence::learner {

enum class Penalty { l1, l2 };

// The change of the coefficients that minimises
//   gradient'd + d'Hd / 2 + penalty(coefficients + d)
// where H (p x p, symmetric, positive semi-definite) is the curvature once the
// intercept follows freely. Under `directions` (as Learner::bind takes them; empty:
// none) no coefficient ends with the other sign: it is 0 then, as the given
// coefficients have to be.
std::vector<double> best_step(Penalty penalty, std::span<const double> curvature,
                              std::span<const double> gradient,
                              std::span<const double> coefficients,
                              std::span<const std::int8_t> directions = {});

double penalty_of(Penalty penalty, std::span<const double> coefficients);

}  // namespace credence::learner
