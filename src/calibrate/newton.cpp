#include "calibrate/newton.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "base/exact_math.h"
#include "calibrate/softplus.h"

namespace credence::calibrate {
namespace {

constexpr std::size_t most = 3;  // two columns and the constant
using Vector = std::array<double, most>;
using Square = std::array<Vector, most>;

struct Column {
  std::vector<double> standard;  // mean 0, deviation 1
  double mean = 0, deviation = 0;
};

std::optional<Column> standardised(std::span<const double> values) {
  const auto n = static_cast<double>(values.size());
  Column column;
  for (const double value : values) column.mean += value / n;
  double squares = 0;
  for (const double value : values)
    squares += (value - column.mean) * (value - column.mean) / n;
  column.deviation = std::sqrt(squares);
  if (!(column.deviation > 1e-12 * std::abs(column.mean)) || column.deviation < 1e-150)
    return {};
  for (const double value : values)
    column.standard.push_back((value - column.mean) / column.deviation);
  return column;
}

// Gradient and Hessian of the mean cross-entropy; the last place is the constant's.
struct Slope {
  Vector gradient{};
  Square hessian{};
};

class Problem {
 public:
  Problem(std::span<const Column> columns, std::span<const double> targets)
      : columns_(columns), targets_(targets), size_(columns.size() + 1) {}

  std::size_t size() const { return size_; }

  // softplus(z) - t z is the cross-entropy of log-odds z against target t.
  double loss(const Vector& at) const {
    double sum = 0;
    for (std::size_t row = 0; row < targets_.size(); ++row) {
      const double z = log_odds(at, row);
      sum += softplus(z) - targets_[row] * z;
    }
    return sum / static_cast<double>(targets_.size());
  }

  Slope slope(const Vector& at) const {
    Slope result;
    const auto n = static_cast<double>(targets_.size());
    for (std::size_t row = 0; row < targets_.size(); ++row) {
      const double p = logistic(log_odds(at, row));
      for (std::size_t i = 0; i < size_; ++i) {
        result.gradient[i] += (p - targets_[row]) * value(i, row) / n;
        for (std::size_t j = 0; j <= i; ++j)
          result.hessian[i][j] += p * (1 - p) * value(i, row) * value(j, row) / n;
      }
    }
    return result;
  }

 private:
  double value(std::size_t place, std::size_t row) const {
    return place + 1 == size_ ? 1 : columns_[place].standard[row];
  }

  double log_odds(const Vector& at, std::size_t row) const {
    double z = 0;
    for (std::size_t i = 0; i < size_; ++i) z += at[i] * value(i, row);
    return z;
  }

  std::span<const Column> columns_;
  std::span<const double> targets_;
  std::size_t size_;
};

// Solves hessian x step = gradient (lower triangle given) by Cholesky. The ridge of
// Lin, Lin and Weng (2007) keeps it definite and moves no minimum.
Vector newton_step(Slope slope, std::size_t size) {
  Square& lower = slope.hessian;
  Vector step = slope.gradient;  // 0 beyond `size`
  for (std::size_t i = 0; i < size; ++i) {
    lower[i][i] += 1e-12;
    for (std::size_t j = 0; j <= i; ++j) {
      double left = lower[i][j];
      for (std::size_t k = 0; k < j; ++k) left -= lower[i][k] * lower[j][k];
      lower[i][j] = i == j ? std::sqrt(std::max(left, 1e-14)) : left / lower[j][j];
    }
    for (std::size_t k = 0; k < i; ++k) step[i] -= lower[i][k] * step[k];
    step[i] /= lower[i][i];
  }
  for (std::size_t i = size; i-- > 0;) {
    for (std::size_t k = i + 1; k < size; ++k) step[i] -= lower[k][i] * step[k];
    step[i] /= lower[i][i];
  }
  return step;
}

double largest(const Vector& vector) {
  double result = 0;
  for (const double value : vector) result = std::max(result, std::abs(value));
  return result;
}

Vector without(const Vector& from, const Vector& step, double share) {
  Vector result;
  for (std::size_t i = 0; i < most; ++i) result[i] = from[i] - share * step[i];
  return result;
}

// Whole steps while each at least halves the gradient: near the minimum the loss is
// flat to its last bit long before the gradient is.
Vector polished(const Problem& problem, Vector at) {
  Slope slope = problem.slope(at);
  while (largest(slope.gradient) > 0) {
    const Vector next = without(at, newton_step(slope, problem.size()), 1);
    const Slope there = problem.slope(next);
    if (!(largest(there.gradient) < largest(slope.gradient) / 2)) break;
    at = next;
    slope = there;
  }
  return at;
}

// Goes down until no step of Newton's does.
Vector minimum(const Problem& problem) {
  constexpr int most_steps = 200, most_halvings = 30;
  Vector at{};
  double least = problem.loss(at);
  for (int count = 0; count < most_steps; ++count) {
    const Vector step = newton_step(problem.slope(at), problem.size());
    bool lower = false;
    double share = 1;
    for (int halving = 0; halving < most_halvings && !lower; ++halving, share /= 2) {
      const Vector next = without(at, step, share);
      const double loss = problem.loss(next);
      lower = loss < least;
      if (!lower) continue;
      at = next;
      least = loss;
    }
    if (!lower) break;
  }
  return polished(problem, at);
}

}  // namespace

std::optional<Regression> regress(std::span<const std::vector<double>> columns,
                                  std::span<const double> targets) {
  std::vector<Column> standard;
  for (const std::vector<double>& values : columns) {
    std::optional<Column> column = standardised(values);
    if (!column) return {};
    standard.push_back(std::move(*column));
  }
  const Problem problem(standard, targets);
  const Vector at = minimum(problem);
  Regression result{
      .coefficients = {}, .intercept = at[columns.size()], .loss = problem.loss(at)};
  for (std::size_t i = 0; i < columns.size(); ++i) {
    result.coefficients.push_back(at[i] / standard[i].deviation);
    result.intercept -= result.coefficients[i] * standard[i].mean;
  }
  return result;
}

}  // namespace credence::calibrate
