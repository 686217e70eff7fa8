// state.h
// This component provides what a registry's history amounts to: which versions there
// are, where each alias points and where it pointed before.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "registry/history.h"

namespace credence::registry {

struct State {
  std::set<std::int64_t> registered, deleted;  // version numbers
  std::map<std::string, std::string> notes;    // version -> its last note
  // alias -> the versions that rolling back would go through, the present one last. A
  // promotion adds to it, a rollback takes away.
  std::map<std::string, std::vector<std::string>> trails;

  // Empty when the alias does not exist.
  std::string version_of(std::string_view alias) const;
  // Where rolling back would go: the version before the present one that still exists
  // and differs from it.
  std::optional<std::string> before(std::string_view alias) const;
  std::vector<std::string> aliases_of(std::string_view version) const;
};

State state_after(std::span<const Event> events);

// From when to when an alias pointed to a version; no `to`: it still does.
struct Period {
  Instant from{};
  std::optional<Instant> to;
  std::string version;
};

// Who was champion when: the periods of one alias, oldest first.
std::vector<Period> periods(std::span<const Event> events, std::string_view alias);

// 7 of "v7"; none of anything else ("v07", "v0", "champion").
std::optional<std::int64_t> number_of(std::string_view version);
std::string version_name(std::int64_t number);

}  // namespace credence::registry
