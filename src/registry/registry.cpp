#include "registry/registry.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/file.h"
#include "base/file_lock.h"
#include "registry/state.h"

namespace credence::registry {
namespace {

namespace fs = std::filesystem;

fs::path versions_of(const fs::path& folder) { return folder / "versions"; }
fs::path history_of(const fs::path& folder) { return folder / "history.jsonl"; }
fs::path lock_of(const fs::path& folder) { return folder / "lock"; }

// What a killed writer left behind: base/file.h's names for what is not yet in place.
bool is_unfinished(const fs::path& path) {
  return path.filename().string().starts_with('.') && path.extension() == ".new";
}

Result<std::vector<fs::path>> entries_of(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code code;
  fs::directory_iterator entries(folder, code);
  for (; !code && entries != fs::directory_iterator(); entries.increment(code))
    found.push_back(entries->path());
  if (code && code != std::errc::no_such_file_or_directory)
    return environment("{}: the folder cannot be read: {}", folder.string(),
                       code.message());
  return found;
}

Result<> clear_away(const fs::path& path) {
  std::error_code code;
  fs::remove_all(path, code);
  if (code)
    return environment("{}: cannot be removed: {}", path.string(), code.message());
  return {};
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// The registry as it is on disk, read under a lock.
struct Contents {
  std::vector<Event> events;
  State state;
  std::set<std::int64_t> folders;  // version numbers that have one

  // A version exists from the moment its folder is in place until it is deleted; its
  // entry in the history may still be missing when a writer was killed in between.
  std::vector<std::string> versions() const {
    std::set<std::int64_t> numbers = state.registered;
    numbers.insert(folders.begin(), folders.end());
    std::vector<std::string> names;
    for (const std::int64_t number : numbers)
      if (!state.deleted.contains(number)) names.push_back(version_name(number));
    return names;
  }
  std::int64_t next_number() const {
    std::int64_t last = 0;
    for (const auto* numbers : {&state.registered, &state.deleted, &folders})
      if (!numbers->empty()) last = std::max(last, *numbers->rbegin());
    return last + 1;
  }
};

Result<Contents> read_contents(const fs::path& folder) {
  Contents contents;
  for (const fs::path& entry : TRY(entries_of(versions_of(folder))))
    if (const auto number = number_of(entry.filename().string()))
      contents.folders.insert(*number);
  const fs::path history = history_of(folder);
  std::error_code code;
  if (fs::exists(history, code)) {
    const std::string text = TRY(read_file(history));
    contents.events = TRY(parse_history(text, history.string()));
  } else if (!contents.folders.empty()) {
    return bad_input(
        "{}: missing, though there are versions; restore it from a copy, or make "
        "an empty file there to take them up without their history",
        history.string());
  }
  contents.state = state_after(contents.events);
  return contents;
}

Result<> append(const fs::path& folder, Contents& contents, Event event) {
  contents.events.push_back(std::move(event));
  TRY(write_file(history_of(folder), history_text(contents.events)));
  contents.state = state_after(contents.events);
  return {};
}

// Completes or undoes what killed writers left. The caller holds the lock for writing.
Result<Contents> read_and_repair(const fs::path& folder, const Clock& clock) {
  for (const fs::path& place : {folder, versions_of(folder)})
    for (const fs::path& entry : TRY(entries_of(place)))
      if (is_unfinished(entry)) TRY(clear_away(entry));
  Contents contents = TRY(read_contents(folder));
  std::error_code code;
  if (!fs::exists(history_of(folder), code)) TRY(write_file(history_of(folder), ""));
  for (const std::int64_t number : contents.folders) {
    if (contents.state.deleted.contains(number))
      TRY(clear_away(versions_of(folder) / version_name(number)));
    else if (!contents.state.registered.contains(number))
      TRY(append(folder, contents,
                 {clock(), "registered", version_name(number), "", "",
                  "its entry was missing after an interrupted write"}));
  }
  return contents;
}

Result<Contents> read_locked(const fs::path& folder) {
  const FileLock lock = TRY(FileLock::for_reading(lock_of(folder)));
  return read_contents(folder);
}

Result<> require(const Contents& contents, std::string_view version) {
  const std::vector<std::string> versions = contents.versions();
  if (std::ranges::find(versions, version) != versions.end()) return {};
  const auto number = number_of(version);
  if (number && contents.state.deleted.contains(*number))
    return bad_input("{}: was deleted; the registry holds {}", version,
                     versions.empty() ? "no version" : joined(versions));
  return bad_input("{}: no such version; the registry holds {}", version,
                   versions.empty() ? "none yet" : joined(versions));
}

Result<> check_alias(std::string_view alias) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  const bool shaped = !alias.empty() && alias.size() <= 64 && alias[0] >= 'a' &&
                      alias[0] <= 'z' && std::ranges::all_of(alias, allowed);
  if (!shaped || number_of(alias))
    return bad_input(
        "'{}' cannot be an alias; expected a small letter, then small letters, "
        "digits, '_' or '-', at most 64, and not the name of a version",
        alias);
  return {};
}

Result<std::string> resolve_in(const Contents& contents, std::string_view name) {
  if (const std::string version = contents.state.version_of(name); !version.empty())
    return version;
  if (number_of(name)) {
    TRY(require(contents, name));
    return std::string(name);
  }
  std::vector<std::string> aliases;
  for (const auto& [alias, trail] : contents.state.trails) aliases.push_back(alias);
  return bad_input(
      "'{}' is neither a version (v1, v2, ...) nor an alias; {}", name,
      aliases.empty() ? "there is no alias yet" : "aliases: " + joined(aliases));
}

}  // namespace

Registry::Registry(fs::path folder, Clock clock)
    : folder_(std::move(folder)), clock_(std::move(clock)) {}

Result<Registry> Registry::open(const fs::path& folder, Clock clock) {
  std::error_code code;
  if (fs::exists(folder, code) && !fs::is_directory(folder, code))
    return bad_input("{}: not a folder; a registry is one", folder.string());
  if (!fs::exists(versions_of(folder), code)) TRY(make_folder(versions_of(folder)));
  // Whoever may write here tidies up; a reader of a read-only registry need not.
  if (const auto lock = FileLock::try_for_writing(lock_of(folder)))
    TRY(read_and_repair(folder, clock));
  return Registry(folder, std::move(clock));
}

Result<std::string> Registry::add(const version::Version& version,
                                  const version::Circumstances& circumstances) {
  const FileLock lock = TRY(FileLock::for_writing(lock_of(folder_)));
  Contents contents = TRY(read_and_repair(folder_, clock_));
  const std::string name = version_name(contents.next_number());
  const fs::path place = versions_of(folder_) / name;
  const auto fill = [&](const fs::path& fresh) -> Result<> {
    TRY(version::write_version(version, circumstances, fresh));
    return {};
  };
  TRY(write_folder(place, fill));
  Event event{clock_(), "registered", name, "", "", ""};
  if (auto written = append(folder_, contents, std::move(event)); !written) {
    TRY(clear_away(place));
    return std::unexpected(written.error());
  }
  return name;
}

Result<std::vector<Entry>> Registry::list() const {
  const FileLock lock = TRY(FileLock::for_reading(lock_of(folder_)));
  const Contents contents = TRY(read_contents(folder_));
  std::vector<Entry> entries;
  for (const std::string& name : contents.versions()) {
    Entry& entry = entries.emplace_back();
    entry.name = name;
    entry.aliases = contents.state.aliases_of(name);
    auto summary = version::read_summary(versions_of(folder_) / name);
    if (!summary) {
      entry.damage = summary.error().message;
      continue;
    }
    entry.circumstances = std::move(summary->circumstances);
    entry.learner = std::move(summary->learner);
    entry.artifact_hash = std::move(summary->artifact_hash);
    entry.threshold = summary->threshold;
    entry.facts = std::move(summary->facts);
    if (const auto note = contents.state.notes.find(name);
        note != contents.state.notes.end())
      entry.circumstances.note = note->second;
  }
  return entries;
}

Result<std::string> Registry::resolve(std::string_view name) const {
  return resolve_in(TRY(read_locked(folder_)), name);
}

Result<version::Stored> Registry::load(std::string_view name) const {
  const FileLock lock = TRY(FileLock::for_reading(lock_of(folder_)));
  const Contents contents = TRY(read_contents(folder_));
  const std::string version = TRY(resolve_in(contents, name));
  auto stored = TRY(version::read_version(versions_of(folder_) / version));
  if (const auto note = contents.state.notes.find(version);
      note != contents.state.notes.end())
    stored.circumstances.note = note->second;
  return stored;
}

Result<> Registry::promote(std::string_view version, std::string_view alias,
                           std::string_view reason) {
  TRY(check_alias(alias));
  const FileLock lock = TRY(FileLock::for_writing(lock_of(folder_)));
  Contents contents = TRY(read_and_repair(folder_, clock_));
  const std::string name = TRY(resolve_in(contents, version));
  const std::string previous = contents.state.version_of(alias);
  if (previous == name) return {};
  TRY(version::read_version(versions_of(folder_) / name));
  return append(
      folder_, contents,
      {clock_(), "promoted", name, std::string(alias), previous, std::string(reason)});
}

Result<std::string> Registry::rollback(std::string_view alias,
                                       std::string_view reason) {
  const FileLock lock = TRY(FileLock::for_writing(lock_of(folder_)));
  Contents contents = TRY(read_and_repair(folder_, clock_));
  const std::string present = contents.state.version_of(alias);
  if (present.empty()) return bad_input("'{}': no such alias", alias);
  const auto before = contents.state.before(alias);
  if (!before)
    return bad_input(
        "'{}' points to {}, and no version before it is left to go back to", alias,
        present);
  TRY(version::read_version(versions_of(folder_) / *before));
  TRY(append(folder_, contents,
             {clock_(), "rolled back", *before, std::string(alias), present,
              std::string(reason)}));
  return *before;
}

Result<> Registry::note(std::string_view version, std::string_view text) {
  const FileLock lock = TRY(FileLock::for_writing(lock_of(folder_)));
  Contents contents = TRY(read_and_repair(folder_, clock_));
  const std::string name = TRY(resolve_in(contents, version));
  return append(folder_, contents,
                {clock_(), "noted", name, "", "", std::string(text)});
}

Result<> Registry::remove(std::string_view version, std::string_view reason) {
  const FileLock lock = TRY(FileLock::for_writing(lock_of(folder_)));
  Contents contents = TRY(read_and_repair(folder_, clock_));
  const std::string name = TRY(resolve_in(contents, version));
  if (const auto aliases = contents.state.aliases_of(name); !aliases.empty())
    return bad_input("{}: is {}; point the alias to another version before deleting it",
                     name, joined(aliases));
  TRY(append(folder_, contents,
             {clock_(), "deleted", name, "", "", std::string(reason)}));
  return clear_away(versions_of(folder_) / name);
}

Result<std::vector<Event>> Registry::history() const {
  return TRY(read_locked(folder_)).events;
}

}  // namespace credence::registry
