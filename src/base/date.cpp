#include "base/date.h"

#include <chrono>

namespace credence {
namespace {

using namespace std::chrono;

bool digits(std::string_view text) {
  for (const char c : text)
    if (c < '0' || c > '9') return false;
  return true;
}

int number(std::string_view text) {
  int value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return value;
}

}  // namespace

Day day_of(int y, unsigned m, unsigned d) {
  return sys_days(year(y) / month(m) / day(d)).time_since_epoch().count();
}

Result<Day> parse_date(std::string_view text) {
  const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-' &&
                      digits(text.substr(0, 4)) && digits(text.substr(5, 2)) &&
                      digits(text.substr(8, 2));
  if (shaped) {
    const year_month_day date(year(number(text.substr(0, 4))),
                              month(static_cast<unsigned>(number(text.substr(5, 2)))),
                              day(static_cast<unsigned>(number(text.substr(8, 2)))));
    if (date.ok()) return sys_days(date).time_since_epoch().count();
  }
  return bad_input("'{}' is not a date; expected one like 2026-03-01", text);
}

std::string format_date(Day value) {
  const YearMonthDay date = civil(value);
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

YearMonthDay civil(Day value) {
  const year_month_day date{sys_days(days(value))};
  return {int(date.year()), unsigned(date.month()), unsigned(date.day())};
}

Day add_months(Day value, int count) {
  const year_month_day date{sys_days(days(value))};
  year_month_day later = date + months(count);
  if (!later.ok()) later = later.year() / later.month() / last;
  return sys_days(later).time_since_epoch().count();
}

}  // namespace credence
