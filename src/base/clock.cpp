#include "base/clock.h"

#include <fmt/core.h>

#include "base/date.h"

namespace credence {

Clock system_clock() {
  return [] {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  };
}

std::string format_instant(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const auto ms = (instant - day).count();
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", format_date(day.time_since_epoch().count()),
                     ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
}

}  // namespace credence
