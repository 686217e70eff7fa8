#include "features/known_rows.h"

#include <algorithm>
#include <map>
#include <set>

namespace credence::features {
namespace {

using portfolio::ColumnSpec;
using portfolio::Portfolio;
using portfolio::TableSpec;
using table::Table;
using table::Value;

enum class Reach {
  applicant,   // all applications of the group
  application  // this one alone
};

// The rows of `spec` that belong to the sampled applications, each with the one that it
// is wanted for.
std::string linked_rows_sql(const Portfolio& portfolio, const TableSpec& spec,
                            Reach reach) {
  const auto& application = portfolio.application;
  const std::string& group = application.group.empty() || reach == Reach::application
                                 ? application.id
                                 : application.group;
  std::vector<const TableSpec*> chain{&spec};  // from the table to the applications
  while (chain.back()->link)
    chain.push_back(portfolio.find_table(chain.back()->link->table));
  std::string sql = fmt::format(
      "FROM audit_sample s JOIN {0} d ON d.{1} = s.application_id JOIN {0} x{3} ON "
      "x{3}.{2} = "
      "d.{2}",
      application.table, application.id, group, chain.size() - 1);
  for (std::size_t i = chain.size() - 1; i-- > 0;)
    sql += fmt::format(" JOIN {} x{} ON x{}.{} = x{}.{}", chain[i]->name, i, i,
                       chain[i]->link->column, i + 1, chain[i]->link->key);
  return fmt::format(
      "SELECT DISTINCT s.application_id AS audited_application, x0.* {} ORDER BY 1",
      sql);
}

bool known_by(const Value& date, Day decided_at, bool same_day) {
  const auto* day = std::get_if<std::int64_t>(&date);
  return day && (*day < decided_at || (same_day && *day == decided_at));
}

// The columns of one table, as far as a request may hold them.
struct Layout {
  struct Place {
    const ColumnSpec* spec;
    std::size_t at;                   // in the queried table
    std::optional<std::size_t> date;  // place of the column's own date
    bool is_later_date;               // itself says when others became known
  };
  std::vector<Place> places;
  std::optional<std::size_t> row_date, id;

  std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const Place& place : places) result.push_back(place.spec->name);
    return result;
  }
};

Layout layout_of(const Portfolio& portfolio, const TableSpec& spec, const Table& rows) {
  const auto at = [&](std::string_view name) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < rows.columns.size(); ++i)
      if (rows.columns[i].name == name) return i;
    return std::nullopt;
  };
  std::set<std::string_view> computed, later_dates;
  for (const auto& column : portfolio.computed)
    if (column.table == spec.name) computed.insert(column.column);
  for (const ColumnSpec& column : spec.columns)
    if (!column.known_on.empty()) later_dates.insert(column.known_on);
  Layout layout;
  for (const ColumnSpec& column : spec.columns) {
    if (computed.contains(column.name)) continue;
    const bool is_row_date = column.name == spec.known_on;
    layout.places.push_back(
        {&column, *at(column.name),
         column.known_on.empty() ? std::nullopt : at(column.known_on),
         !is_row_date && later_dates.contains(column.name)});
  }
  if (!spec.known_on.empty()) layout.row_date = at(spec.known_on);
  if (spec.name == portfolio.application.table)
    layout.id = at(portfolio.application.id);
  return layout;
}

std::vector<Value> as_known(const Layout& layout, const Table& rows, std::size_t row,
                            Day decided_at, bool same_day) {
  std::vector<Value> values;
  for (const Layout::Place& place : layout.places) {
    const Value value = rows.columns[place.at].value(row);
    const bool hidden = (place.date && !known_by(rows.columns[*place.date].value(row),
                                                 decided_at, same_day)) ||
                        (place.is_later_date && !known_by(value, decided_at, same_day));
    values.push_back(hidden ? Value{} : value);
  }
  return values;
}

Result<std::vector<applicant::Request>> rows_within(
    Reach reach, engine::Engine& engine, const Portfolio& portfolio,
    const FeatureSet& set, const std::vector<std::uint32_t>& rows,
    const std::vector<const TableSpec*>& tables) {
  Table sample;
  sample.columns.push_back(Table{{set.application_id}}.take(rows).columns[0]);
  sample.columns[0].name = "application_id";
  TRY(engine.put("audit_sample", sample));

  std::map<Value, std::size_t> request_of;
  std::vector<applicant::Request> requests(rows.size());
  const bool dated = !portfolio.application.decided_at.empty();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    requests[i].application_id = set.application_id.value(rows[i]);
    requests[i].decided_at = dated ? set.decided_at[rows[i]] : 0;
    request_of[requests[i].application_id] = i;
  }
  for (const TableSpec* each : tables) {
    const TableSpec& spec = *each;
    const bool is_application = spec.name == portfolio.application.table;
    if (spec.known_on.empty() && spec.timeless.empty() && !is_application) continue;
    const Table found =
        TRY_IN(spec.name, engine.query(linked_rows_sql(portfolio, spec, reach)));
    const Layout layout = layout_of(portfolio, spec, found);
    for (applicant::Request& request : requests)
      request.tables.push_back({spec.name, layout.names(), {}});
    for (std::size_t row = 0; row < found.rows(); ++row) {
      applicant::Request& request =
          requests[request_of.at(found.columns[0].value(row))];
      const bool decided_row =
          layout.id && found.columns[*layout.id].value(row) == request.application_id;
      if (layout.row_date && !decided_row &&
          !known_by(found.columns[*layout.row_date].value(row), request.decided_at,
                    spec.same_day))
        continue;
      request.tables.back().rows.push_back(
          as_known(layout, found, row, request.decided_at, spec.same_day));
    }
  }
  TRY(engine.execute("DROP TABLE audit_sample"));
  return requests;
}

}  // namespace

Result<std::vector<applicant::Request>> known_rows(
    engine::Engine& engine, const Portfolio& portfolio, const FeatureSet& set,
    const std::vector<std::uint32_t>& rows) {
  std::vector<const TableSpec*> tables;
  for (const TableSpec& spec : portfolio.tables) tables.push_back(&spec);
  return rows_within(Reach::applicant, engine, portfolio, set, rows, tables);
}

Result<std::vector<applicant::Request>> own_known_rows(
    engine::Engine& engine, const Portfolio& portfolio, const FeatureSet& set,
    const std::vector<std::uint32_t>& rows, const std::vector<std::string>& tables) {
  std::vector<const TableSpec*> specs;
  for (const std::string& table : tables) specs.push_back(portfolio.find_table(table));
  return rows_within(Reach::application, engine, portfolio, set, rows, specs);
}

}  // namespace credence::features
