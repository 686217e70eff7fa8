#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "cli/commands.h"
#include "cli/project.h"
#include "portfolio/portfolio.h"

namespace credence::cli {
namespace {

using portfolio::Portfolio;
using portfolio::TableSpec;

std::string known_when(const Portfolio& portfolio, const TableSpec& table) {
  if (!table.known_on.empty())
    return fmt::format("known {} {}", table.same_day ? "from" : "after",
                       table.known_on);
  if (!table.timeless.empty()) return "timeless: " + table.timeless;
  if (portfolio.application.decided_at.empty()) return "no dates in this portfolio";
  return "no date: features may not read it";
}

std::string text_of(const Portfolio& portfolio) {
  std::string text = fmt::format(
      "{} ({})\n\nTables\n", portfolio.title.empty() ? portfolio.name : portfolio.title,
      portfolio.name);
  for (const TableSpec& table : portfolio.tables)
    text += fmt::format(
        "  {:22} {:3} columns, {}{}\n", table.name, table.columns.size(),
        known_when(portfolio, table),
        table.name == portfolio.application.table ? "; one row per application" : "");
  std::map<std::string, int> groups;
  for (const auto& feature : portfolio.features) ++groups[feature.group];
  text += fmt::format("\nFeatures: {}\n", portfolio.features.size());
  for (const auto& [group, count] : groups)
    text += fmt::format("  {:22} {:3}\n", group, count);
  text += "\nModels to tune\n";
  for (const auto& search : portfolio.searches)
    text += fmt::format("  {:22} {:3} trials over {} parameters\n", search.learner,
                        search.trials, search.dimensions.size());
  if (!portfolio.form.empty())
    text += fmt::format("\nForm: {} fields\n", portfolio.form.size());
  return text + "\nEverything checked: no problem found.\n";
}

Json to_json(const Portfolio& portfolio) {
  Json tables = Json::array(), features = Json::array(), models = Json::array();
  for (const TableSpec& table : portfolio.tables)
    tables.push_back({{"name", table.name},
                      {"columns", table.columns.size()},
                      {"known", known_when(portfolio, table)}});
  for (const auto& feature : portfolio.features)
    features.push_back({{"name", feature.name},
                        {"group", feature.group},
                        {"meaning", feature.meaning},
                        {"protected", feature.is_protected}});
  for (const auto& search : portfolio.searches)
    models.push_back({{"learner", search.learner}, {"trials", search.trials}});
  return {{"name", portfolio.name},
          {"tables", tables},
          {"features", features},
          {"searches", models},
          {"form_fields", portfolio.form.size()}};
}

Result<> check(const Arguments& arguments, Surroundings& surroundings) {
  const Portfolio portfolio = TRY(portfolio::read_portfolio(arguments.text("FOLDER")));
  surroundings.terminal.print(arguments.flag("--json") ? dump_json(to_json(portfolio))
                                                       : text_of(portfolio));
  return {};
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
            {}}}};
}

}  // namespace credence::cli
