#include "sqlite/iso_date.h"

namespace credence::sqlite {
namespace {

char digit(unsigned number) { return static_cast<char>('0' + number % 10); }

}  // namespace

IsoDate::IsoDate(Day day) {
  static const Day first = day_of(0, 1, 1), last = day_of(9999, 12, 31);
  if (day < first || day > last) return;
  const YearMonthDay date = civil(day);
  const auto year = static_cast<unsigned>(date.year);
  text_ = {digit(year / 1000),
           digit(year / 100),
           digit(year / 10),
           digit(year),
           '-',
           digit(date.month / 10),
           digit(date.month),
           '-',
           digit(date.day / 10),
           digit(date.day)};
  size_ = text_.size();
}

}  // namespace credence::sqlite
