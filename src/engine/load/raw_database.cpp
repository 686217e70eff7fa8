#include <set>

#include "engine/duckdb/appender.h"
#include "engine/load/raw_table.h"
#include "engine/sql_text.h"
#include "sqlite/database.h"

namespace credence::engine {
namespace {

// Where raw tables live in the connection for as long as loading takes.
constexpr const char* attached = "credence_source";

// Parquet, DuckDB and SQLite columns of text may hold marks of "missing" as CSV does;
// the caller replaces them.
Result<std::vector<RawColumn>> columns_of(const table::Table& described) {
  std::vector<RawColumn> columns;
  for (std::size_t row = 0; row < described.rows(); ++row) {
    const std::string name(described.columns[0].text(row));
    columns.push_back(
        {name, identifier(name), std::string(described.columns[1].text(row))});
  }
  return columns;
}

std::string text_of(const sqlite::Statement& row, int column) {
  if (row.is_real(column)) return fmt::format("{}", row.real(column));
  return std::string(row.text(column));
}

}  // namespace

Result<std::vector<RawColumn>> describe(duckdb::Connection& connection,
                                        const std::string& relation) {
  return columns_of(TRY(connection.query(fmt::format(
      "SELECT column_name, column_type FROM (DESCRIBE FROM {})", relation))));
}

Result<RawTable> raw_parquet(duckdb::Connection& connection,
                             const std::filesystem::path& path) {
  RawTable raw;
  raw.path = path;
  raw.relation = fmt::format("read_parquet({}, hive_partitioning = false)",
                             TRY(file_literal(path)));
  raw.rejecting = raw.relation;
  auto columns = describe(connection, raw.relation);
  if (!columns)
    return bad_input("{}: cannot be read as Parquet: {}", path.string(),
                     columns.error().message);
  raw.columns = std::move(*columns);
  return raw;
}

Result<std::optional<RawTable>> raw_duckdb(duckdb::Connection& connection,
                                           const std::filesystem::path& path,
                                           const std::string& table) {
  if (const auto opened =
          connection.run(fmt::format("ATTACH IF NOT EXISTS {} AS {} (READ_ONLY)",
                                     literal(path.string()), attached));
      !opened) {
    // To DuckDB a file that ends too early is a failing disk.
    const bool is_cut =
        opened.error().message.find("Could not read enough bytes") != std::string::npos;
    if (is_cut)
      return bad_input("{}: the database is cut off or damaged; restore it from a copy",
                       path.string());
    return std::unexpected(within(path.string(), opened.error()));
  }
  const std::int64_t found = TRY(connection.count(
      fmt::format("SELECT count(*) FROM duckdb_tables() WHERE database_name = '{}' AND "
                  "schema_name = 'main' AND table_name = {}",
                  attached, literal(table))));
  if (found == 0) return std::optional<RawTable>();
  RawTable raw;
  raw.path = path;
  raw.table = table;
  raw.relation = fmt::format("{}.main.{}", attached, identifier(table));
  raw.rejecting = raw.relation;
  raw.columns = TRY_IN(raw.place(), describe(connection, raw.relation));
  return std::optional<RawTable>(std::move(raw));
}

Result<std::optional<RawTable>> raw_sqlite(duckdb::Connection& connection,
                                           const std::filesystem::path& path,
                                           const portfolio::TableSpec& spec) {
  sqlite::Database database = TRY(sqlite::Database::read_only(path));
  auto query = database.prepare("SELECT * FROM " + identifier(spec.name));
  if (!query) {
    sqlite::Statement count = TRY(database.prepare(fmt::format(
        "SELECT count(*) FROM sqlite_schema WHERE name = {}", literal(spec.name))));
    if (TRY(count.step()) && count.integer(0) == 0) return std::optional<RawTable>();
    return std::unexpected(within(path.string(), query.error()));
  }
  RawTable raw;
  raw.path = path;
  raw.table = spec.name;
  raw.relation = identifier("credence raw " + spec.name);
  raw.rejecting = raw.relation;
  table::Table empty;
  for (int i = 0; i < query->columns(); ++i) {
    const std::string name(query->name(i));
    raw.columns.push_back({name, identifier(name), "VARCHAR"});
    empty.columns.emplace_back().name = name;
    empty.columns.back().type = table::Type::text;
  }
  const std::string name = "credence raw " + spec.name;
  TRY(duckdb::create(connection, name, empty));
  constexpr std::size_t piece = 1 << 16;
  for (bool more = true; more;) {
    table::Table rows = empty;
    while (rows.rows() < piece && (more = TRY_IN(raw.place(), query->step())))
      for (int i = 0; i < query->columns(); ++i) {
        table::Column& column = rows.columns[std::size_t(i)];
        if (query->is_missing(i))
          column.append_missing();
        else
          column.append_text(text_of(*query, i));
      }
    TRY(duckdb::append(connection, name, rows));
  }
  return std::optional<RawTable>(std::move(raw));
}

Result<> forget_raw(duckdb::Connection& connection) {
  TRY(connection.run(fmt::format("DETACH DATABASE IF EXISTS {}", attached)));
  const table::Table left = TRY(connection.query(
      "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'credence raw %'"));
  for (std::size_t row = 0; row < left.rows(); ++row)
    TRY(connection.run("DROP TABLE " + identifier(left.columns[0].text(row))));
  return {};
}

}  // namespace credence::engine
