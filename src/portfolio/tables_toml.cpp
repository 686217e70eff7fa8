#include "portfolio/tables_toml.h"

#include <algorithm>
#include <array>
#include <set>

#include "portfolio/computed.h"
#include "portfolio/nearest_name.h"

namespace credence::portfolio {
namespace {

std::vector<std::string> names_of(const std::vector<TableSpec>& tables) {
  std::vector<std::string> names;
  for (const TableSpec& table : tables) names.push_back(table.name);
  return names;
}

std::vector<std::string> names_of(const std::vector<ColumnSpec>& columns) {
  std::vector<std::string> names;
  for (const ColumnSpec& column : columns) names.push_back(column.name);
  return names;
}

Result<const ColumnSpec*> date_column(const TomlNode& name, const TableSpec& table) {
  const ColumnSpec* column = TRY(named_column(name, table));
  if (column->type != table::Type::date)
    return wrong_at(name,
                    fmt::format("the column \"{}\" of \"{}\" is {}, expected a DATE",
                                column->name, table.name, name_of(column->type)));
  return column;
}

// The column that an entry's key names: known_on_columns, source_names, date_formats.
Result<ColumnSpec*> column_of_key(const TomlEntry& entry, TableSpec& table) {
  for (ColumnSpec& column : table.columns)
    if (column.name == entry.key) return &column;
  return wrong_at(
      entry.node,
      fmt::format("schema.sql has no column \"{}\" in \"{}\"{}", entry.key, table.name,
                  suggestion(entry.key, names_of(table.columns))));
}

Result<> expect_table(const TomlNode& node) {
  if (node.kind != TomlKind::table) return found_instead(node, "a table");
  return {};
}

Result<Link> read_link(const TomlNode& node, const TableSpec& table,
                       const std::vector<TableSpec>& tables) {
  const TomlReader link = TRY(TomlReader::of(node, {"column", "table", "key"}));
  const ColumnSpec* column = TRY(named_column(link, "column", table));
  const TableSpec* other = TRY(named_table(link, "table", tables));
  const ColumnSpec* key = TRY(named_column(link, "key", *other));
  if (column->type != key->type)
    return wrong_at(
        node, fmt::format("\"{}\" is {} but \"{}\" of \"{}\" is {}, expected "
                          "the same type",
                          column->name, name_of(column->type), key->name, other->name,
                          name_of(key->type)));
  return Link{column->name, other->name, key->name};
}

Result<> read_columns(const TomlReader& section, TableSpec& table) {
  if (const TomlNode* dates = section.find("known_on_columns")) {
    TRY(expect_table(*dates));
    for (const TomlEntry& entry : dates->entries) {
      ColumnSpec* column = TRY(column_of_key(entry, table));
      column->known_on = TRY(date_column(entry.node, table))->name;
    }
  }
  if (const TomlNode* names = section.find("source_names")) {
    TRY(expect_table(*names));
    for (const TomlEntry& entry : names->entries) {
      ColumnSpec* column = TRY(column_of_key(entry, table));
      column->source_name = TRY(as_text(entry.node));
    }
  }
  if (const TomlNode* formats = section.find("date_formats")) {
    TRY(expect_table(*formats));
    for (const TomlEntry& entry : formats->entries) {
      ColumnSpec* column = TRY(column_of_key(entry, table));
      if (column->type != table::Type::date)
        return wrong_at(entry.node,
                        fmt::format("the column \"{}\" is {}, expected a DATE",
                                    column->name, name_of(column->type)));
      column->date_format = TRY(as_text(entry.node));
      if (column->date_format.find('%') == std::string::npos)
        return found_instead(entry.node, "a strptime format such as \"%d/%m/%Y\"");
    }
  }
  return {};
}

Result<> read_table(const TomlNode& node, TableSpec& table,
                    const std::vector<TableSpec>& tables,
                    const Application& application) {
  const TomlReader section = TRY(TomlReader::of(
      node, {"known_on", "same_day", "most_rows", "timeless", "link", "file",
             "numbered", "known_on_columns", "source_names", "date_formats"}));
  const TomlNode* known_on = section.find("known_on");
  const TomlNode* timeless = section.find("timeless");
  if (known_on && timeless)
    return wrong_at(*timeless, "known_on is given too, expected only one of the two");
  for (const std::string_view dated : {"known_on", "known_on_columns", "same_day"})
    if (const TomlNode* given = section.find(dated);
        given && application.decided_at.empty())
      return wrong_at(
          *given,
          "[application] has no decided_at that a row could be known before; "
          "declare it, or leave this out and say timeless");
  if (known_on) table.known_on = TRY(date_column(*known_on, table))->name;
  if (timeless) table.timeless = TRY(as_text(*timeless));
  table.same_day = TRY(section.boolean_or("same_day", false));
  table.most_rows = TRY(section.integer_or("most_rows", 1000, 1, 1'000'000'000));
  table.file = TRY(section.text_or("file", ""));
  if (const TomlNode* numbered = section.find("numbered")) {
    const ColumnSpec* column = TRY(named_column(*numbered, table));
    if (column->type != table::Type::integer)
      return wrong_at(*numbered,
                      fmt::format("the column \"{}\" is {}, expected a BIGINT",
                                  column->name, name_of(column->type)));
    table.numbered = column->name;
  }
  const TomlNode* link = section.find("link");
  if (link && table.name == application.table)
    return wrong_at(*link, "the application table itself needs no link");
  if (link) table.link = TRY(read_link(*link, table, tables));
  return read_columns(section, table);
}

// Follows the links; without reaching the application table a row has no applicant.
Result<> check_chain(const TableSpec& start, const std::vector<TableSpec>& tables,
                     const Application& application, const TomlNode& place) {
  std::set<std::string> passed;
  const TableSpec* table = &start;
  while (table->name != application.table) {
    if (!passed.insert(table->name).second)
      return wrong_at(place,
                      fmt::format("the links of \"{}\" run in a circle, expected a "
                                  "way to \"{}\"",
                                  start.name, application.table));
    if (!table->link)
      return wrong_at(
          place, fmt::format(
                     "tables.{}.link is missing: nothing says which applicant a row of "
                     "\"{}\" belongs to",
                     table->name, start.name));
    table = &*std::ranges::find(tables, table->link->table, &TableSpec::name);
  }
  return {};
}

}  // namespace

Result<const TableSpec*> named_table(const TomlNode& node,
                                     const std::vector<TableSpec>& tables) {
  const std::string name = TRY(as_text(node));
  for (const TableSpec& table : tables)
    if (table.name == name) return &table;
  return wrong_at(node, fmt::format("schema.sql has no table \"{}\"{}", name,
                                    suggestion(name, names_of(tables))));
}

Result<const ColumnSpec*> named_column(const TomlNode& node, const TableSpec& table) {
  const std::string name = TRY(as_text(node));
  if (const ColumnSpec* column = table.find(name)) return column;
  return wrong_at(
      node, fmt::format("schema.sql has no column \"{}\" in \"{}\"{}", name, table.name,
                        suggestion(name, names_of(table.columns))));
}

Result<const TableSpec*> named_table(const TomlReader& section, std::string_view key,
                                     const std::vector<TableSpec>& tables) {
  const TomlNode* name = TRY(section.require(key));
  return named_table(*name, tables);
}

Result<const ColumnSpec*> named_column(const TomlReader& section, std::string_view key,
                                       const TableSpec& table) {
  const TomlNode* name = TRY(section.require(key));
  return named_column(*name, table);
}

Result<Application> read_application(const TomlNode& root,
                                     const std::vector<TableSpec>& tables) {
  const TomlNode* node = root.find("application");
  if (!node) return wrong_at(root, "the section [application] is missing");
  const TomlReader section =
      TRY(TomlReader::of(*node, {"table", "id", "decided_at", "group"}));
  const TableSpec* table = TRY(named_table(section, "table", tables));
  Application application{
      .table = table->name, .id = {}, .decided_at = {}, .group = {}};
  const TomlNode* id = TRY(section.require("id"));
  application.id = TRY(named_column(*id, *table))->name;
  if (table->key != std::vector{application.id})
    return wrong_at(*id, fmt::format("\"{}\" is not the PRIMARY KEY of \"{}\" in "
                                     "schema.sql, expected it to be",
                                     application.id, table->name));
  const table::Type type = table->find(application.id)->type;
  if (type != table::Type::integer && type != table::Type::text)
    return wrong_at(*id, fmt::format("the column \"{}\" is {}, expected BIGINT or TEXT",
                                     application.id, name_of(type)));
  if (const TomlNode* decided_at = section.find("decided_at"))
    application.decided_at = TRY(date_column(*decided_at, *table))->name;
  const TomlNode* group = section.find("group");
  application.group = group ? TRY(named_column(*group, *table))->name : application.id;
  return application;
}

Result<std::vector<TableSpec>> read_tables(const TomlNode& root,
                                           std::vector<TableSpec> tables,
                                           const Application& application) {
  const TomlNode* node = root.find("tables");
  if (node) {
    TRY(TomlReader::of(*node, names_of(tables)));
    for (const TomlEntry& entry : node->entries)
      TRY(read_table(entry.node,
                     *std::ranges::find(tables, entry.key, &TableSpec::name), tables,
                     application));
  }
  for (TableSpec& table : tables) {
    // A row of the application table is known when it is decided, unless said
    // otherwise.
    if (table.name == application.table && table.known_on.empty() &&
        table.timeless.empty())
      table.known_on = application.decided_at;
    const TomlNode* own = node ? node->find(table.name) : nullptr;
    TRY(check_chain(table, tables, application, own ? *own : node ? *node : root));
  }
  return tables;
}

Result<std::vector<ComputedColumn>> read_computed(
    const TomlNode& root, const std::vector<TableSpec>& tables) {
  std::vector<ComputedColumn> columns;
  const TomlNode* list = root.find("computed");
  if (!list) return columns;
  if (list->kind != TomlKind::array)
    return found_instead(*list, "[[computed]] sections");
  for (const TomlNode& node : list->items) {
    const TomlReader section =
        TRY(TomlReader::of(node, {"table", "column", "function", "arguments"}));
    const TableSpec* table = TRY(named_table(section, "table", tables));
    ComputedColumn computed{
        .table = table->name, .column = {}, .function = {}, .arguments = {}};
    const TomlNode* column = TRY(section.require("column"));
    const ColumnSpec* made = TRY(named_column(*column, *table));
    computed.column = made->name;
    for (const ComputedColumn& other : columns)
      if (other.table == table->name && other.column == made->name)
        return wrong_at(*column,
                        fmt::format("the column \"{}\" is computed twice", made->name));
    const TomlNode* function = TRY(section.require("function"));
    computed.function = TRY(as_text(*function));
    if (!is_computed_function(computed.function))
      return found_instead(*function, "the name of a function: emi");
    if (made->type != table::Type::integer)
      return wrong_at(*column, fmt::format("the column \"{}\" is {}, expected a BIGINT",
                                           made->name, name_of(made->type)));
    const TomlNode* arguments = TRY(section.require("arguments"));
    computed.arguments = TRY(as_texts(*arguments));
    if (computed.arguments.size() != 3)
      return wrong_at(*arguments,
                      fmt::format("found {} columns, expected 3: principal, annual "
                                  "percent, months",
                                  computed.arguments.size()));
    for (const TomlNode& argument : arguments->items) {
      const ColumnSpec* read = TRY(named_column(argument, *table));
      if (read->type != table::Type::integer && read->type != table::Type::real)
        return wrong_at(argument,
                        fmt::format("the column \"{}\" is {}, expected a number",
                                    read->name, name_of(read->type)));
      for (const ComputedColumn& other : columns)
        if (other.table == table->name && other.column == read->name)
          return wrong_at(argument, fmt::format("the column \"{}\" is computed itself, "
                                                "expected one that is read",
                                                read->name));
      if (read->name == computed.column)
        return wrong_at(argument, "a column cannot be computed from itself");
    }
    columns.push_back(std::move(computed));
  }
  return columns;
}

Result<RawFiles> read_source(const TomlNode& root) {
  RawFiles files;
  const TomlNode* node = root.find("source");
  if (!node) return files;
  const TomlReader section =
      TRY(TomlReader::of(*node, {"missing", "delimiter", "header"}));
  files.missing_marks = TRY(section.texts("missing"));
  files.delimiter = TRY(section.text_or("delimiter", ""));
  if (files.delimiter.size() > 1)
    return found_instead(*section.find("delimiter"), "a single character");
  if (section.find("header")) files.header = TRY(section.boolean_or("header", true));
  return files;
}

}  // namespace credence::portfolio
