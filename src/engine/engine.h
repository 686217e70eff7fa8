// engine.h
// This component provides `Engine`, which holds one portfolio's checked tables and runs
// its SQL, to the features and scoring rooms. Kinds: DuckDB and SQLite.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/source.h"
#include "portfolio/portfolio.h"
#include "table/table.h"

namespace credence::engine {

// A raw row that was left out, with the reason. `line` is its number among the data
// rows of its table, from 1; `id` its key as text, if it could be read.
struct RejectedRow {
  std::string table, id, reason;
  std::int64_t line = 0;
};

struct Loaded {
  std::vector<std::pair<std::string, std::int64_t>> rows;  // per table
  std::vector<RejectedRow> rejected;  // only with `keep_going`; at most `most_rejected`
  std::int64_t rejected_count = 0;
};

struct LoadOptions {
  // False (training): the first bad row fails the load, naming file, column, line, what
  // was found and what was expected. True (scoring): bad rows are set aside.
  bool keep_going = false;
  std::size_t most_rejected = 1000;
  // Scoring of data without outcome or later columns: columns that are not required may
  // be absent altogether (they are missing), and so may whole tables other than the
  // application table (they are empty).
  bool allow_absent = false;
};

class Engine {
 public:
  virtual ~Engine() = default;

  // Makes the portfolio's tables from schema.sql, fills them from `source`, computes
  // the computed columns, and checks: columns present, types, NOT NULL, CHECK, unique
  // keys, no NaN or infinity, -0 becomes 0, dates from 1900 to 2199, no more than
  // `most_rows` of a table for one applicant (with `keep_going` the applications of
  // such an applicant are set aside, and those rows with them). Afterwards `query` sees
  // the tables and the prelude functions.
  virtual Result<Loaded> load(const portfolio::Portfolio& portfolio,
                              const Source& source, const LoadOptions& options) = 0;

  // Runs one statement that gives no rows.
  virtual Result<> execute(const std::string& sql) = 0;

  // Runs one query. Result types: integers of any width become `integer`, DOUBLE
  // `real`, DATE `date`, VARCHAR `text`, BOOLEAN `integer`. Other types are refused by
  // name.
  virtual Result<table::Table> query(const std::string& sql) = 0;

  // The same, in pieces of about `rows` rows, so that memory does not grow.
  virtual Result<> stream(const std::string& sql, std::size_t rows,
                          const std::function<Result<>(const table::Table&)>& take) = 0;

  // Puts a table in memory into the database under this name, replacing one there.
  virtual Result<> put(const std::string& name, const table::Table& table) = 0;

  // Writes a query's rows as CSV or Parquet, by the ending of `path`, or, for another
  // ending, fails with `bad_input`. Written to a temporary place and renamed.
  virtual Result<> write(const std::string& sql, const std::filesystem::path& path) = 0;

  virtual std::string library_version() const = 0;  // "DuckDB 1.5.6"
};

struct EngineOptions {
  unsigned threads = 2;
  std::int64_t memory_megabytes = 0;  // 0: the library's default
  std::filesystem::path temporary;    // spill folder; empty: the system's
};

Result<std::unique_ptr<Engine>> open_duckdb(const EngineOptions& options);
Result<std::unique_ptr<Engine>> open_sqlite(const EngineOptions& options);

// By name, "duckdb" or "sqlite"; `bad_input` names the choices.
Result<std::unique_ptr<Engine>> open_engine(std::string_view name,
                                            const EngineOptions& options);

}  // namespace credence::engine
