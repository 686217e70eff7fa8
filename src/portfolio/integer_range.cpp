#include "portfolio/integer_range.h"

#include <fmt/core.h>

namespace credence::portfolio {
namespace {

using Wide = IntegerRange::Wide;

Wide kept(Wide x) { return std::clamp(x, -IntegerRange::far, IntegerRange::far); }

// Operands may be as large as 2^120, so a product is first tried on doubles.
Wide product(Wide a, Wide b) {
  if (a == 0 || b == 0) return 0;
  const double size = static_cast<double>(a) * static_cast<double>(b);
  if (size >= 0x1p120) return IntegerRange::far;
  if (size <= -0x1p120) return -IntegerRange::far;
  return a * b;
}

}  // namespace

std::string IntegerRange::farthest() const {
  const double end = -low > high ? static_cast<double>(low) : static_cast<double>(high);
  return fmt::format("{:.2g}", end);
}

IntegerRange operator+(IntegerRange a, IntegerRange b) {
  return {kept(a.low + b.low), kept(a.high + b.high)};
}

IntegerRange operator-(IntegerRange a, IntegerRange b) {
  return {kept(a.low - b.high), kept(a.high - b.low)};
}

IntegerRange operator*(IntegerRange a, IntegerRange b) {
  const auto [low, high] =
      std::minmax({product(a.low, b.low), product(a.low, b.high),
                   product(a.high, b.low), product(a.high, b.high)});
  return {low, high};
}

IntegerRange square(IntegerRange a) {
  const IntegerRange size = absolute(a);
  return {product(size.low, size.low), product(size.high, size.high)};
}

IntegerRange absolute(IntegerRange a) {
  if (a.low >= 0) return a;
  if (a.high <= 0) return {-a.high, -a.low};
  return {0, std::max(-a.low, a.high)};
}

IntegerRange either(IntegerRange a, IntegerRange b) {
  return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

IntegerRange lesser(IntegerRange a, IntegerRange b) {
  return {std::min(a.low, b.low), std::min(a.high, b.high)};
}

IntegerRange greater(IntegerRange a, IntegerRange b) {
  return {std::max(a.low, b.low), std::max(a.high, b.high)};
}

IntegerRange sum_of(IntegerRange each, std::int64_t count) {
  return IntegerRange::of(0, count) *
         IntegerRange::of(std::min<Wide>(each.low, 0), std::max<Wide>(each.high, 0));
}

}  // namespace credence::portfolio
