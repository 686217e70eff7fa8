// date_bounds.h
// This component provides the first and the last day that a table may hold, on which
// the overflow proof rests, to everything that takes rows in.
#pragma once

#include <chrono>

#include "base/date.h"

namespace credence::portfolio {

inline constexpr Day first_day =
    std::chrono::sys_days(std::chrono::year(1900) / 1 / 1).time_since_epoch().count();
inline constexpr Day last_day =
    std::chrono::sys_days(std::chrono::year(2199) / 12 / 31).time_since_epoch().count();

inline constexpr const char* within_date_bounds =
    "a date from 1900-01-01 to 2199-12-31";

}  // namespace credence::portfolio
