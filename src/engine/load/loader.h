// loader.h
// This component provides `load_tables`, a lender's raw files into a portfolio's
// checked tables in DuckDB, to the engines.
#pragma once

#include "engine/duckdb/connection.h"
#include "engine/engine.h"

namespace credence::engine {

// One pass a table reads the file as texts, casts, computes and marks each row with
// what is wrong with it (table_plan.h); only a marked row is looked up again for its
// message. A column is found by its `source_name`, else by its own name; further
// columns are left unread. A row whose link finds no row is allowed: history may reach
// beyond the data. Empty texts are missing. Delimiters with nothing between or after
// them at a line's end are no columns: spreadsheets write them. Every table is
// replaced; after an error some may be left.
Result<Loaded> load_tables(duckdb::Connection& connection,
                           const portfolio::Portfolio& portfolio, const Source& source,
                           const LoadOptions& options);

}  // namespace credence::engine
