// integer_range.h
// This component provides `IntegerRange`, the whole numbers that an expression can
// reach, to the overflow proof (interval arithmetic: Moore 1966).
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

namespace credence::portfolio {

// Both ends belong to it. An end beyond `far` stands for "no bound is known".
struct IntegerRange {
  using Wide = __int128;
  static constexpr Wide far = Wide{1} << 120;

  Wide low = -far, high = far;

  static constexpr IntegerRange of(Wide low, Wide high) { return {low, high}; }
  bool is_bounded() const { return low > -far && high < far; }
  bool fits() const {
    return low >= std::numeric_limits<std::int64_t>::min() &&
           high <= std::numeric_limits<std::int64_t>::max();
  }
  bool fits_in_32_bits() const {
    return low >= std::numeric_limits<std::int32_t>::min() &&
           high <= std::numeric_limits<std::int32_t>::max();
  }
  bool is_exact_in_doubles() const {
    return low >= -(Wide{1} << 53) && high <= Wide{1} << 53;
  }
  // The end farther from zero, "9.3e+18", for messages.
  std::string farthest() const;
};

IntegerRange operator+(IntegerRange a, IntegerRange b);
IntegerRange operator-(IntegerRange a, IntegerRange b);
IntegerRange operator*(IntegerRange a, IntegerRange b);
IntegerRange square(IntegerRange a);
IntegerRange absolute(IntegerRange a);
IntegerRange either(IntegerRange a, IntegerRange b);
IntegerRange lesser(IntegerRange a, IntegerRange b);
IntegerRange greater(IntegerRange a, IntegerRange b);
// Of 0 to `count` numbers of the range, added up.
IntegerRange sum_of(IntegerRange each, std::int64_t count);

}  // namespace credence::portfolio
