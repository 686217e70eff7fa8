#include "engine/load/loader.h"

#include <algorithm>

#include "engine/duckdb/appender.h"
#include "engine/duckdb/failure.h"
#include "engine/load/applicant_rows.h"
#include "engine/load/faults.h"
#include "engine/load/source_tables.h"
#include "engine/load/table_plan.h"
#include "engine/sql_text.h"

namespace credence::engine {
namespace {

using portfolio::Portfolio;
using portfolio::TableSpec;

Result<> make_empty(duckdb::Connection& connection, const TableSpec& spec) {
  table::Table empty;
  for (const portfolio::ColumnSpec& column : spec.columns) {
    empty.columns.emplace_back().name = column.name;
    empty.columns.back().type = column.type;
  }
  return duckdb::create(connection, spec.name, empty);
}

// The lines that DuckDB could not split into columns, as data rows from 0.
Result<std::vector<std::int64_t>> take_unread(duckdb::Connection& connection,
                                              const TableSpec& spec,
                                              const RawTable& raw, std::size_t most,
                                              Loaded& loaded) {
  const table::Table lines =
      TRY(connection.query("SELECT line, min(error_message) FROM reject_errors GROUP "
                           "BY line ORDER BY line"));
  TRY(connection.run("DROP TABLE reject_errors; DROP TABLE reject_scans"));
  std::vector<std::int64_t> rows;
  for (std::size_t i = 0; i < lines.rows(); ++i) {
    const std::int64_t row = lines.columns[0].integers[i] - (raw.header ? 2 : 1);
    rows.push_back(row);
    if (loaded.rejected.size() < most)
      loaded.rejected.push_back(
          {spec.name, "", duckdb::csv_fault(lines.columns[1].text(i)), row + 1});
  }
  loaded.rejected_count += std::int64_t(rows.size());
  return rows;
}

// Gives the data rows, from 0, that could not be read.
Result<std::vector<std::int64_t>> load_table(
    duckdb::Connection& connection, const Portfolio& portfolio, const TableSpec& given,
    const RawTable& raw, const LoadOptions& options, Loaded& loaded) {
  TableSpec spec = given;
  for (portfolio::ColumnSpec& column : spec.columns)
    column.required |= std::ranges::find(spec.key, column.name) != spec.key.end();
  const TablePlan plan =
      TRY(plan_table(connection, portfolio, spec, raw, options.allow_absent));
  TRY_IN(raw.place(), connection.run(plan.create));
  MadeTable made{spec, raw, plan, {}};
  if (options.keep_going) {
    const std::size_t before = loaded.rejected.size();
    if (raw.is_csv)
      made.unread =
          TRY(take_unread(connection, spec, raw, options.most_rejected, loaded));
    TRY(set_faults_aside(connection, made, options.most_rejected, loaded));
    std::stable_sort(loaded.rejected.begin() + std::ptrdiff_t(before),
                     loaded.rejected.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
  } else {
    TRY(refuse_faults(connection, made));
  }
  TRY(connection.run(fmt::format("ALTER TABLE {} DROP COLUMN {}", identifier(spec.name),
                                 identifier(fault_column))));
  return std::move(made.unread);
}

Result<> hold_to_most_rows(duckdb::Connection& connection, const Portfolio& portfolio,
                           const std::vector<LoadedTable>& tables,
                           const LoadOptions& options, Loaded& loaded) {
  return options.keep_going ? set_crowds_aside(connection, portfolio, tables,
                                               options.most_rejected, loaded)
                            : refuse_crowds(connection, portfolio, tables);
}

}  // namespace

Result<Loaded> load_tables(duckdb::Connection& connection, const Portfolio& portfolio,
                           const Source& source, const LoadOptions& options) {
  Loaded loaded;
  auto filled = [&]() -> Result<> {
    std::vector<LoadedTable> tables;
    for (const TableSpec& spec : portfolio.tables) {
      auto raw = TRY(raw_table(connection, portfolio, spec, source, options));
      std::vector<std::int64_t> unread;
      if (raw)
        unread = TRY(load_table(connection, portfolio, spec, *raw, options, loaded));
      else
        TRY(make_empty(connection, spec));
      tables.push_back({&spec, std::move(raw), std::move(unread)});
    }
    TRY(hold_to_most_rows(connection, portfolio, tables, options, loaded));
    for (const auto& [spec, raw, unread] : tables) {
      const std::int64_t rows =
          TRY(connection.count("SELECT count(*) FROM " + identifier(spec->name)));
      if (rows == 0 && spec->name == portfolio.application.table && !options.keep_going)
        return bad_input("{}: the table {} has no rows",
                         raw ? raw->place() : source.path.string(), spec->name);
      loaded.rows.emplace_back(spec->name, rows);
    }
    return {};
  }();
  auto forgotten = forget_raw(connection);
  TRY(filled);
  TRY(forgotten);
  return loaded;
}

}  // namespace credence::engine
