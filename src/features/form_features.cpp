#include "features/form_features.h"

#include <algorithm>

#include "applicant/applicant.h"
#include "applicant/walk_in.h"
#include "features/known_rows.h"

namespace credence::features {
namespace {

using applicant::TableRows;
using portfolio::Portfolio;
using portfolio::TableSpec;
using table::Table;
using table::Type;
using table::Value;

std::vector<std::string> tables_of_form(const Portfolio& portfolio) {
  std::vector<std::string> tables{portfolio.application.table};
  for (const portfolio::FormField& field : portfolio.form)
    if (std::ranges::count(tables, field.table) == 0) tables.push_back(field.table);
  return tables;
}

Value value_in(const TableRows& rows, std::size_t row, std::string_view column) {
  const auto found = std::ranges::find(rows.columns, column);
  if (found == rows.columns.end()) return {};
  return rows.rows[row][static_cast<std::size_t>(found - rows.columns.begin())];
}

// The place of the row that became known last; of several on one day, that with the
// highest key.
std::size_t latest(const TableSpec& spec, const TableRows& rows) {
  const auto rank = [&](std::size_t row) {
    std::vector<Value> values;
    if (!spec.known_on.empty()) values.push_back(value_in(rows, row, spec.known_on));
    for (const std::string& column : spec.key)
      values.push_back(value_in(rows, row, column));
    return values;
  };
  std::size_t best = 0;
  for (std::size_t row = 1; row < rows.rows.size(); ++row)
    if (rank(best) < rank(row)) best = row;
  return best;
}

// More than keys and dates, which are made up, and computed columns.
bool requires_more(const Portfolio& portfolio, const TableSpec& spec) {
  applicant::WalkIn nobody(portfolio, Value(std::int64_t{0}), 0);
  return std::ranges::count(nobody.tie_together(), spec.name,
                            &applicant::ColumnName::table) != 0;
}

applicant::Request as_on_the_form(const Portfolio& portfolio,
                                  const applicant::Request& known) {
  const auto own = [&](std::string_view table, std::string_view column) -> Value {
    const auto rows = std::ranges::find(known.tables, table, &TableRows::table);
    if (rows == known.tables.end() || rows->rows.empty()) return {};
    return value_in(*rows, latest(*portfolio.find_table(table), *rows), column);
  };
  applicant::WalkIn walk_in(portfolio, known.application_id, known.decided_at);
  for (const portfolio::FormField& field : portfolio.form)
    walk_in.set(field.table, field.column, own(field.table, field.column));
  for (const auto& [table, column] : walk_in.tie_together())
    walk_in.set(table, column, own(table, column));
  // Without a row of its own there, an applicant lacks even what the schema requires.
  for (const std::string& table : tables_of_form(portfolio)) {
    const auto rows = std::ranges::find(known.tables, table, &TableRows::table);
    const bool has_row = rows != known.tables.end() && !rows->rows.empty();
    if (!has_row && requires_more(portfolio, *portfolio.find_table(table)))
      walk_in.forget(table);
  }
  return std::move(walk_in).take();
}

Result<> append(Table& features, const applicant::FeatureRow& row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    table::Column& column = features.columns[i];
    const bool fits =
        table::is_missing(row[i]) ||
        (column.type == Type::text   ? std::holds_alternative<std::string>(row[i])
         : column.type == Type::real ? !std::holds_alternative<std::string>(row[i])
                                     : std::holds_alternative<std::int64_t>(row[i]));
    if (!fits)
      return bad_input(
          "features.sql: {} gives {} values in training, but another type for an "
          "applicant of whom only the form is known; give it one type by a CAST",
          column.name, table::name_of(column.type));
    column.append(row[i]);
  }
  return {};
}

}  // namespace

Result<Table> form_features(engine::Engine& engine, const Portfolio& portfolio,
                            const FeatureSet& set,
                            const std::vector<std::uint32_t>& rows) {
  Table features;
  if (portfolio.form.empty()) return features;
  for (const table::Column& column : set.features.columns) {
    features.columns.emplace_back().name = column.name;
    features.columns.back().type = column.type;
    features.columns.back().reserve(rows.size());
  }
  const auto known =
      TRY(own_known_rows(engine, portfolio, set, rows, tables_of_form(portfolio)));
  auto applicant = TRY(applicant::Applicant::open(portfolio));
  for (const applicant::Request& request : known) {
    const auto row = TRY_IN("the form's fields alone",
                            applicant.features(as_on_the_form(portfolio, request)));
    TRY(append(features, row));
  }
  return features;
}

}  // namespace credence::features
