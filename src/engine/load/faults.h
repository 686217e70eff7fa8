// faults.h
// This component provides what is wrong with a freshly made table, its bad rows and
// duplicate keys: as the error that stops a load, or set aside and reported.
#pragma once

#include <vector>

#include "engine/engine.h"
#include "engine/load/raw_table.h"
#include "engine/load/table_plan.h"

namespace credence::engine {

// A table just made by a plan.
struct MadeTable {
  const portfolio::TableSpec& spec;
  const RawTable& raw;
  const TablePlan& plan;
  std::vector<std::int64_t> unread;  // data rows, from 0, that the CSV reader skipped
};

// The data row, from 0, of a table's row: those before it that could not be read belong
// to the count.
std::int64_t data_row(const std::vector<std::int64_t>& unread, std::int64_t row);

// Fails with `bad_input`, naming file, line and column, on the first bad row, or else
// on the first row whose key was there before.
Result<> refuse_faults(duckdb::Connection& connection, const MadeTable& made);

// Takes bad rows and repeated keys out of the table, and adds them to `loaded`.
Result<> set_faults_aside(duckdb::Connection& connection, const MadeTable& made,
                          std::size_t most, Loaded& loaded);

}  // namespace credence::engine
