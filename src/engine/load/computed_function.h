// computed_function.h
// This component provides a portfolio's computed columns as SQL functions, so that
// loading works them out in the pass that reads their arguments.
#pragma once

#include <string>

#include "base/result.h"
#include "engine/duckdb/connection.h"
#include "portfolio/portfolio.h"

namespace credence::engine {

// Registers the function and gives its name in SQL; it takes the arguments in their
// order and is missing where they cannot be computed.
Result<std::string> add_computed_function(duckdb::Connection& connection,
                                          const portfolio::TableSpec& table,
                                          const portfolio::ComputedColumn& column);

}  // namespace credence::engine
