// connection.h
// This component provides `Connection`, one private DuckDB database in memory behind
// values and errors, to the engines and to loading. Extensions are neither fetched nor
// loaded, and nothing is written but the spill folder, which goes with the connection.
#pragma once

#include <duckdb.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"
#include "table/table.h"

namespace credence::engine::duckdb {

class Connection {
 public:
  static Result<Connection> open(const EngineOptions& options);

  // Runs every statement in `sql`, ignoring rows.
  Result<> run(const std::string& sql);

  // One query. `take` gets tables of at least `rows` rows, the last with what is left;
  // a result without rows is one empty table.
  Result<> stream(const std::string& sql, std::size_t rows,
                  const std::function<Result<>(table::Table)>& take);

  Result<table::Table> query(const std::string& sql);

  // The first column of the first row; 0 when it is missing.
  Result<std::int64_t> count(const std::string& sql);

  duckdb_connection handle() const;

 private:
  struct State;
  explicit Connection(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::shared_ptr<State> state_;
};

}  // namespace credence::engine::duckdb
