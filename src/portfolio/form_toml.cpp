#include "portfolio/form_toml.h"

#include <algorithm>
#include <cmath>

#include "portfolio/nearest_name.h"
#include "portfolio/tables_toml.h"

namespace credence::portfolio {
namespace {

Result<table::Type> field_type(const TomlReader& section, const ColumnSpec& column) {
  if (!section.find("type")) {
    if (column.type == table::Type::date)
      return wrong_at(section.node(), "the column is a DATE, which a form cannot ask");
    return column.type;
  }
  const TomlNode& node = *section.find("type");
  const std::string name = TRY(as_text(node));
  const bool is_number =
      column.type == table::Type::integer || column.type == table::Type::real;
  if (name != "integer" && name != "real" && name != "text")
    return found_instead(node, "\"integer\", \"real\" or \"text\"");
  if ((name == "text" && column.type != table::Type::text) ||
      (name != "text" && !is_number))
    return wrong_at(node, fmt::format("a {} field cannot fill the column \"{}\", which "
                                      "is {}",
                                      name, column.name, name_of(column.type)));
  if (name == "integer") return table::Type::integer;
  return name == "real" ? table::Type::real : table::Type::text;
}

// Every value that the form allows has to pass the column's CHECK.
Result<> check_bounds(const TomlReader& section, const FormField& field,
                      const ColumnSpec& column) {
  if (field.minimum && field.maximum && *field.minimum > *field.maximum)
    return wrong_at(*section.find("minimum"),
                    fmt::format("the minimum {} is above the maximum {}",
                                *field.minimum, *field.maximum));
  for (const auto& [key, bound] :
       {std::pair{"minimum", field.minimum}, std::pair{"maximum", field.maximum}}) {
    if (!bound) continue;
    const double value = *bound * field.scale;
    // A scale such as 0.01 is not exact; the last bits of 100 x 0.01 are no error.
    const double slack = 1e-9 * std::max(1.0, std::abs(value));
    if ((column.minimum && value < *column.minimum - slack) ||
        (column.maximum && value > *column.maximum + slack))
      return wrong_at(
          *section.find(key),
          fmt::format("{} x scale {} is {}, but schema.sql allows \"{}\" only "
                      "from {} to {}",
                      *bound, field.scale, value, column.name, *column.minimum,
                      *column.maximum));
  }
  return {};
}

Result<> read_number(const TomlReader& section, FormField& field,
                     const ColumnSpec& column) {
  field.scale = TRY(section.number_or("scale", 1));
  if (!(field.scale > 0))
    return found_instead(*section.find("scale"), "a number above 0");
  field.minimum = TRY(section.optional_number("minimum"));
  field.maximum = TRY(section.optional_number("maximum"));
  field.step = TRY(section.optional_number("step"));
  if (field.step && !(*field.step > 0))
    return found_instead(*section.find("step"), "a number above 0");
  if (const TomlNode* choices = section.find("choices"))
    return wrong_at(*choices, "a number has no choices, expected only at a text field");
  return check_bounds(section, field, column);
}

Result<> read_choices(const TomlReader& section, FormField& field,
                      const ColumnSpec& column) {
  for (const char* key : {"scale", "minimum", "maximum", "step"})
    if (const TomlNode* node = section.find(key))
      return wrong_at(*node, "a text has none, expected only at a number");
  field.choices = TRY(section.texts("choices"));
  if (field.choices.empty()) field.choices = column.categories;
  if (column.categories.empty()) return {};
  for (std::size_t i = 0; i < field.choices.size(); ++i)
    if (std::ranges::count(column.categories, field.choices[i]) == 0)
      return wrong_at(
          section.find("choices")->items[i],
          fmt::format("schema.sql does not allow \"{}\" in \"{}\"{}", field.choices[i],
                      column.name, suggestion(field.choices[i], column.categories)));
  return {};
}

Result<> read_initial(const TomlReader& section, FormField& field) {
  const TomlNode* node = section.find("initial");
  if (!node) return {};
  if (field.type == table::Type::text) {
    const std::string text = TRY(as_text(*node));
    if (!field.choices.empty() && std::ranges::count(field.choices, text) == 0)
      return wrong_at(*node, fmt::format("\"{}\" is none of the choices{}", text,
                                         suggestion(text, field.choices)));
    field.initial = text;
    return {};
  }
  const double number = TRY(as_number(*node));
  if ((field.minimum && number < *field.minimum) ||
      (field.maximum && number > *field.maximum))
    return found_instead(*node, "a number from the minimum to the maximum");
  if (field.type == table::Type::integer)
    field.initial = TRY(as_integer(*node));
  else
    field.initial = number;
  return {};
}

Result<> check_missing(const TomlReader& section, const FormField& field,
                       const ColumnSpec& column) {
  if (!column.required) return {};
  if (field.nullable)
    return wrong_at(
        *section.find("nullable"),
        fmt::format("schema.sql says that \"{}\" is NOT NULL", column.name));
  if (!field.required && !field.initial)
    return wrong_at(
        section.node(),
        fmt::format("the field may be left out and has no initial value, but "
                    "schema.sql says that \"{}\" is NOT NULL",
                    column.name));
  return {};
}

Result<FormField> read_field(const TomlNode& node, const std::vector<TableSpec>& tables,
                             const std::vector<ComputedColumn>& computed) {
  const TomlReader section =
      TRY(TomlReader::of(node, {"name", "label", "section", "unit", "help", "table",
                                "column", "scale", "type", "minimum", "maximum", "step",
                                "choices", "initial", "required", "nullable"}));
  FormField field;
  field.name = TRY(section.text("name"));
  field.label = TRY(section.text_or("label", field.name));
  field.section = TRY(section.text_or("section", ""));
  field.unit = TRY(section.text_or("unit", ""));
  field.help = TRY(section.text_or("help", ""));
  field.required = TRY(section.boolean_or("required", true));
  field.nullable = TRY(section.boolean_or("nullable", false));
  const TableSpec* table = TRY(named_table(section, "table", tables));
  const TomlNode* column_name = TRY(section.require("column"));
  const ColumnSpec* column = TRY(named_column(*column_name, *table));
  field.table = table->name;
  field.column = column->name;
  for (const ComputedColumn& made : computed)
    if (made.table == field.table && made.column == field.column)
      return wrong_at(*column_name,
                      fmt::format("the column \"{}\" is computed, so no field "
                                  "can fill it",
                                  field.column));
  field.type = TRY(field_type(section, *column));
  if (field.type == table::Type::text)
    TRY(read_choices(section, field, *column));
  else
    TRY(read_number(section, field, *column));
  TRY(read_initial(section, field));
  TRY(check_missing(section, field, *column));
  return field;
}

}  // namespace

Result<std::vector<FormField>> read_form(const TomlNode& root,
                                         const std::vector<TableSpec>& tables,
                                         const std::vector<ComputedColumn>& computed) {
  std::vector<FormField> form;
  const TomlNode* list = root.find("form");
  if (!list) return form;
  if (list->kind != TomlKind::array) return found_instead(*list, "[[form]] sections");
  for (const TomlNode& node : list->items) {
    FormField field = TRY(read_field(node, tables, computed));
    for (const FormField& other : form) {
      if (other.name == field.name)
        return wrong_at(node,
                        fmt::format("the field \"{}\" is named twice", field.name));
      if (other.table == field.table && other.column == field.column)
        return wrong_at(node, fmt::format("the fields \"{}\" and \"{}\" fill the same "
                                          "column \"{}\"",
                                          other.name, field.name, field.column));
    }
    form.push_back(std::move(field));
  }
  return form;
}

}  // namespace credence::portfolio
