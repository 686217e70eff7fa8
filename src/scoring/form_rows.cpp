#include "scoring/form_rows.h"

#include <algorithm>
#include <set>
#include <utility>

#include "applicant/walk_in.h"
#include "scoring/field_value.h"

namespace credence::scoring {
namespace {

using portfolio::ColumnSpec;
using portfolio::FormField;
using portfolio::Portfolio;
using table::Value;

const FieldValue* find(std::span<const FieldValue> entered, std::string_view field) {
  const auto found =
      std::find_if(entered.begin(), entered.end(),
                   [&](const FieldValue& value) { return value.field == field; });
  return found == entered.end() ? nullptr : &*found;
}

std::vector<FormProblem> unknown_or_twice(const Portfolio& portfolio,
                                          std::span<const FieldValue> entered) {
  std::vector<FormProblem> problems;
  std::set<std::string_view> seen;
  for (const FieldValue& value : entered) {
    if (!seen.insert(value.field).second)
      problems.push_back({value.field, "is given twice"});
    else if (std::none_of(
                 portfolio.form.begin(), portfolio.form.end(),
                 [&](const FormField& field) { return field.name == value.field; }))
      problems.push_back({value.field, "is not a field of the form"});
  }
  return problems;
}

}  // namespace

std::expected<FormRows, std::vector<FormProblem>> rows_of_form(
    const Portfolio& portfolio, std::span<const FieldValue> entered,
    const Value& application_id, Day decided_at) {
  FormRows result;
  std::vector<FormProblem> problems = unknown_or_twice(portfolio, entered);
  applicant::WalkIn rows(portfolio, application_id, decided_at);
  for (const FormField& field : portfolio.form) {
    const FieldValue* given = find(entered, field.name);
    if (!given && field.required) {
      problems.push_back({field.name, "is required"});
      continue;
    }
    if (!given && !field.initial) continue;
    const ColumnSpec& column = *portfolio.find_table(field.table)->find(field.column);
    auto value = column_value(field, column, given ? given->value : *field.initial);
    if (!value) {
      problems.push_back({field.name, value.error().message});
      continue;
    }
    if (!given) result.defaults_applied.push_back(field.name);
    rows.set(field.table, field.column, std::move(*value));
  }
  // Asked only of a form that was filled in well: what is refused is not filled in.
  if (problems.empty())
    for (const auto& [table, column] : rows.tie_together())
      problems.push_back(
          {"",
           fmt::format("{}.{} is required by schema.sql, but no field of the form "
                       "fills it: add one to portfolio.toml, or drop NOT NULL there",
                       table, column)});
  if (!problems.empty()) return std::unexpected(std::move(problems));
  result.request = std::move(rows).take();
  return result;
}

}  // namespace credence::scoring
