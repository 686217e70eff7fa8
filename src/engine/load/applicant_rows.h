// applicant_rows.h
// This component provides the limit on one applicant's rows of a table, `most_rows`, on
// which the overflow proof rests, to loading.
#pragma once

#include <optional>
#include <vector>

#include "engine/duckdb/connection.h"
#include "engine/engine.h"
#include "engine/load/raw_table.h"
#include "portfolio/portfolio.h"

namespace credence::engine {

// A table of the portfolio that has been loaded.
struct LoadedTable {
  const portfolio::TableSpec* spec;
  std::optional<RawTable> raw;       // none: it is empty
  std::vector<std::int64_t> unread;  // data rows, from 0, that the CSV reader skipped
};

// An applicant is a value of the application table's group; a row of another table
// belongs to every applicant to whom its links lead, or to none.

// Fails with `bad_input`, naming file and line of the first row that is one too many.
Result<> refuse_crowds(duckdb::Connection& connection,
                       const portfolio::Portfolio& portfolio,
                       const std::vector<LoadedTable>& tables);

// Takes the applications of such applicants out and adds them to `loaded`; the rows
// that are too many go with them, unless they belong to another applicant as well.
Result<> set_crowds_aside(duckdb::Connection& connection,
                          const portfolio::Portfolio& portfolio,
                          const std::vector<LoadedTable>& tables, std::size_t most,
                          Loaded& loaded);

}  // namespace credence::engine
