#include "scoring/form_rows.h"

#include <algorithm>
#include <set>
#include <utility>

#include "scoring/field_value.h"

namespace credence::scoring {
namespace {

using applicant::TableRows;
using portfolio::ColumnSpec;
using portfolio::FormField;
using portfolio::Portfolio;
using portfolio::TableSpec;
using table::Type;
using table::Value;

// Any value would do: it names the one customer, bureau answer and so on of this
// request.
Value made_up(Type type) {
  return type == Type::text ? Value(std::string("1")) : Value(std::int64_t{1});
}

// Builds the one row of each table.
class Rows {
 public:
  Rows(const Portfolio& portfolio, const Value& application_id, Day decided_at)
      : portfolio_(portfolio),
        application_id_(application_id),
        decided_at_(decided_at) {
    tables_.push_back({portfolio.application.table, {}, {{}}});
    for (const FormField& field : portfolio.form) {
      const auto same = [&](const TableRows& rows) {
        return rows.table == field.table;
      };
      if (std::none_of(tables_.begin(), tables_.end(), same))
        tables_.push_back({field.table, {}, {{}}});
    }
  }

  void set(std::string_view table, std::string_view column, Value value) {
    TableRows& rows = *std::find_if(
        tables_.begin(), tables_.end(),
        [&](const TableRows& candidate) { return candidate.table == table; });
    if (std::find(rows.columns.begin(), rows.columns.end(), column) !=
        rows.columns.end())
      return;  // what was entered stands
    rows.columns.emplace_back(column);
    rows.rows.front().push_back(std::move(value));
  }

  // Keys and dates, after the fields; returns what cannot be made up.
  std::vector<FormProblem> tie_together() {
    const auto& application = portfolio_.application;
    set(application.table, application.id, application_id_);
    if (!application.decided_at.empty())
      set(application.table, application.decided_at, Value(decided_at_));
    if (!application.group.empty())
      set(application.table, application.group,
          key_value(application.table, application.group));
    for (const TableRows& rows : tables_) {
      const TableSpec& spec = *portfolio_.find_table(rows.table);
      if (!spec.link) continue;
      set(spec.name, spec.link->column, key_value(spec.link->table, spec.link->key));
      if (is_filled(spec.link->table))
        set(spec.link->table, spec.link->key,
            key_value(spec.link->table, spec.link->key));
    }
    std::vector<FormProblem> problems;
    for (const TableRows& rows : tables_) {
      const TableSpec& spec = *portfolio_.find_table(rows.table);
      set_known(spec, spec.known_on);
      for (const std::string& column : std::vector(rows.columns))
        set_known(spec, spec.find(column)->known_on);
      for (const std::string& column : spec.key)
        set(spec.name, column, made_up(spec.find(column)->type));
      for (const ColumnSpec& column : spec.columns)
        if (column.required && !is_given(rows, column.name) &&
            !is_computed(spec, column))
          problems.push_back(
              {"", fmt::format("{}.{} is required by schema.sql, but no field of the "
                               "form fills it: add one to portfolio.toml, or drop NOT "
                               "NULL there",
                               spec.name, column.name)});
    }
    return problems;
  }

  std::vector<TableRows> take() { return std::move(tables_); }

 private:
  static bool is_given(const TableRows& rows, std::string_view column) {
    return std::find(rows.columns.begin(), rows.columns.end(), column) !=
           rows.columns.end();
  }

  bool is_filled(std::string_view table) const {
    return std::any_of(tables_.begin(), tables_.end(),
                       [&](const TableRows& rows) { return rows.table == table; });
  }

  bool is_computed(const TableSpec& spec, const ColumnSpec& column) const {
    return std::any_of(portfolio_.computed.begin(), portfolio_.computed.end(),
                       [&](const portfolio::ComputedColumn& computed) {
                         return computed.table == spec.name &&
                                computed.column == column.name;
                       });
  }

  // What identifies the applicant in `table`: along the links up to the application.
  Value key_value(std::string_view table, std::string_view column) const {
    const auto& application = portfolio_.application;
    if (table == application.table && column == application.id) return application_id_;
    const TableSpec& spec = *portfolio_.find_table(table);
    if (spec.link && spec.link->column == column)
      return key_value(spec.link->table, spec.link->key);
    return made_up(spec.find(column)->type);
  }

  // The last day that an application decided on `decided_at` may see.
  void set_known(const TableSpec& spec, const std::string& date_column) {
    if (date_column.empty()) return;
    set(spec.name, date_column, Value(spec.same_day ? decided_at_ : decided_at_ - 1));
  }

  const Portfolio& portfolio_;
  const Value& application_id_;
  Day decided_at_;
  std::vector<TableRows> tables_;
};

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
  Rows rows(portfolio, application_id, decided_at);
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
  if (problems.empty()) problems = rows.tie_together();
  if (!problems.empty()) return std::unexpected(std::move(problems));
  result.request = {application_id, decided_at, rows.take()};
  return result;
}

}  // namespace credence::scoring
