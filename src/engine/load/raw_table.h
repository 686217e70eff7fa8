// raw_table.h
// This component provides `RawTable`, a lender's table as it lies in a file, readable
// by DuckDB but not yet checked, to loading.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/duckdb/connection.h"
#include "engine/source.h"
#include "portfolio/portfolio.h"

namespace credence::engine {

struct RawColumn {
  std::string name;        // as messages call it
  std::string expression;  // how SQL reads it from `relation`
  std::string type;        // DuckDB's name of its type
};

struct RawTable {
  std::filesystem::path path;
  std::string table;      // within a database file, else empty
  std::string relation;   // SQL after FROM
  std::string rejecting;  // the same, which also notes unreadable lines as rejects
  std::vector<RawColumn> columns;
  bool is_csv = false;
  bool header = false;  // of a CSV file; without one, columns come in schema order

  // "loans.csv" or "bank.db: table loans", before ": " in messages.
  std::string place() const;

  // "line 7" of a CSV file, "row 6" elsewhere, of a data row from 0.
  Result<std::string> place_of(std::int64_t row) const;
};

// One CSV or Parquet file; `keep_going`: lines that cannot be read are skipped.
Result<RawTable> raw_csv(const std::filesystem::path& path,
                         const portfolio::Portfolio& portfolio,
                         const portfolio::TableSpec& spec, bool keep_going);
Result<RawTable> raw_parquet(duckdb::Connection& connection,
                             const std::filesystem::path& path);

// A table of a database file; none when the file has no such table. A SQLite table is
// first copied into the connection, as texts.
Result<std::optional<RawTable>> raw_duckdb(duckdb::Connection& connection,
                                           const std::filesystem::path& path,
                                           const std::string& table);
Result<std::optional<RawTable>> raw_sqlite(duckdb::Connection& connection,
                                           const std::filesystem::path& path,
                                           const portfolio::TableSpec& spec);

// Drops what raw_duckdb and raw_sqlite left in the connection.
Result<> forget_raw(duckdb::Connection& connection);

// The columns of a query, as DuckDB describes them.
Result<std::vector<RawColumn>> describe(duckdb::Connection& connection,
                                        const std::string& relation);

}  // namespace credence::engine
