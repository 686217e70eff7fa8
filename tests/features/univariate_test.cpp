#include "features/univariate.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

namespace credence::features {
namespace {

table::Column numbers(std::vector<double> values) {
  table::Column column;
  column.name = "x";
  column.type = table::Type::real;
  column.reals = std::move(values);
  return column;
}

std::vector<std::uint32_t> all(std::size_t count) {
  std::vector<std::uint32_t> rows(count);
  std::iota(rows.begin(), rows.end(), 0u);
  return rows;
}

TEST(Univariate, InformationValueIsTheOneWorkedOutByHand) {
  // Two categories: A with 3 good 1 bad, B with 1 good 3 bad; half a row added to each
  // side: shares of good 3.5/5 and 1.5/5, of bad the other way round.
  table::Column column;
  column.type = table::Type::text;
  for (const char* text : {"A", "A", "A", "A", "B", "B", "B", "B"})
    column.append_text(text);
  const std::vector<std::int8_t> outcomes{0, 0, 0, 1, 0, 1, 1, 1};
  const auto result = univariate(column, all(8), outcomes);
  EXPECT_NEAR(result.information_value, 2 * (0.7 - 0.3) * std::log(0.7 / 0.3), 1e-12);
  EXPECT_DOUBLE_EQ(result.auc, 0.75);
  EXPECT_DOUBLE_EQ(result.missing_share, 0);
}

TEST(Univariate, MissingIsACategoryOfItsOwn) {
  const double nan = std::nan("");
  const std::vector<std::int8_t> outcomes{1, 1, 1, 0, 0, 0};
  const auto result = univariate(numbers({nan, nan, nan, 5, 5, 5}), all(6), outcomes);
  EXPECT_DOUBLE_EQ(result.missing_share, 0.5);
  EXPECT_DOUBLE_EQ(result.auc, 1);  // that it is missing says everything
  EXPECT_GT(result.information_value, 1);
}

TEST(Univariate, AFeatureThatSaysNothingHasNoInformation) {
  const std::vector<std::int8_t> outcomes{1, 0, 1, 0};
  const auto result = univariate(numbers({3, 3, 3, 3}), all(4), outcomes);
  EXPECT_DOUBLE_EQ(result.auc, 0.5);
  EXPECT_NEAR(result.information_value, 0, 1e-12);
}

RC_GTEST_PROP(Univariate, DoesNotDependOnDirectionOrMonotoneChange, ()) {
  const auto labels = *rc::gen::container<std::vector<std::int8_t>>(
      40, rc::gen::element<std::int8_t>(0, 1));
  const auto values = *rc::gen::container<std::vector<double>>(
      40, rc::gen::map(rc::gen::inRange(-50, 50),
                       [](int i) { return static_cast<double>(i); }));
  std::vector<double> changed;
  for (const double value : values) changed.push_back(-value * value * value);
  const auto before = univariate(numbers(values), all(40), labels);
  const auto after = univariate(numbers(changed), all(40), labels);
  RC_ASSERT(std::abs(before.auc - after.auc) < 1e-12);
  RC_ASSERT(before.auc >= 0.5);
  RC_ASSERT(before.information_value >= -1e-12);
}

}  // namespace
}  // namespace credence::features
