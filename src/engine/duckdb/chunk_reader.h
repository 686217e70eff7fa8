// chunk_reader.h
// This component provides `ChunkReader`, DuckDB's result chunks as a `Table`, to the
// connection. Integers of any width and booleans become `integer`; NaN is missing and
// -0 is 0.
#pragma once

#include <duckdb.h>

#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "table/table.h"

namespace credence::engine::duckdb {

class ChunkReader {
 public:
  // Fails with `bad_input` on a column of a type that a table cannot hold, by name.
  static Result<ChunkReader> of(duckdb_result& result);

  // Fails with `bad_input` when an integer needs more than 64 bits.
  Result<> read(duckdb_data_chunk chunk);

  std::size_t rows() const { return table_.rows(); }

  // What was read since the last take.
  table::Table take();

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Codes = std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>>;

  table::Table empty_, table_;
  std::vector<duckdb_type> types_;
  std::vector<Codes> codes_;  // per column, for texts
};

// "DECIMAL", "TIMESTAMP", ...
std::string_view name_of(duckdb_type type);

}  // namespace credence::engine::duckdb
