#include <nlohmann/json.hpp>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/project.h"
#include "registry/registry.h"

namespace credence::cli {
namespace {

using registry::Registry;

Result<Registry> open_registry(const Arguments& arguments, Surroundings& surroundings) {
  const std::filesystem::path folder = arguments.text("--registry");
  if (!std::filesystem::is_directory(folder))
    return bad_input(
        "{}: there is no registry; `credence run` or `credence train` makes one",
        folder.string());
  return Registry::open(folder, surroundings.clock);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

Json to_json(const registry::Entry& entry) {
  return {{"version", entry.name},
          {"aliases", entry.aliases},
          {"model", entry.learner},
          {"trained_at", format_instant(entry.circumstances.trained_at)},
          {"seconds", entry.circumstances.seconds},
          {"note", entry.circumstances.note},
          {"threshold", entry.threshold},
          {"artifact_sha256", entry.artifact_hash},
          {"damage", entry.damage},
          {"facts", entry.facts}};
}

double fact(const registry::Entry& entry, const char* name) {
  return entry.facts.is_object() && entry.facts.contains(name) &&
                 entry.facts[name].is_number()
             ? entry.facts[name].get<double>()
             : 0.0;
}

Result<> list(const Arguments& arguments, Surroundings& surroundings) {
  const auto registry = TRY(open_registry(arguments, surroundings));
  const auto entries = TRY(registry.list());
  if (arguments.flag("--json")) {
    Json all = Json::array();
    for (const auto& entry : entries) all.push_back(to_json(entry));
    surroundings.terminal.print(dump_json(all));
    return {};
  }
  std::string text =
      fmt::format("{:8} {:10} {:>8} {:>9}  {:24} {:12} {}\n", "version", "model",
                  "CV AUC", "threshold", "trained at", "aliases", "note");
  for (const auto& entry : entries)
    text +=
        entry.damage.empty()
            ? fmt::format("{:8} {:10} {:8.4f} {:9.4f}  {:24} {:12} {}\n", entry.name,
                          entry.learner, fact(entry, "cv_auc"), entry.threshold,
                          format_instant(entry.circumstances.trained_at),
                          joined(entry.aliases), entry.circumstances.note)
            : fmt::format("{:8} damaged: {}\n", entry.name, entry.damage);
  surroundings.terminal.print(entries.empty() ? "no versions yet\n" : text);
  return {};
}

Result<> show(const Arguments& arguments, Surroundings& surroundings) {
  const auto registry = TRY(open_registry(arguments, surroundings));
  const std::string name = TRY(registry.resolve(arguments.text("VERSION")));
  TRY(registry.load(name));  // says what is damaged, if anything is
  for (const auto& entry : TRY(registry.list()))
    if (entry.name == name) surroundings.terminal.print(dump_json(to_json(entry)));
  return {};
}

Result<> promote(const Arguments& arguments, Surroundings& surroundings) {
  auto registry = TRY(open_registry(arguments, surroundings));
  TRY(registry.promote(arguments.text("VERSION"), arguments.text("--alias"),
                       arguments.text("--reason")));
  surroundings.terminal.print(fmt::format("{} is {} now\n", arguments.text("VERSION"),
                                          arguments.text("--alias")));
  return {};
}

Result<> rollback(const Arguments& arguments, Surroundings& surroundings) {
  auto registry = TRY(open_registry(arguments, surroundings));
  const std::string version =
      TRY(registry.rollback(arguments.text("--alias"), arguments.text("--reason")));
  surroundings.terminal.print(
      fmt::format("{} is {} again\n", version, arguments.text("--alias")));
  return {};
}

Result<> note(const Arguments& arguments, Surroundings& surroundings) {
  auto registry = TRY(open_registry(arguments, surroundings));
  TRY(registry.note(arguments.text("VERSION"), arguments.text("TEXT")));
  surroundings.terminal.print(fmt::format("noted at {}\n", arguments.text("VERSION")));
  return {};
}

Result<> remove(const Arguments& arguments, Surroundings& surroundings) {
  auto registry = TRY(open_registry(arguments, surroundings));
  TRY(registry.remove(arguments.text("VERSION"), arguments.text("--reason")));
  surroundings.terminal.print(
      fmt::format("{} is deleted\n", arguments.text("VERSION")));
  return {};
}

Result<> history(const Arguments& arguments, Surroundings& surroundings) {
  const auto registry = TRY(open_registry(arguments, surroundings));
  Json all = Json::array();
  std::string text;
  for (const auto& event : TRY(registry.history())) {
    all.push_back({{"at", format_instant(event.at)},
                   {"event", event.kind},
                   {"version", event.version},
                   {"alias", event.alias},
                   {"previous", event.previous},
                   {"reason", event.reason}});
    text += fmt::format("{}  {:12} {:6} {:10} {:6} {}\n", format_instant(event.at),
                        event.kind, event.version, event.alias, event.previous,
                        event.reason);
  }
  surroundings.terminal.print(arguments.flag("--json") ? dump_json(all) : text);
  return {};
}

Option version_option() {
  return {"VERSION", OptionKind::text, "A version (v3) or an alias (champion)", "",
          true};
}

Option alias_option() {
  return {"--alias", OptionKind::text, "Alias to point to the version", "champion"};
}

Option reason_option() {
  return {"--reason", OptionKind::text, "Why; kept in the history", "", true, "TEXT"};
}

}  // namespace

Command registry_command() {
  return {"registry",
          "List, show, promote, roll back, annotate and delete versions",
          "",
          {},
          {},
          {{"list", "All versions", "", {registry_option(), json_option()}, list, {}},
           {"show",
            "One version whole, its files checked",
            "",
            {version_option(), registry_option(), json_option()},
            show,
            {}},
           {"promote",
            "Point an alias to a version",
            "",
            {version_option(), registry_option(), alias_option(), reason_option()},
            promote,
            {}},
           {"rollback",
            "Point an alias back to the version before",
            "",
            {registry_option(), alias_option(), reason_option()},
            rollback,
            {}},
           {"note",
            "Add a note to a version",
            "",
            {version_option(),
             {"TEXT", OptionKind::text, "The note", "", true},
             registry_option()},
            note,
            {}},
           {"delete",
            "Delete a version that no alias points to",
            "",
            {version_option(), registry_option(), reason_option()},
            remove,
            {}},
           {"history",
            "Every change, oldest first",
            "",
            {registry_option(), json_option()},
            history,
            {}}}};
}

}  // namespace credence::cli
