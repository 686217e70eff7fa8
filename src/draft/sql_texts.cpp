#include <algorithm>

#include "draft/roles.h"
#include "draft/texts.h"
#include "engine/sql_text.h"

namespace credence::draft {
namespace {

using engine::literal;
using portfolio::Kind;
using table::Type;

std::string_view type_in_schema(Type type) {
  switch (type) {
    case Type::integer:
      return "BIGINT";
    case Type::real:
      return "DOUBLE";
    case Type::text:
      return "TEXT";
    case Type::date:
      return "DATE";
  }
  return "";
}

// Logarithms need numbers of 0 or more; flags are 0 or 1; sums of whole numbers need
// bounds. Reals are left free otherwise.
std::string check_of(const Column& column) {
  if (column.role != Role::feature) return "";
  if (column.kind == Kind::flag)
    return fmt::format(" CHECK ({} IN (0, 1))", column.name);
  if (column.type != Type::integer && !column.takes_logarithm) return "";
  const auto bounds = roomy_bounds(*column.minimum, *column.maximum);
  if (!bounds) return "";
  return fmt::format(" CHECK ({} BETWEEN {} AND {})", column.name, bounds->low,
                     bounds->high);
}

std::string declaration(const Column& column) {
  const bool is_needed = column.role == Role::date || column.role == Role::group;
  return fmt::format("  {} {}{}{}", column.name, type_in_schema(column.type),
                     column.role == Role::id ? " NOT NULL PRIMARY KEY"
                     : is_needed             ? " NOT NULL"
                                             : "",
                     check_of(column));
}

std::string remark(const Column& column) {
  std::string text = on_one_line(column.source.empty() ? "no name" : column.source);
  if (column.role != Role::feature) text += fmt::format(", {}", name_of(column.role));
  if (!column.note.empty()) text += ": " + on_one_line(column.note);
  return text;
}

// A value of the target as SQL writes it.
std::string value_text(const Draft& draft, const std::string& value) {
  return draft.find(Role::target)->type == Type::integer ? value : literal(value);
}

}  // namespace

std::string on_one_line(std::string_view text) {
  std::string line(text);
  std::ranges::replace_if(
      line, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return line;
}

bool is_in_schema(const Draft& draft, const Column& column) {
  // Without a header, columns are told apart by their places.
  return !draft.header || column.role != Role::left_out;
}

std::string schema_text(const Draft& draft) {
  std::string text = fmt::format(
      "-- One row is one application, drafted from {}.\n-- Bounds leave room for "
      "values that were not seen; a number beyond them is refused\n-- when data is "
      "loaded.\n",
      on_one_line(draft.file));
  std::string left_out;
  std::vector<std::string> columns;
  if (draft.is_numbered)
    columns.push_back(
        fmt::format("  -- the row's number, from 1\n  {} BIGINT NOT NULL "
                    "PRIMARY KEY",
                    draft.id));
  for (const Column& column : draft.columns) {
    if (is_in_schema(draft, column))
      columns.push_back(
          fmt::format("  -- {}\n{}", remark(column), declaration(column)));
    else
      left_out += fmt::format("--   {}\n", remark(column));
  }
  if (!left_out.empty())
    text += "-- Columns of the file that are not read:\n" + left_out;
  text += fmt::format("CREATE TABLE {} (\n", draft.table);
  for (std::size_t i = 0; i < columns.size(); ++i)
    text += columns[i] + (i + 1 < columns.size() ? ",\n" : "\n");
  return text + ");\n";
}

std::string features_text(const Draft& draft) {
  std::string text =
      "-- Every column is a feature as it stands; what follows from several (a ratio, "
      "a\n"
      "-- difference) is worth adding: docs/portfolio.md says how.\n"
      "SELECT\n  d.application_id";
  for (const Column& column : draft.columns)
    if (column.role == Role::feature)
      text += fmt::format(",\n  -- Column {} as in the file\n  a.{}",
                          on_one_line(column.source), column.name);
  return text + fmt::format(
                    "\nFROM decisions AS d\nJOIN {} AS a\n  ON a.{} = "
                    "d.application_id\n",
                    draft.table, draft.id);
}

std::string target_text(const Draft& draft) {
  const std::string t = "a." + draft.find(Role::target)->name;
  const std::string bad = value_text(draft, draft.target.bad);
  const bool is_pair = !draft.target.good.empty();
  const std::string good =
      is_pair ? fmt::format("{} = {}", t, value_text(draft, draft.target.good))
              : fmt::format("{} IS NOT NULL", t);
  const std::string other =
      is_pair ? fmt::format(
                    "    WHEN {} NOT IN ({}, {}) THEN 'target has another "
                    "value'\n",
                    t, bad, value_text(draft, draft.target.good))
              : "";
  return fmt::format(
      "-- {0} in the file: {1} is bad, {2}.\n"
      "SELECT\n"
      "  a.{3} AS application_id,\n"
      "  CASE\n"
      "    WHEN {4} = {5} THEN 1\n"
      "    WHEN {6} THEN 0\n"
      "    ELSE NULL\n"
      "  END AS outcome,\n"
      "  CASE\n"
      "    WHEN {4} IS NULL THEN 'target missing'\n"
      "{7}"
      "    ELSE NULL\n"
      "  END AS no_outcome\n"
      "FROM {8} AS a\n",
      on_one_line(draft.find(Role::target)->source), on_one_line(draft.target.bad),
      is_pair ? on_one_line(draft.target.good) + " good" : "every other value good",
      draft.id, t, bad, good, other, draft.table);
}

}  // namespace credence::draft
