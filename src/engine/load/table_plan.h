// table_plan.h
// This component provides `TablePlan`, the SQL that makes one checked table from its
// raw rows in a single pass, to loading.
#pragma once

#include <string>
#include <vector>

#include "engine/engine.h"
#include "engine/load/raw_table.h"

namespace credence::engine {

// The plan's table has every column of the schema and one more, `fault_column`: 0, or
// what is first wrong with the row (typed_column.h's code_of). Its rows are in the
// order of the raw ones.
struct TablePlan {
  std::string create;     // CREATE TABLE ... AS
  std::string raw_texts;  // SELECT n, r0, r1, ... of the raw rows from 0, as texts
  std::vector<std::string> names;  // of the raw columns, as messages call them
};

inline constexpr const char* fault_column = "credence fault";

// Fails with `bad_input` when a column that is needed is not there.
Result<TablePlan> plan_table(duckdb::Connection& connection,
                             const portfolio::Portfolio& portfolio,
                             const portfolio::TableSpec& spec, const RawTable& raw,
                             bool allow_absent);

}  // namespace credence::engine
