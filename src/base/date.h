// date.h
// This component provides calendar dates as days since 1970-01-01 (proleptic
// Gregorian) and their ISO 8601 text, the only form in which dates enter or leave.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace credence {

using Day = std::int64_t;

Day day_of(int year, unsigned month, unsigned day);

// "2026-03-01"; unpadded or impossible dates are refused.
Result<Day> parse_date(std::string_view text);

std::string format_date(Day day);

struct YearMonthDay {
  int year;
  unsigned month, day;
};
YearMonthDay civil(Day day);

// The same day of the month `months` later, or that month's last day.
Day add_months(Day day, int months);

}  // namespace credence
