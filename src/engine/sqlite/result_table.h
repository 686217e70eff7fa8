// result_table.h
// This component provides a SQLite query's rows as a `Table`, to the SQLite engine.
#pragma once

#include <set>
#include <string>

#include "base/result.h"
#include "sqlite/database.h"
#include "table/table.h"

namespace credence::engine {

// SQLite types values, not columns: a column is real when any of its values is, or when
// none is there. A result column that is one of `dates` ("table.column") is a date;
// other dates, as of add_days, come as text. Fails with `bad_input` on numbers mixed
// with texts.
Result<table::Table> read_result(sqlite::Statement& statement,
                                 const std::set<std::string>& dates);

}  // namespace credence::engine
