#include "portfolio/integer_range.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>
#include <vector>

namespace credence::portfolio {
namespace {

using Wide = IntegerRange::Wide;

bool holds(IntegerRange range, Wide x) { return range.low <= x && x <= range.high; }

struct Drawn {
  IntegerRange range;
  Wide inside;
};

Drawn draw() {
  const auto a = *rc::gen::arbitrary<std::int64_t>();
  const auto b = *rc::gen::arbitrary<std::int64_t>();
  const auto x = *rc::gen::arbitrary<std::int64_t>();
  const auto [low, high] = std::minmax(a, b);
  return {IntegerRange::of(low, high), std::clamp(x, low, high)};
}

// Whatever numbers the operands are, the result lies in the range that was worked out.
RC_GTEST_PROP(IntegerRange, HoldsEveryResult, ()) {
  const auto [a, x] = draw();
  const auto [b, y] = draw();
  RC_ASSERT(holds(a + b, x + y));
  RC_ASSERT(holds(a - b, x - y));
  const IntegerRange product = a * b;
  // Beyond 2^120 a range says only that it has no bound.
  RC_ASSERT(!product.is_bounded() || holds(product, x * y));
  const IntegerRange squared = square(a);
  RC_ASSERT(!squared.is_bounded() || holds(squared, x * x));
  RC_ASSERT(holds(absolute(a), x < 0 ? -x : x));
  RC_ASSERT(holds(either(a, b), x) && holds(either(a, b), y));
  RC_ASSERT(holds(lesser(a, b), std::min(x, y)));
  RC_ASSERT(holds(greater(a, b), std::max(x, y)));
}

RC_GTEST_PROP(IntegerRange, HoldsEverySum, ()) {
  const auto a = *rc::gen::inRange(-1000, 1000);
  const auto b = *rc::gen::inRange(-1000, 1000);
  const auto [low, high] = std::minmax(a, b);
  const auto numbers =
      *rc::gen::container<std::vector<int>>(rc::gen::inRange(low, high + 1));
  Wide sum = 0;
  for (const int number : numbers) sum += number;
  RC_ASSERT(holds(
      sum_of(IntegerRange::of(low, high), static_cast<std::int64_t>(numbers.size())),
      sum));
}

TEST(IntegerRange, IsAsTightAsItsEndsAllow) {
  const IntegerRange product = IntegerRange::of(-3, 5) * IntegerRange::of(-7, 2);
  EXPECT_EQ(static_cast<int>(product.low), -35);
  EXPECT_EQ(static_cast<int>(product.high), 21);
  EXPECT_EQ(static_cast<int>(square(IntegerRange::of(-3, 5)).low), 0);
}

TEST(IntegerRange, OfWhichNothingIsKnownStaysSo) {
  EXPECT_FALSE((IntegerRange{} + IntegerRange::of(1, 2)).is_bounded());
  EXPECT_FALSE((IntegerRange{} * IntegerRange{}).is_bounded());
  EXPECT_TRUE((IntegerRange{} * IntegerRange::of(0, 0)).is_bounded());
  EXPECT_TRUE(
      lesser(greater(IntegerRange{}, IntegerRange::of(0, 0)), IntegerRange::of(9, 9))
          .is_bounded());
}

}  // namespace
}  // namespace credence::portfolio
