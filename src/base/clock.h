// clock.h
// This component provides `Clock`, the time of day as an argument, so that tests and
// replays can set it.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace credence {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Clock = std::function<Instant()>;

Clock system_clock();

// "2026-03-01T09:30:00.000Z"
std::string format_instant(Instant instant);

// The same text back; anything else is refused.
Result<Instant> parse_instant(std::string_view text);

}  // namespace credence
