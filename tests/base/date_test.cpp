#include "base/date.h"

#include <gtest/gtest.h>

namespace credence {

TEST(Date, IsDaysSince1970) {
  EXPECT_EQ(*parse_date("1970-01-01"), 0);
  EXPECT_EQ(*parse_date("2000-03-01"), 11017);  // date -u -d 2000-03-01 +%s over 86400
  EXPECT_EQ(format_date(11017), "2000-03-01");
  EXPECT_EQ(format_date(-1), "1969-12-31");
}

TEST(Date, RefusesWhatIsNotPaddedOrDoesNotExist) {
  for (const char* text :
       {"2023-2-01", "2023-02-29", "", "2023/02/01", "20230201", "2023-13-01"})
    EXPECT_FALSE(parse_date(text).has_value()) << text;
}

TEST(Date, AMonthLaterStaysInThatMonth) {
  EXPECT_EQ(format_date(add_months(*parse_date("2024-01-31"), 1)), "2024-02-29");
  EXPECT_EQ(format_date(add_months(*parse_date("2023-11-15"), 14)), "2025-01-15");
}

}  // namespace credence
