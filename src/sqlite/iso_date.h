// iso_date.h
// This component provides a date's ISO text without allocation, to statements and the
// prelude, where it is on the path of every scored application.
#pragma once

#include <array>
#include <string_view>

#include "base/date.h"

namespace credence::sqlite {

class IsoDate {
 public:
  // Empty when the year has not four digits.
  explicit IsoDate(Day day);
  std::string_view text() const { return {text_.data(), size_}; }

 private:
  std::array<char, 10> text_;
  std::size_t size_ = 0;
};

}  // namespace credence::sqlite
