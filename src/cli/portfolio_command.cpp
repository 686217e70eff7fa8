#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "cli/commands.h"
#include "cli/project.h"
#include "learner/learner.h"
#include "portfolio/check.h"
#include "search/check_spaces.h"

namespace credence::cli {
namespace {

using portfolio::Checked;
using portfolio::Summary;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

bool is_known(const std::string& learner) {
  const std::vector<std::string> known = learner::learner_names();
  return std::ranges::find(known, learner) != known.end();
}

std::string text_of(const Summary& summary) {
  std::string text =
      fmt::format("{} ({})\n\nTables\n",
                  summary.title.empty() ? summary.name : summary.title, summary.name);
  for (const auto& table : summary.tables)
    text += fmt::format("  {:20} {:3} columns, key {}; known {}{}\n", table.name,
                        table.columns, table.key, table.known,
                        table.link.empty() ? "" : "; " + table.link);
  text += fmt::format("\n{} features ({} protected), {} logarithms\n", summary.features,
                      summary.protected_features, summary.logarithms);
  for (const auto& group : summary.groups)
    text += fmt::format("  {} ({}): {}\n", group.name, group.features.size(),
                        joined(group.features));
  text += "\nModels to tune\n";
  for (const auto& search : summary.searches)
    text += fmt::format(
        "  {:20} {:3} trials of {} configurations{}\n", search.learner, search.trials,
        search.points,
        is_known(search.learner) ? "" : "; left out, this program has no such learner");
  if (!summary.fields.empty())
    text += fmt::format("\nForm of {} fields: {}\n", summary.fields.size(),
                        joined(summary.fields));
  if (!summary.segments.empty())
    text += fmt::format("\nSegments: {}\n", joined(summary.segments));
  return text + fmt::format("\nRisk bands: {}\n", joined(summary.bands));
}

Json to_json(const Checked& checked) {
  Json tables = Json::array(), groups = Json::object(), models = Json::array(),
       findings = Json::array();
  for (const auto& table : checked.summary.tables)
    tables.push_back({{"name", table.name},
                      {"columns", table.columns},
                      {"key", table.key},
                      {"known", table.known},
                      {"link", table.link}});
  for (const auto& group : checked.summary.groups) groups[group.name] = group.features;
  for (const auto& search : checked.summary.searches)
    models.push_back({{"learner", search.learner},
                      {"trials", search.trials},
                      {"configurations", search.points},
                      {"available", is_known(search.learner)}});
  for (const auto& finding : checked.findings)
    findings.push_back(
        {{"file", finding.file}, {"line", finding.line}, {"problem", finding.problem}});
  return {{"name", checked.summary.name},
          {"features", checked.summary.features},
          {"groups", groups},
          {"tables", tables},
          {"searches", models},
          {"form", checked.summary.fields},
          {"segments", checked.summary.segments},
          {"findings", findings}};
}

Result<> check(const Arguments& arguments, Surroundings& surroundings) {
  const Checked checked = TRY(portfolio::check_folder(arguments.text("FOLDER")));
  TRY(search::check_spaces(checked.portfolio, {}));
  std::string text = text_of(checked.summary);
  for (const auto& finding : checked.findings)
    text += "  x " + portfolio::text_of(finding) + "\n";
  if (checked.findings.empty())
    text +=
        "\nNo problem found: the SQL means the same on every engine, and no sum can "
        "pass "
        "2^63.\n";
  surroundings.terminal.print(arguments.flag("--json") ? dump_json(to_json(checked))
                                                       : text);
  if (checked.findings.empty()) return {};
  return bad_input("{}: {} problem{} found", arguments.text("FOLDER"),
                   checked.findings.size(), checked.findings.size() == 1 ? "" : "s");
}

}  // namespace

Command portfolio_command() {
  return {"portfolio",
          "Check a portfolio, or write one for a CSV file",
          "",
          {},
          {},
          {{"check",
            "Check portfolio.toml, schema.sql, features.sql and target.sql",
            "",
            {{"FOLDER", OptionKind::text, "Portfolio folder", "", true}, json_option()},
            check,
            {}},
           portfolio_new_command()}};
}

}  // namespace credence::cli
