#include "prepare/statistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace credence::prepare {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

// Neumaier's compensated sum: amounts of very different size, the same bits everywhere.
class Sum {
 public:
  void add(double x) {
    const double next = sum_ + x;
    rest_ += std::abs(sum_) >= std::abs(x) ? (sum_ - next) + x : (x - next) + sum_;
    sum_ = next;
  }
  double value() const { return sum_ + rest_; }

 private:
  double sum_ = 0, rest_ = 0;
};

double nth(std::span<double> numbers, std::size_t n) {
  std::nth_element(numbers.begin(), numbers.begin() + std::ptrdiff_t(n), numbers.end());
  return numbers[n];
}

Scale standard(std::span<const double> numbers) {
  const auto n = double(numbers.size());
  Sum sum;
  for (const double x : numbers) sum.add(x);
  const double mean = sum.value() / n;
  Sum squares;
  for (const double x : numbers) squares.add((x - mean) * (x - mean));
  const double variance = squares.value() / n;
  // What rounding alone may leave of a constant column (as scikit-learn judges it).
  const double rounding =
      n * epsilon * variance + (n * mean * epsilon) * (n * mean * epsilon);
  return {mean, variance <= rounding ? 1 : std::sqrt(variance)};
}

}  // namespace

double median(std::span<double> numbers) {
  const std::size_t half = numbers.size() / 2;
  const double upper = nth(numbers, half);
  if (numbers.size() % 2 == 1) return upper;
  const double lower =
      *std::max_element(numbers.begin(), numbers.begin() + std::ptrdiff_t(half));
  return (lower + upper) / 2;
}

double percentile(std::span<double> numbers, double share) {
  const double place = share * double(numbers.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const double a = nth(numbers, below);
  if (below + 1 == numbers.size()) return a;
  const double b =
      *std::min_element(numbers.begin() + std::ptrdiff_t(below) + 1, numbers.end());
  // NumPy interpolates from the nearer end.
  const double t = place - double(below);
  return t >= 0.5 ? b - (b - a) * (1 - t) : a + (b - a) * t;
}

Scale scale_of(std::span<const double> numbers, portfolio::Scaling scaling) {
  switch (scaling) {
    case portfolio::Scaling::none:
      return {};
    case portfolio::Scaling::standard:
      return standard(numbers);
    case portfolio::Scaling::robust: {
      std::vector<double> scratch(numbers.begin(), numbers.end());
      const double center = median(scratch);
      const double range = percentile(scratch, 0.75) - percentile(scratch, 0.25);
      return {center, range < 10 * epsilon ? 1 : range};
    }
  }
  return {};
}

}  // namespace credence::prepare
