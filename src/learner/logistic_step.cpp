#include "learner/logistic_step.h"

#include <algorithm>
#include <cmath>

namespace credence::learner {
namespace {

double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : 0; }

// Solves matrix x = right (n x n, by Cholesky; destroys both) and leaves x in `right`;
// false when the matrix is not positive definite to working precision.
bool solve(std::vector<double>& matrix, std::vector<double>& right) {
  const std::size_t n = right.size();
  const auto row = [&](std::size_t i) { return matrix.data() + i * n; };
  for (std::size_t i = 0; i < n; ++i) {
    const double diagonal = row(i)[i];
    for (std::size_t j = 0; j <= i; ++j) {
      double rest = row(i)[j];
      for (std::size_t k = 0; k < j; ++k) rest -= row(i)[k] * row(j)[k];
      if (j < i)
        row(i)[j] = rest / row(j)[j];
      else if (rest <= 1e-12 * diagonal)
        return false;
      else
        row(i)[i] = std::sqrt(rest);
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) right[i] -= row(i)[k] * right[k];
    right[i] /= row(i)[i];
  }
  for (std::size_t i = n; i-- > 0;) {
    right[i] /= row(i)[i];
    for (std::size_t k = 0; k < i; ++k) right[k] -= row(i)[k] * right[i];
  }
  return true;
}

// As `solve`; where columns say the same, of a matrix a little above, whose solution
// leads far along what they share, downwards.
bool solve_nearly(const std::vector<double>& matrix, std::vector<double>& right) {
  const std::size_t n = right.size();
  const std::vector<double> wanted = right;
  for (const double above : {0.0, 1e-8}) {
    std::vector<double> raised = matrix;
    for (std::size_t i = 0; i < n; ++i) raised[i * n + i] *= 1 + above;
    right = wanted;
    if (solve(raised, right)) return true;
  }
  return false;
}

std::vector<double> ridge_step(std::span<const double> curvature,
                               std::span<const double> gradient,
                               std::span<const double> coefficients) {
  const std::size_t p = gradient.size();
  std::vector<double> matrix(curvature.begin(), curvature.end());
  std::vector<double> step(p);
  for (std::size_t j = 0; j < p; ++j) {
    matrix[j * p + j] += 1;
    step[j] = -(gradient[j] + coefficients[j]);
  }
  // The penalty makes the matrix positive definite, unless it is lost beside columns
  // whose values are enormous: then a step along the diagonal still leads down.
  if (solve(matrix, step)) return step;
  for (std::size_t j = 0; j < p; ++j)
    step[j] = -(gradient[j] + coefficients[j]) /
              (static_cast<double>(p) * curvature[j * p + j] + 1);
  return step;
}

// Coordinate descent on the quadratic model with a penalty of `weight` x sum |b_j|
// (Friedman, Hastie, Tibshirani 2010), and, once the signs have settled, the exact
// solution for these signs.
class SignedStep {
 public:
  SignedStep(double weight, std::span<const double> curvature,
             std::span<const double> gradient, std::span<const double> coefficients,
             std::span<const std::int8_t> directions)
      : p_(gradient.size()),
        weight_(weight),
        curvature_(curvature),
        directions_(directions),
        slopes_(gradient.begin(), gradient.end()),
        start_(coefficients.begin(), coefficients.end()),
        now_(start_) {}

  std::vector<double> run() {
    constexpr int most_rounds = 60, sweeps_per_round = 10;
    const double first = sweep(false);
    for (int round = 0; round < most_rounds; ++round) {
      for (int i = 0; i < sweeps_per_round; ++i)
        if (sweep(true) <= 1e-12 * first) break;
      settle_signs();
      if (sweep(false) <= 1e-10 * first) break;
    }
    std::vector<double> step(p_);
    for (std::size_t j = 0; j < p_; ++j) step[j] = now_[j] - start_[j];
    return step;
  }

 private:
  // One pass over the coefficients, all or those that are not 0. Returns how much it
  // lowered the model, about.
  double sweep(bool only_active) {
    double gain = 0;
    for (std::size_t j = 0; j < p_; ++j) {
      const double bend = curvature_[j * p_ + j];
      if ((only_active && now_[j] == 0) || bend <= 0) continue;
      const double free = now_[j] * bend - slopes_[j];
      double next = sign(free) * std::max(std::abs(free) - weight_, 0.0) / bend;
      if (direction(j) * next < 0) next = 0;
      const double change = next - now_[j];
      if (change == 0) continue;
      move(j, change);
      gain += bend * change * change;
    }
    return gain;
  }

  int direction(std::size_t j) const {
    return directions_.empty() ? 0 : directions_[j];
  }
  // Nothing happens where its sign changes.
  bool is_free(std::size_t j) const { return weight_ == 0 && direction(j) == 0; }

  void move(std::size_t j, double change) {
    now_[j] += change;
    const double* row = curvature_.data() + j * p_;
    for (std::size_t k = 0; k < p_; ++k) slopes_[k] += change * row[k];
  }

  // Jumps to the minimum over the active coefficients under their signs, if it has
  // these signs. A sign that would change stops the jump where it becomes 0.
  void settle_signs() {
    std::vector<std::size_t> active;
    for (std::size_t j = 0; j < p_; ++j)
      if (now_[j] != 0) active.push_back(j);
    const std::size_t n = active.size();
    std::vector<double> matrix(n * n), step(n);
    for (std::size_t a = 0; a < n; ++a) {
      for (std::size_t b = 0; b < n; ++b)
        matrix[a * n + b] = curvature_[active[a] * p_ + active[b]];
      step[a] = -(slopes_[active[a]] + weight_ * sign(now_[active[a]]));
    }
    if (n == 0 || !solve_nearly(matrix, step)) return;
    double length = 1;
    std::size_t first_zero = n;
    for (std::size_t a = 0; a < n; ++a) {
      const double now = now_[active[a]];
      if ((now + step[a]) * now > 0 || is_free(active[a])) continue;
      if (-now / step[a] < length) {
        length = -now / step[a];
        first_zero = a;
      }
    }
    for (std::size_t a = 0; a < n; ++a)
      move(active[a], a == first_zero ? -now_[active[a]] : length * step[a]);
  }

  std::size_t p_;
  double weight_;
  std::span<const double> curvature_;
  std::span<const std::int8_t> directions_;
  std::vector<double> slopes_;  // gradient of the quadratic part at `now_`
  std::vector<double> start_, now_;
};

// The ridge penalty is part of the quadratic model.
std::vector<double> held_ridge_step(std::span<const double> curvature,
                                    std::span<const double> gradient,
                                    std::span<const double> coefficients,
                                    std::span<const std::int8_t> directions) {
  const std::size_t p = gradient.size();
  std::vector<double> matrix(curvature.begin(), curvature.end());
  std::vector<double> slopes(p);
  for (std::size_t j = 0; j < p; ++j) {
    matrix[j * p + j] += 1;
    slopes[j] = gradient[j] + coefficients[j];
  }
  return SignedStep(0, matrix, slopes, coefficients, directions).run();
}

}  // namespace

std::vector<double> best_step(Penalty penalty, std::span<const double> curvature,
                              std::span<const double> gradient,
                              std::span<const double> coefficients,
                              std::span<const std::int8_t> directions) {
  if (penalty == Penalty::l1)
    return SignedStep(1, curvature, gradient, coefficients, directions).run();
  if (directions.empty()) return ridge_step(curvature, gradient, coefficients);
  return held_ridge_step(curvature, gradient, coefficients, directions);
}

double penalty_of(Penalty penalty, std::span<const double> coefficients) {
  double total = 0;
  for (const double b : coefficients)
    total += penalty == Penalty::l1 ? std::abs(b) : b * b / 2;
  return total;
}

}  // namespace credence::learner
