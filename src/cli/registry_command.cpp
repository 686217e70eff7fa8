#include <nlohmann/json.hpp>

#include "base/json.h"
#include "cli/commands.h"
#include "cli/open_registry.h"
#include "cli/project.h"
#include "report/text_table.h"

namespace credence::cli {
namespace {

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

std::string four_places(double number) { return fmt::format("{:.4f}", number); }

// Notes stand behind the table: they may be long.
std::string list_text(const std::vector<registry::Entry>& entries) {
  std::vector<std::vector<std::string>> rows = {
      {"version", "model", "CV AUC", "threshold", "trained at", "aliases"}};
  std::string below;
  for (const auto& entry : entries) {
    if (!entry.damage.empty()) {
      rows.push_back({entry.name, "damaged"});
      below += fmt::format("{} is damaged: {}\n", entry.name, entry.damage);
      continue;
    }
    rows.push_back({entry.name, entry.learner, four_places(fact(entry, "cv_auc")),
                    four_places(entry.threshold),
                    format_instant(entry.circumstances.trained_at),
                    joined(entry.aliases)});
    if (!entry.circumstances.note.empty())
      below += fmt::format("{}: {}\n", entry.name, entry.circumstances.note);
  }
  return report::text_table(rows) + (below.empty() ? "" : "\n" + below);
}

std::string show_text(const registry::Entry& entry) {
  std::string text = fmt::format("Version {}, {}\n", entry.name,
                                 entry.facts.value("title", entry.learner));
  const auto line = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) text += fmt::format("  {:16}{}\n", name, value);
  };
  line("aliases", joined(entry.aliases));
  line("portfolio", entry.facts.value("portfolio", ""));
  line("trained at", format_instant(entry.circumstances.trained_at));
  line("took", fmt::format("{:.1f} seconds", entry.circumstances.seconds));
  line("CV AUC", four_places(fact(entry, "cv_auc")));
  if (entry.facts.contains("test"))
    line("test AUC", four_places(entry.facts["test"].value("auc", 0.0)));
  line("refuses from", four_places(entry.threshold));
  line("seed", std::to_string(entry.facts.value("seed", std::uint64_t{0})));
  line("library", entry.facts.value("library", ""));
  line("artifact", entry.artifact_hash);
  line("note", entry.circumstances.note);
  if (!entry.facts.contains("parameters")) return text;
  text += "  parameters\n";
  for (const auto& [name, value] : entry.facts["parameters"].items())
    text += fmt::format("    {:24}{}\n", name, value.dump());
  return text + "Every file is as it was written.\n";
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
  surroundings.terminal.print(entries.empty() ? "no versions yet\n"
                                              : list_text(entries));
  return {};
}

Result<> show(const Arguments& arguments, Surroundings& surroundings) {
  const auto registry = TRY(open_registry(arguments, surroundings));
  const std::string name = TRY(registry.resolve(arguments.text("VERSION")));
  TRY(registry.load(name));  // says what is damaged, if anything is
  for (const auto& entry : TRY(registry.list()))
    if (entry.name == name)
      surroundings.terminal.print(arguments.flag("--json") ? dump_json(to_json(entry))
                                                           : show_text(entry));
  return {};
}

void report_change(const Arguments& arguments, Surroundings& surroundings,
                   const Json& document, const std::string& text) {
  surroundings.terminal.print(arguments.flag("--json") ? dump_json(document) : text);
}

Result<> promote(const Arguments& arguments, Surroundings& surroundings) {
  auto registry = TRY(open_registry(arguments, surroundings));
  const std::string version = TRY(registry.resolve(arguments.text("VERSION")));
  const std::string alias = arguments.text("--alias");
  TRY(registry.promote(version, alias, arguments.text("--reason")));
  report_change(arguments, surroundings, {{"version", version}, {"alias", alias}},
                fmt::format("{} is {} now\n", version, alias));
  return {};
}

Result<> rollback(const Arguments& arguments, Surroundings& surroundings) {
  auto registry = TRY(open_registry(arguments, surroundings));
  const std::string alias = arguments.text("--alias");
  const std::string version = TRY(registry.rollback(alias, arguments.text("--reason")));
  report_change(arguments, surroundings, {{"version", version}, {"alias", alias}},
                fmt::format("{} is {} again\n", version, alias));
  return {};
}

Result<> note(const Arguments& arguments, Surroundings& surroundings) {
  auto registry = TRY(open_registry(arguments, surroundings));
  const std::string version = TRY(registry.resolve(arguments.text("VERSION")));
  TRY(registry.note(version, arguments.text("TEXT")));
  report_change(arguments, surroundings,
                {{"version", version}, {"note", arguments.text("TEXT")}},
                fmt::format("noted at {}\n", version));
  return {};
}

Result<> remove(const Arguments& arguments, Surroundings& surroundings) {
  auto registry = TRY(open_registry(arguments, surroundings));
  const std::string version = TRY(registry.resolve(arguments.text("VERSION")));
  TRY(registry.remove(version, arguments.text("--reason")));
  report_change(arguments, surroundings, {{"deleted", version}},
                fmt::format("{} is deleted\n", version));
  return {};
}

std::string history_text(const std::vector<std::vector<std::string>>& events) {
  std::string text;
  for (const auto& event : events) {
    text += fmt::format("{}  {:11} {}", event[0], event[1], event[2]);
    if (!event[3].empty()) text += " as " + event[3];
    if (!event[4].empty()) text += ", after " + event[4];
    text += (event[5].empty() ? "" : ": " + event[5]) + "\n";
  }
  return text;
}

Result<> history(const Arguments& arguments, Surroundings& surroundings) {
  const auto registry = TRY(open_registry(arguments, surroundings));
  Json all = Json::array();
  std::vector<std::vector<std::string>> rows;
  for (const auto& event : TRY(registry.history())) {
    all.push_back({{"at", format_instant(event.at)},
                   {"event", event.kind},
                   {"version", event.version},
                   {"alias", event.alias},
                   {"previous", event.previous},
                   {"reason", event.reason}});
    rows.push_back({format_instant(event.at), event.kind, event.version, event.alias,
                    event.previous, event.reason});
  }
  surroundings.terminal.print(arguments.flag("--json") ? dump_json(all)
                                                       : history_text(rows));
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
            {version_option(), registry_option(), alias_option(), reason_option(),
             json_option()},
            promote,
            {}},
           {"rollback",
            "Point an alias back to the version before",
            "",
            {registry_option(), alias_option(), reason_option(), json_option()},
            rollback,
            {}},
           {"note",
            "Add a note to a version",
            "",
            {version_option(),
             {"TEXT", OptionKind::text, "The note", "", true},
             registry_option(),
             json_option()},
            note,
            {}},
           {"delete",
            "Delete a version that no alias points to",
            "",
            {version_option(), registry_option(), reason_option(), json_option()},
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
