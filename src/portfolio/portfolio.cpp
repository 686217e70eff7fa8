#include "portfolio/portfolio.h"

#include <algorithm>

#include "portfolio/decisions_toml.h"
#include "portfolio/features_toml.h"
#include "portfolio/form_toml.h"
#include "portfolio/monotone_toml.h"
#include "portfolio/schema_sql.h"
#include "portfolio/segments_toml.h"
#include "portfolio/sql_tokens.h"
#include "portfolio/tables_toml.h"
#include "portfolio/toml_document.h"

namespace credence::portfolio {
namespace {

std::string place(std::string_view where, std::string_view file) {
  return where.empty() ? std::string(file) : fmt::format("{}/{}", where, file);
}

Result<TomlReader> read_root(const TomlNode& root) {
  return TomlReader::of(
      root, {"name", "title", "currency", "application", "source", "tables", "computed",
             "target", "features", "segments", "monotone", "validation", "costs",
             "bands", "decision", "search", "form"});
}

// The result columns of features.sql after the first, each with a meaning.
Result<std::vector<SelectedColumn>> feature_columns(std::string_view sql) {
  std::vector<SelectedColumn> columns = TRY(selected_columns(sql));
  if (columns.front().name != "application_id")
    return bad_input(
        "line {}: the first result column is \"{}\", expected "
        "\"application_id\"",
        columns.front().line, columns.front().name);
  columns.erase(columns.begin());
  if (columns.empty()) return bad_input("found no feature after application_id");
  for (auto column = columns.begin(); column != columns.end(); ++column) {
    if (column->meaning.empty())
      return bad_input(
          "line {}: the feature \"{}\" has no comment on the line above it, "
          "expected its meaning",
          column->line, column->name);
    if (std::any_of(columns.begin(), column,
                    [&](const auto& other) { return other.name == column->name; }))
      return bad_input("line {}: the feature \"{}\" is selected twice", column->line,
                       column->name);
  }
  return columns;
}

Result<> check_target_columns(std::string_view sql) {
  const std::vector<SelectedColumn> columns = TRY(selected_columns(sql));
  std::vector<std::string> names;
  for (const SelectedColumn& column : columns) names.push_back(column.name);
  if (names != std::vector<std::string>{"application_id", "outcome", "no_outcome"})
    return bad_input(
        "line {}: the result columns are not application_id, outcome, "
        "no_outcome, in this order",
        columns.front().line);
  return {};
}

Result<Portfolio> from_toml(const TomlNode& root, std::vector<TableSpec> tables,
                            const std::vector<SelectedColumn>& columns) {
  const TomlReader keys = TRY(read_root(root));
  Portfolio portfolio;
  portfolio.name = TRY(keys.text("name"));
  portfolio.title = TRY(keys.text_or("title", portfolio.name));
  portfolio.currency = TRY(read_currency(root));
  portfolio.application = TRY(read_application(root, tables));
  portfolio.tables = TRY(read_tables(root, std::move(tables), portfolio.application));
  portfolio.computed = TRY(read_computed(root, portfolio.tables));
  portfolio.target = TRY(read_target(root));
  Features features = TRY(read_features(root, columns));
  portfolio.features = std::move(features.features);
  portfolio.logarithms = std::move(features.logarithms);
  portfolio.segments = TRY(read_segments(root, portfolio.features));
  portfolio.monotone = TRY(
      read_monotone(root, portfolio.application, portfolio.tables, portfolio.computed));
  portfolio.searches = TRY(read_searches(root));
  portfolio.validation = TRY(read_validation(root));
  portfolio.costs = TRY(read_costs(root, portfolio.currency));
  portfolio.bands = TRY(read_bands(root));
  DecisionRules rules = TRY(read_decision_rules(root));
  portfolio.threshold_rule = rules.threshold;
  portfolio.champion_order = std::move(rules.champion_order);
  portfolio.form = TRY(read_form(root, portfolio.tables, portfolio.computed));
  RawFiles files = TRY(read_source(root));
  portfolio.missing_marks = std::move(files.missing_marks);
  portfolio.delimiter = std::move(files.delimiter);
  portfolio.header = files.header;
  return portfolio;
}

}  // namespace

const ColumnSpec* TableSpec::find(std::string_view column) const {
  const auto found = std::ranges::find(columns, column, &ColumnSpec::name);
  return found == columns.end() ? nullptr : &*found;
}

const TableSpec* Portfolio::find_table(std::string_view table) const {
  const auto found = std::ranges::find(tables, table, &TableSpec::name);
  return found == tables.end() ? nullptr : &*found;
}

const Feature* Portfolio::find_feature(std::string_view feature) const {
  const auto found = std::ranges::find(features, feature, &Feature::name);
  return found == features.end() ? nullptr : &*found;
}

const SearchSpace* Portfolio::find_search(std::string_view learner) const {
  const auto found = std::ranges::find(searches, learner, &SearchSpace::learner);
  return found == searches.end() ? nullptr : &*found;
}

Result<Portfolio> parse_portfolio(Texts texts, std::string_view where) {
  std::vector<TableSpec> tables =
      TRY_IN(place(where, "schema.sql"), parse_schema(texts.schema_sql));
  const std::vector<SelectedColumn> columns =
      TRY_IN(place(where, "features.sql"), feature_columns(texts.features_sql));
  TRY_IN(place(where, "target.sql"), check_target_columns(texts.target_sql));
  const TomlNode root = TRY_IN(place(where, "portfolio.toml"), parse_toml(texts.toml));
  Portfolio portfolio = TRY_IN(place(where, "portfolio.toml"),
                               from_toml(root, std::move(tables), columns));
  portfolio.target.sql = texts.target_sql;
  portfolio.texts = std::move(texts);
  return portfolio;
}

}  // namespace credence::portfolio
