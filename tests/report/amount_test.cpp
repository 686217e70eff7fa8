#include "report/amount.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "report/text_table.h"

namespace credence::report {
namespace {

const portfolio::Currency rupee{"INR", "₹", 100}, euro{"EUR", "€", 100},
    yen{"JPY", "¥", 1};

TEST(Amount, IsGroupedInTheCurrencysManner) {
  const struct {
    std::int64_t units;
    const char *rupees, *euros;
  } cases[] = {
      {0, "₹0", "€0"},
      {99'900, "₹999", "€999"},
      {100'000, "₹1,000", "€1,000"},
      {1'660'715, "₹16,607.15", "€16,607.15"},
      {10'000'000, "₹1,00,000", "€100,000"},
      {123'456'700, "₹12,34,567", "€1,234,567"},
      {1'000'000'000, "₹1,00,00,000", "€10,000,000"},
      {123'456'789'000, "₹1,23,45,67,890", "€1,234,567,890"},
      {-10'000'005, "-₹1,00,000.05", "-€100,000.05"},
  };
  for (const auto& [units, rupees, euros] : cases) {
    EXPECT_EQ(amount(Money{units}, rupee), rupees);
    EXPECT_EQ(amount(Money{units}, euro), euros);
  }
  EXPECT_EQ(amount(Money{1'234'567}, yen), "¥1,234,567");
}

TEST(Amount, IsRoundedToThreeFiguresInTheCurrencysWords) {
  const struct {
    std::int64_t whole;
    const char *rupees, *euros;
  } cases[] = {
      {99'999, "₹99,999", "€99,999"},
      {100'000, "₹1.00 lakh", "€100,000"},
      {1'234'567, "₹12.3 lakh", "€1.23 million"},
      {9'996'000, "₹100 lakh", "€10.0 million"},
      {12'345'678, "₹1.23 crore", "€12.3 million"},
      {1'234'567'890, "₹123 crore", "€1.23 billion"},
      {-1'234'567, "-₹12.3 lakh", "-€1.23 million"},
  };
  for (const auto& [whole, rupees, euros] : cases) {
    EXPECT_EQ(round_amount(Money{whole * 100}, rupee), rupees);
    EXPECT_EQ(round_amount(Money{whole * 100}, euro), euros);
  }
}

TEST(Amount, OfAnAxisHasTheUnitOfItsLargest) {
  const struct {
    std::int64_t whole;
    const char *rupees, *euros;
    double rupees_in_one, euros_in_one;
  } cases[] = {
      {9'999, "₹", "€", 1, 1},
      {10'000, "₹ thousand", "€ thousand", 1e3, 1e3},
      {100'000, "₹ lakh", "€ thousand", 1e5, 1e3},
      {10'000'000, "₹ crore", "€ million", 1e7, 1e6},
      {1'000'000'000, "₹ crore", "€ billion", 1e7, 1e9},
  };
  for (const auto& one : cases) {
    const Money money{one.whole * 100};
    EXPECT_EQ(amount_unit(money, rupee).name, one.rupees);
    EXPECT_EQ(amount_unit(money, euro).name, one.euros);
    EXPECT_EQ(amount_unit(money, rupee).units, 100 * one.rupees_in_one);
    EXPECT_EQ(amount_unit(money, euro).units, 100 * one.euros_in_one);
  }
}

TEST(Amount, CountsTheLowestAndTheHighestNumber) {
  EXPECT_EQ(grouped(std::numeric_limits<std::int64_t>::min()),
            "-9,223,372,036,854,775,808");
  EXPECT_EQ(grouped(std::numeric_limits<std::int64_t>::max()),
            "9,223,372,036,854,775,807");
}

RC_GTEST_PROP(Amount, HoldsTheDigitsOfTheNumberInGroupsOfThree, (std::int64_t number)) {
  std::string text = grouped(number), digits;
  if (number < 0) {
    RC_ASSERT(text.starts_with('-'));
    text.erase(0, 1);
  }
  for (const char c : text)
    if (c != ',') digits += c;
  RC_ASSERT((number < 0 ? "-" : "") + digits == std::to_string(number));
  for (std::size_t i = 0; i < text.size(); ++i)
    RC_ASSERT((text[text.size() - 1 - i] == ',') == (i % 4 == 3));
}

TEST(Percent, HasOneDecimal) {
  EXPECT_EQ(percent(0.17321), "17.3%");
  EXPECT_EQ(percent(1), "100.0%");
  EXPECT_EQ(percent(-0.25), "-25.0%");
}

TEST(TextTable, AlignsByWhatIsSeenNotByBytes) {
  EXPECT_EQ(
      text_table({{"", "Cost", "n"}, {"one", "₹1,00,000", "7"}, {"eleven", "€5"}}),
      "             Cost  n\n"
      "one     ₹1,00,000  7\n"
      "eleven         €5\n");
  EXPECT_EQ(width_of("± ₹é"), 4u);
  EXPECT_EQ(text_table({}), "");
}

}  // namespace
}  // namespace credence::report
