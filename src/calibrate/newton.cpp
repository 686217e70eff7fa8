#include "calibrate/newton.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

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
  const double rounding = 1e-12 * std::abs(column.mean);
  if (!(column.deviation > std::max(rounding, 1e-150))) return {};
  for (const double value : values)
    column.standard.push_back((value - column.mean) / column.deviation);
  return column;
}

// The mean cross-entropy at a point, its gradient and the lower triangle of its
// Hessian. The last place is the constant's; places beyond it are 0.
struct Point {
  Vector at{};
  double loss = 0;
  Vector gradient{};
  Square hessian{};
};

class Problem {
 public:
  Problem(std::span<const Column> columns, std::span<const double> targets)
      : columns_(columns), targets_(targets), size_(columns.size() + 1) {}

  std::size_t size() const { return size_; }

  // The cross-entropy of log-odds z against target t is log(1 + exp(z)) - t z. In
  // extended precision, as softplus.h says.
  Point point(const Vector& at) const {
    Point result{.at = at};
    for (std::size_t row = 0; row < targets_.size(); ++row) {
      Vector x{};
      double z = 0;
      for (std::size_t i = 0; i < size_; ++i) {
        x[i] = i + 1 == size_ ? 1 : columns_[i].standard[row];
        z += at[i] * x[i];
      }
      const long double small = std::exp(-std::abs(static_cast<long double>(z)));
      const auto p = static_cast<double>((z < 0 ? small : 1) / (1 + small));
      result.loss +=
          std::max(z, 0.0) + static_cast<double>(std::log1p(small)) - targets_[row] * z;
      for (std::size_t i = 0; i < size_; ++i) {
        result.gradient[i] += (p - targets_[row]) * x[i];
        for (std::size_t j = 0; j <= i; ++j)
          result.hessian[i][j] += p * (1 - p) * x[i] * x[j];
      }
    }
    const auto n = static_cast<double>(targets_.size());
    result.loss /= n;
    for (double& value : result.gradient) value /= n;
    for (Vector& row : result.hessian)
      for (double& value : row) value /= n;
    return result;
  }

 private:
  std::span<const Column> columns_;
  std::span<const double> targets_;
  std::size_t size_;
};

// Solves hessian x step = gradient by Cholesky. The ridge of Lin, Lin and Weng (2007)
// keeps it definite and moves no minimum.
Vector newton_step(const Point& point, std::size_t size) {
  Square lower = point.hessian;
  Vector step = point.gradient;
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

// Newton's step, halved until it goes down; nothing when none does.
std::optional<Point> lower_than(const Point& here, const Problem& problem) {
  const Vector step = newton_step(here, problem.size());
  for (double share = 1; share > 1e-9; share /= 2) {
    const Point next = problem.point(without(here.at, step, share));
    if (next.loss < here.loss) return next;
  }
  return {};
}

// Down while the gradient is more than the last bits of the loss can show, and then by
// whole steps, while each at least halves the gradient, to the last bits of the point.
Point minimum(const Problem& problem) {
  constexpr int most_steps = 200;
  Point here = problem.point({});
  for (int count = 0; count < most_steps && largest(here.gradient) > 1e-7; ++count) {
    const std::optional<Point> next = lower_than(here, problem);
    if (!next) break;
    here = *next;
  }
  while (largest(here.gradient) > 0) {
    const Point next =
        problem.point(without(here.at, newton_step(here, problem.size()), 1));
    if (!(largest(next.gradient) < largest(here.gradient) / 2)) break;
    here = next;
  }
  return here;
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
  const Point found = minimum(Problem(standard, targets));
  Regression result{
      .coefficients = {}, .intercept = found.at[columns.size()], .loss = found.loss};
  for (std::size_t i = 0; i < columns.size(); ++i) {
    result.coefficients.push_back(found.at[i] / standard[i].deviation);
    result.intercept -= result.coefficients[i] * standard[i].mean;
  }
  return result;
}

}  // namespace credence::calibrate
