#include "registry/state.h"

#include <fmt/core.h>

#include <charconv>

namespace credence::registry {

std::string State::version_of(std::string_view alias) const {
  const auto trail = trails.find(std::string(alias));
  return trail == trails.end() ? std::string() : trail->second.back();
}

std::optional<std::string> State::before(std::string_view alias) const {
  const auto found = trails.find(std::string(alias));
  if (found == trails.end()) return std::nullopt;
  const std::vector<std::string>& trail = found->second;
  for (auto version = trail.rbegin(); version != trail.rend(); ++version)
    if (*version != trail.back() && !deleted.contains(number_of(*version).value_or(0)))
      return *version;
  return std::nullopt;
}

std::vector<std::string> State::aliases_of(std::string_view version) const {
  std::vector<std::string> aliases;
  for (const auto& [alias, trail] : trails)
    if (trail.back() == version) aliases.push_back(alias);
  return aliases;
}

State state_after(std::span<const Event> events) {
  State state;
  for (const Event& event : events) {
    const std::int64_t number = number_of(event.version).value_or(0);
    std::vector<std::string>* trail =
        event.alias.empty() ? nullptr : &state.trails[event.alias];
    if (event.kind == "registered") state.registered.insert(number);
    if (event.kind == "deleted") state.deleted.insert(number);
    if (event.kind == "noted") state.notes[event.version] = event.reason;
    if (trail != nullptr && event.kind == "rolled back") {
      // Down to the version gone back to, over those that were deleted meanwhile.
      if (!trail->empty()) trail->pop_back();
      while (!trail->empty() && trail->back() != event.version) trail->pop_back();
    }
    if (trail != nullptr && (trail->empty() || event.kind == "promoted"))
      trail->push_back(event.version);
  }
  return state;
}

std::vector<Period> periods(std::span<const Event> events, std::string_view alias) {
  std::vector<Period> found;
  for (const Event& event : events) {
    if (event.alias != alias) continue;
    if (!found.empty()) found.back().to = event.at;
    found.push_back({event.at, std::nullopt, event.version});
  }
  return found;
}

std::optional<std::int64_t> number_of(std::string_view version) {
  std::int64_t number = 0;
  if (version.size() < 2 || version[0] != 'v' || version[1] < '1' || version[1] > '9')
    return std::nullopt;
  const auto [end, error] =
      std::from_chars(version.data() + 1, version.data() + version.size(), number);
  if (error != std::errc() || end != version.data() + version.size())
    return std::nullopt;
  return number;
}

std::string version_name(std::int64_t number) { return fmt::format("v{}", number); }

}  // namespace credence::registry
