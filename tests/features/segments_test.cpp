#include "features/segments.h"

#include <gtest/gtest.h>

#include "tests/features/small_bank.h"

namespace credence::features {
namespace {

using Rows = std::vector<std::uint32_t>;

// The small bank's loans 1 to 5 are the rows 0 to 4: amounts 100 to 500, purposes car,
// house, car, none, open; customer 7 has loans 1, 2 and 5.
Result<std::vector<SegmentRows>> segments_of(const std::string& segments,
                                             const Rows& rows) {
  auto bank =
      TRY(open_small_bank(small_bank_features, loans_csv, small_bank_toml + segments));
  const auto set = TRY(build(*bank.engine, bank.portfolio));
  return rows_by_segment(bank.portfolio, set.features, rows);
}

TEST(RowsBySegment, AreTheApplicationsThatMeetTheCondition) {
  const auto found = segments_of(R"(
[[segments]]
name = "First"
feature = "past_loans"
at_most = 0
[[segments]]
name = "Returning"
feature = "past_loans"
at_least = 1
[[segments]]
name = "Middling"
feature = "amount"
at_least = 200
at_most = 400
[[segments]]
name = "Cars"
feature = "purpose"
is = "car"
[[segments]]
name = "Boats"
feature = "purpose"
is = "boat"
[[segments]]
name = "Without purpose"
feature = "purpose"
missing = true
)",
                                 {0, 1, 2, 3, 4});
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->size(), 6U);
  EXPECT_EQ((*found)[0].rows, (Rows{0, 2, 3}));
  EXPECT_EQ((*found)[1].rows, (Rows{1, 4}));
  EXPECT_EQ((*found)[2].rows, (Rows{1, 2, 3}));
  EXPECT_EQ((*found)[3].rows, (Rows{0, 2}));
  EXPECT_EQ((*found)[4].rows, Rows{});
  EXPECT_EQ((*found)[5].rows, Rows{3});
  EXPECT_EQ((*found)[0].name, "First");
  EXPECT_EQ((*found)[0].condition, "past_loans at most 0");
  EXPECT_EQ((*found)[1].condition, "past_loans at least 1");
  EXPECT_EQ((*found)[2].condition, "amount 200 to 400");
  EXPECT_EQ((*found)[3].condition, "purpose is \"car\"");
  EXPECT_EQ((*found)[5].condition, "purpose missing");
}

TEST(RowsBySegment, KeepTheOrderOfTheRowsGivenAndLookAtNoOthers) {
  const auto found = segments_of(
      "[[segments]]\nname = \"First\"\nfeature = \"past_loans\"\nat_most = 0\n",
      {3, 1, 0});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ((*found)[0].rows, (Rows{3, 0}));
}

TEST(RowsBySegment, AMissingNumberLiesWithinNoBounds) {
  const auto found = segments_of(R"(
[[segments]]
name = "Any number"
feature = "worst_days_late"
at_least = -1e300
[[segments]]
name = "None"
feature = "worst_days_late"
missing = true
)",
                                 {0, 1, 2, 3, 4});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ((*found)[0].rows, (Rows{1, 4}));
  EXPECT_EQ((*found)[1].rows, (Rows{0, 2, 3}));
}

TEST(RowsBySegment, AFlagIsTrueOrFalse) {
  portfolio::Portfolio portfolio;
  for (const std::int64_t is : {1, 0})
    portfolio.segments.push_back({.name = is ? "Yes" : "No",
                                  .feature = "flag",
                                  .at_least = {},
                                  .at_most = {},
                                  .is = table::Value(is)});
  table::Table features;
  features.columns.emplace_back().name = "flag";  // of reals, as some SQL gives them
  for (const double value : {1.0, 0.0, 1.0}) features.columns[0].append(value);
  features.columns[0].append_missing();
  const auto found = rows_by_segment(portfolio, features, Rows{0, 1, 2, 3});
  EXPECT_EQ(found[0].rows, (Rows{0, 2}));
  EXPECT_EQ(found[1].rows, Rows{1});
  EXPECT_EQ(found[0].condition, "flag is true");
  EXPECT_EQ(found[1].condition, "flag is false");
}

}  // namespace
}  // namespace credence::features
