#include "base/clock.h"

#include <fmt/core.h>

#include "base/date.h"

namespace credence {

Clock system_clock() {
  return [] {
    return std::chrono::floor<std::chrono::milliseconds>(
        std::chrono::system_clock::now());
  };
}

std::string format_instant(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const auto ms = (instant - day).count();
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z",
                     format_date(day.time_since_epoch().count()), ms / 3600000,
                     ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
}

Result<Instant> parse_instant(std::string_view text) {
  const auto refused = bad_input(
      "'{}' is not an instant; expected one like 2026-03-01T09:30:00.000Z", text);
  if (text.size() != 24) return refused;
  const Result<Day> day = parse_date(text.substr(0, 10));
  if (!day) return refused;
  std::int64_t part[4] = {};  // hours, minutes, seconds, milliseconds
  const struct {
    std::size_t begin, digits;
    std::int64_t below;
  } places[4] = {{11, 2, 24}, {14, 2, 60}, {17, 2, 60}, {20, 3, 1000}};
  for (int p = 0; p < 4; ++p) {
    for (const char c : text.substr(places[p].begin, places[p].digits)) {
      if (c < '0' || c > '9') return refused;
      part[p] = part[p] * 10 + (c - '0');
    }
    if (part[p] >= places[p].below) return refused;
  }
  if (text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != '.' ||
      text[23] != 'Z')
    return refused;
  return Instant(std::chrono::days(*day) + std::chrono::hours(part[0]) +
                 std::chrono::minutes(part[1]) + std::chrono::seconds(part[2]) +
                 std::chrono::milliseconds(part[3]));
}

}  // namespace credence
