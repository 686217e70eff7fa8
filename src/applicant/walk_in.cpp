#include "applicant/walk_in.h"

#include <algorithm>
#include <utility>

namespace credence::applicant {
namespace {

using portfolio::ColumnSpec;
using portfolio::Portfolio;
using portfolio::TableSpec;
using table::Type;
using table::Value;

// Any value would do: it names the one customer, bureau answer and so on of this
// request.
Value made_up(Type type) {
  return type == Type::text ? Value(std::string("1")) : Value(std::int64_t{1});
}

bool is_computed(const Portfolio& portfolio, const TableSpec& spec,
                 const ColumnSpec& column) {
  return std::ranges::any_of(portfolio.computed, [&](const auto& computed) {
    return computed.table == spec.name && computed.column == column.name;
  });
}

}  // namespace

WalkIn::WalkIn(const Portfolio& portfolio, Value application_id, Day decided_at)
    : portfolio_(portfolio), request_{std::move(application_id), decided_at, {}} {
  request_.tables.push_back({portfolio.application.table, {}, {{}}});
  for (const portfolio::FormField& field : portfolio.form)
    if (!find(field.table)) request_.tables.push_back({field.table, {}, {{}}});
}

TableRows* WalkIn::find(std::string_view table) {
  const auto found = std::ranges::find(request_.tables, table, &TableRows::table);
  return found == request_.tables.end() ? nullptr : &*found;
}

void WalkIn::set(std::string_view table, std::string_view column, Value value) {
  TableRows& rows = *find(table);
  if (std::ranges::count(rows.columns, column) != 0) return;
  rows.columns.emplace_back(column);
  rows.rows.front().push_back(std::move(value));
}

// What identifies the applicant in `table`: along the links up to the application.
Value WalkIn::key_value(std::string_view table, std::string_view column) const {
  const auto& application = portfolio_.application;
  if (table == application.table && column == application.id)
    return request_.application_id;
  const TableSpec& spec = *portfolio_.find_table(table);
  if (spec.link && spec.link->column == column)
    return key_value(spec.link->table, spec.link->key);
  return made_up(spec.find(column)->type);
}

// The last day that an application decided on `decided_at` may see.
void WalkIn::set_known(const TableSpec& spec, const std::string& date_column) {
  if (date_column.empty()) return;
  set(spec.name, date_column,
      Value(spec.same_day ? request_.decided_at : request_.decided_at - 1));
}

std::vector<ColumnName> WalkIn::tie_together() {
  const auto& application = portfolio_.application;
  set(application.table, application.id, request_.application_id);
  if (!application.decided_at.empty())
    set(application.table, application.decided_at, Value(request_.decided_at));
  if (!application.group.empty())
    set(application.table, application.group,
        key_value(application.table, application.group));
  for (const TableRows& rows : request_.tables) {
    const TableSpec& spec = *portfolio_.find_table(rows.table);
    if (!spec.link) continue;
    const auto& [column, table, key] = *spec.link;
    set(spec.name, column, key_value(table, key));
    if (find(table)) set(table, key, key_value(table, key));
  }
  std::vector<ColumnName> unfilled;
  for (const TableRows& rows : request_.tables) {
    const TableSpec& spec = *portfolio_.find_table(rows.table);
    set_known(spec, spec.known_on);
    for (const std::string& column : std::vector(rows.columns))
      set_known(spec, spec.find(column)->known_on);
    for (const std::string& column : spec.key)
      set(spec.name, column, made_up(spec.find(column)->type));
    for (const ColumnSpec& column : spec.columns)
      if (column.required && std::ranges::count(rows.columns, column.name) == 0 &&
          !is_computed(portfolio_, spec, column))
        unfilled.push_back({spec.name, column.name});
  }
  return unfilled;
}

void WalkIn::forget(std::string_view table) {
  std::erase_if(request_.tables,
                [&](const TableRows& rows) { return rows.table == table; });
}

Request WalkIn::take() && { return std::move(request_); }

}  // namespace credence::applicant
