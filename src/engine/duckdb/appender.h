// appender.h
// This component provides `append`, a table in memory into a DuckDB table of the same
// columns, to the engines and to readers of SQLite files.
#pragma once

#include <string>

#include "base/result.h"
#include "engine/duckdb/connection.h"
#include "table/table.h"

namespace credence::engine::duckdb {

// CREATE OR REPLACE of an empty table with these columns.
Result<> create(Connection& connection, const std::string& name,
                const table::Table& columns);

Result<> append(Connection& connection, const std::string& name,
                const table::Table& rows);

}  // namespace credence::engine::duckdb
