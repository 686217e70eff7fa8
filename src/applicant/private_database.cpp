#include "applicant/private_database.h"

#include <sqlite3.h>

#include <algorithm>

namespace credence::applicant {
namespace {

using portfolio::ColumnSpec;
using portfolio::Portfolio;
using portfolio::TableSpec;
using sqlite::identifier;
using table::Type;

std::string_view type_in_sqlite(Type type) {
  switch (type) {
    case Type::integer:
      return "INTEGER";
    case Type::real:
      return "REAL";
    case Type::text:
    case Type::date:
      break;
  }
  return "TEXT";
}

std::string creation_of(const TableSpec& table) {
  std::string sql = fmt::format("CREATE TABLE {} (", identifier(table.name));
  // A whole number that is the key alone becomes SQLite's own row number, which makes
  // joins on it the cheapest there are.
  const ColumnSpec* only_key =
      table.key.size() == 1 ? table.find(table.key[0]) : nullptr;
  if (only_key && only_key->type != Type::integer) only_key = nullptr;
  for (const ColumnSpec& column : table.columns)
    sql += fmt::format("{}{} {}{}", &column == &table.columns.front() ? "" : ", ",
                       identifier(column.name), type_in_sqlite(column.type),
                       &column == only_key ? " PRIMARY KEY" : "");
  if (!table.key.empty() && !only_key) {
    sql += ", PRIMARY KEY (";
    for (const std::string& name : table.key)
      sql += (&name == &table.key.front() ? "" : ", ") + identifier(name);
    sql += ")";
  }
  return sql + ") STRICT";
}

// SQLite plans for a million rows in a table of which it knows nothing, and would build
// indexes for one applicant's few. These counts are what it would have measured.
std::string row_counts(const Portfolio& portfolio) {
  std::string sql =
      "ANALYZE; DELETE FROM sqlite_stat1; "
      "INSERT INTO sqlite_stat1 VALUES ('decisions', NULL, '1')";
  for (const TableSpec& table : portfolio.tables) {
    const std::int64_t usual = table.name == portfolio.application.table ? 6 : 24;
    std::string name;  // as a text in SQL
    for (const char c : table.name) name += c == '\'' ? "''" : std::string(1, c);
    sql += fmt::format(", ('{}', NULL, '{}')", name, std::min(usual, table.most_rows));
  }
  return sql + "; ANALYZE sqlite_schema";
}

}  // namespace

Result<sqlite::Database> make_private_database(const Portfolio& portfolio) {
  // SQLite would count every allocation of the process under one lock: a tenth of an
  // evaluation, and threads would wait for each other. Refused, without harm, when
  // SQLite is in use already.
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite::Database database = TRY(sqlite::Database::in_memory());
  const TableSpec* applications = portfolio.find_table(portfolio.application.table);
  const ColumnSpec* id = applications->find(portfolio.application.id);
  // Nothing here outlives one evaluation, so nothing has to be undone or kept.
  std::string sql = fmt::format(
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
      "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cell_size_check = OFF; "
      "PRAGMA automatic_index = OFF; "
      "CREATE TABLE decisions (application_id {} PRIMARY KEY, decided_at TEXT) STRICT;",
      type_in_sqlite(id->type));
  for (const TableSpec& table : portfolio.tables) sql += creation_of(table) + ";";
  TRY_IN("schema.sql", database.execute(sql));
  TRY(database.execute(row_counts(portfolio)));
  // One transaction for good: with no journal there is nothing that a commit would do.
  TRY(database.execute("BEGIN"));
  return database;
}

std::string insertion_into(const std::string& table, std::size_t columns) {
  std::string sql = fmt::format("INSERT INTO {} VALUES (", identifier(table));
  for (std::size_t i = 0; i < columns; ++i) sql += i == 0 ? "?" : ", ?";
  return sql + ")";
}

}  // namespace credence::applicant
