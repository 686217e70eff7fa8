// clock.h
// This component provides `Clock`, the time of day as an argument, so that tests and
// replays can set it.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace credence {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Clock = std::function<Instant()>;

Clock system_clock();

// "2026-03-01T09:30:00.000Z"
std::string format_instant(Instant instant);

}  // namespace credence
