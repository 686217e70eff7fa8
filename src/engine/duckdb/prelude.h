// prelude.h
// This component provides the prelude functions as DuckDB macros, to the DuckDB engine.
// sqlite/prelude.h says what each gives.
#pragma once

#include "base/result.h"
#include "engine/duckdb/connection.h"

namespace credence::engine::duckdb {

Result<> add_prelude(Connection& connection);

}  // namespace credence::engine::duckdb
