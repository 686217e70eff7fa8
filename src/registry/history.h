// history.h
// This component provides `Event`, one change in a registry, and the text of its whole
// history, to the registry.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace credence::registry {

// One change of an alias or a note, never altered afterwards.
struct Event {
  Instant at{};
  std::string kind;      // "registered", "promoted", "rolled back", "noted", "deleted"
  std::string version;   // "v3"
  std::string alias;     // "champion"; empty for notes, registrations, deletions
  std::string previous;  // version that the alias pointed to before; may be empty
  std::string reason;    // of a note: its text
};

// One JSON object a line, each with a hash over itself and the line before, so that a
// changed or removed line shows.
std::string history_text(std::span<const Event> events);

// `where` is the file, for errors, which name the line.
Result<std::vector<Event>> parse_history(std::string_view text, std::string_view where);

}  // namespace credence::registry
