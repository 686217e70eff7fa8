#include "portfolio/computed.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

namespace credence::portfolio {
namespace {

using table::Value;

TEST(Emi, IsTheAnnuityFormulaToTheUnit) {
  // numpy_financial.pmt, and by hand P r (1+r)^n / ((1+r)^n - 1).
  EXPECT_EQ(emi(50'000'000, 12.0, 36), 1'660'715);  // 16,607.15 a month
  EXPECT_EQ(emi(100'000'00, 10.5, 12), 881'486);
}

TEST(Emi, IsAnEqualShareAtRateZero) { EXPECT_EQ(emi(1200, 0, 12), 100); }

TEST(Emi, StaysFiniteForTheLongestTermAtTheHighestRate) {
  EXPECT_EQ(emi(1'000'000, 1000, 1200), 833'333);
}

// The oracle is the ledger: after n instalments at this rate nothing is owed.
RC_GTEST_PROP(Emi, RepaysTheLoan, ()) {
  const auto principal = *rc::gen::inRange<std::int64_t>(1'000'000, 5'000'000'000);
  const auto tenths = *rc::gen::inRange<int>(1, 400);
  const auto months = *rc::gen::inRange<std::int64_t>(3, 361);
  const double rate = tenths / 10.0;
  const std::int64_t instalment = emi(principal, rate, months);
  long double owed = static_cast<long double>(principal);
  long double growth = 1;
  for (std::int64_t month = 0; month < months; ++month) {
    owed = owed * (1 + rate / 1200) - static_cast<long double>(instalment);
    growth = growth * (1 + rate / 1200) + 1;
  }
  // Half a unit of rounding in each instalment, with its interest.
  RC_ASSERT(std::abs(static_cast<double>(owed)) <= 0.51 * static_cast<double>(growth));
}

TEST(Compute, IsMissingWhenAnArgumentIs) {
  const std::array<Value, 3> arguments{Value{std::int64_t{100}}, Value{}, Value{12.0}};
  EXPECT_TRUE(table::is_missing(*compute("emi", arguments)));
}

TEST(Compute, TakesIntegersAndWholeReals) {
  const std::array<Value, 3> arguments{Value{50'000'000.0}, Value{std::int64_t{12}},
                                       Value{std::int64_t{36}}};
  EXPECT_EQ(std::get<std::int64_t>(*compute("emi", arguments)), 1'660'715);
}

TEST(Compute, SaysWhatIsWrong) {
  const auto message = [](std::string_view name, std::vector<Value> arguments) {
    return compute(name, arguments).error().message;
  };
  EXPECT_EQ(message("pmt", {}),
            "\"pmt\" is not a function for computed columns; there is: emi");
  EXPECT_EQ(message("emi", {Value{1.0}}),
            "emi: found 1 arguments, expected 3: principal, annual percent, months");
  EXPECT_EQ(message("emi", {Value{std::string("x")}, Value{1.0}, Value{1.0}}),
            "emi: the principal is not a whole number");
  EXPECT_EQ(message("emi", {Value{100.0}, Value{-1.0}, Value{1.0}}),
            "emi: the annual percent is -1, expected 0 to 1000");
  EXPECT_EQ(message("emi", {Value{100.0}, Value{1.0}, Value{std::int64_t{0}}}),
            "emi: the number of months is 0, expected 1 to 1200");
}

}  // namespace
}  // namespace credence::portfolio
