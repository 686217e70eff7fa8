#include "portfolio/monotone_toml.h"

#include <algorithm>

#include "portfolio/tables_toml.h"

namespace credence::portfolio {
namespace {

Result<Direction> read_direction(const TomlNode& node) {
  if (node.kind == TomlKind::table)  // table.column without quotes
    return found_instead(node,
                         "\"increasing\" or \"decreasing\", of a key in quotes: "
                         "\"table.column\"");
  if (node.text == "increasing") return Direction::increasing;
  if (node.text == "decreasing") return Direction::decreasing;
  return found_instead(node, "\"increasing\" or \"decreasing\"");
}

bool tells_rows(const TableSpec& table, const ColumnSpec& column,
                const Application& application) {
  return std::ranges::count(table.key, column.name) != 0 ||
         (table.link && table.link->column == column.name) ||
         (table.name == application.table &&
          (column.name == application.id || column.name == application.group));
}

Result<> check_column(const TomlNode& node, const TableSpec& table,
                      const ColumnSpec& column, const Application& application,
                      const std::vector<ComputedColumn>& computed) {
  if (column.type != table::Type::integer && column.type != table::Type::real)
    return wrong_at(node, fmt::format("the column \"{}\" of \"{}\" is {}, expected a "
                                      "number",
                                      column.name, table.name, name_of(column.type)));
  if (tells_rows(table, column, application))
    return wrong_at(node, fmt::format("the column \"{}\" tells rows of \"{}\" apart or "
                                      "links them, expected a measure",
                                      column.name, table.name));
  for (const ComputedColumn& one : computed)
    if (one.table == table.name && one.column == column.name)
      return wrong_at(node,
                      fmt::format("the column \"{}\" of \"{}\" is computed and cannot "
                                  "move by itself, expected a column that is read",
                                  column.name, table.name));
  return {};
}

}  // namespace

Result<std::vector<MonotoneInput>> read_monotone(
    const TomlNode& root, const Application& application,
    const std::vector<TableSpec>& tables, const std::vector<ComputedColumn>& computed) {
  std::vector<MonotoneInput> inputs;
  const TomlNode* section = root.find("monotone");
  if (!section) return inputs;
  if (section->kind != TomlKind::table) return found_instead(*section, "a table");
  for (const TomlEntry& entry : section->entries) {
    const Direction direction = TRY(read_direction(entry.node));
    const std::size_t dot = entry.key.find('.');
    if (dot == std::string::npos)
      return wrong_at(entry.node, fmt::format("found the key \"{}\", expected "
                                              "\"table.column\"",
                                              entry.key));
    TomlNode name = entry.node;
    name.kind = TomlKind::text;
    name.text = entry.key.substr(0, dot);
    const TableSpec* table = TRY(named_table(name, tables));
    name.text = entry.key.substr(dot + 1);
    const ColumnSpec* column = TRY(named_column(name, *table));
    TRY(check_column(entry.node, *table, *column, application, computed));
    inputs.push_back({table->name, column->name, direction});
  }
  return inputs;
}

}  // namespace credence::portfolio
