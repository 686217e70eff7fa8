// registry.h
// This component provides `Registry`, numbered immutable versions and the aliases that
// point to them with their whole history, to training, the command line and scoring.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "registry/history.h"
#include "registry/state.h"
#include "version/version.h"

namespace credence::registry {

struct Entry {       // one line of a listing
  std::string name;  // "v3"
  std::vector<std::string> aliases;
  std::string damage;  // empty, or what is wrong with its files
  version::Circumstances circumstances;
  std::string learner, artifact_hash;
  double threshold = 0;
  Json facts;
};

// A folder: versions/v1/..., history.jsonl, from which the aliases follow, one lock
// file. A kill at any moment leaves the old state or the new: a version exists once its
// folder is renamed into place, an alias moves once the history is replaced as a whole,
// and the next `open` or change clears away the rest. Concurrent writers wait for the
// lock.
class Registry {
 public:
  // Makes the folder when there is none.
  static Result<Registry> open(const std::filesystem::path& folder, Clock clock);

  // Gives the next free number, "v7".
  Result<std::string> add(const version::Version& version,
                          const version::Circumstances& circumstances);

  Result<std::vector<Entry>> list() const;
  // `name` is a version ("v3") or an alias ("champion").
  Result<std::string> resolve(std::string_view name) const;
  Result<version::Stored> load(std::string_view name) const;

  // Refuses a damaged version. Nothing changes when the alias points there already.
  Result<> promote(std::string_view version, std::string_view alias,
                   std::string_view reason);
  // Points the alias back to the version that it was promoted from, passing over
  // deleted ones, and returns it; again, and it goes one further back.
  Result<std::string> rollback(std::string_view alias, std::string_view reason);
  // Shown in place of the note given at training; earlier ones stay in the history.
  Result<> note(std::string_view version, std::string_view text);
  // Refuses a version that an alias points to. Its number is never given again.
  Result<> remove(std::string_view version, std::string_view reason);

  Result<std::vector<Event>> history() const;  // oldest first

 private:
  Registry(std::filesystem::path folder, Clock clock);
  std::filesystem::path folder_;
  Clock clock_;
};

}  // namespace credence::registry
