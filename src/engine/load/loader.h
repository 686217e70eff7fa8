// loader.h
// This component provides `load_tables`, a lender's raw files into a portfolio's
// checked tables in DuckDB, to the engines.
#pragma once

#include "engine/duckdb/connection.h"
#include "engine/engine.h"

namespace credence::engine {

Result<Loaded> load_tables(duckdb::Connection& connection,
                           const portfolio::Portfolio& portfolio, const Source& source,
                           const LoadOptions& options);

}  // namespace credence::engine
