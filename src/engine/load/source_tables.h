// source_tables.h
// This component provides each portfolio table's raw rows in a `Source`, to loading.
#pragma once

#include <optional>

#include "engine/engine.h"
#include "engine/load/raw_table.h"

namespace credence::engine {

// None: the source has nothing for this table, and `options` allow that. Fails with
// `bad_input`, naming what was looked for, when they do not.
Result<std::optional<RawTable>> raw_table(duckdb::Connection& connection,
                                          const portfolio::Portfolio& portfolio,
                                          const portfolio::TableSpec& spec,
                                          const Source& source,
                                          const LoadOptions& options);

}  // namespace credence::engine
