// text_rows.h
// This component provides the rows of one CSV or Parquet file as texts, to the scoring
// of form rows: a form decides itself how each text is read.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"

namespace credence::scoring {

// A row that the reader could not take apart, by its number from 1.
struct UnreadableRow {
  std::int64_t line;
  std::string reason;
};

class TextRows {
 public:
  // Reads the header and finds the unreadable rows. `engine` has to be DuckDB and
  // outlive this.
  static Result<TextRows> open(engine::Engine& engine, const engine::Source& source);

  const std::vector<std::string>& columns() const { return columns_; }
  const std::vector<UnreadableRow>& unreadable() const { return unreadable_; }
  std::int64_t rows() const { return rows_; }  // without the unreadable ones

  // The texts that stand in more than one row of a column.
  Result<std::vector<std::string>> repeated(std::size_t column) const;

  // Calls `take` with each row's number from 1 and its cells; empty ones are missing.
  using Cells = std::span<const std::optional<std::string_view>>;
  Result<> each(std::size_t piece_rows,
                const std::function<Result<>(std::int64_t, Cells)>& take) const;

 private:
  TextRows(engine::Engine& engine, const engine::Source& source);
  Result<> find_unreadable();

  engine::Engine* engine_;
  std::string from_;  // the file as SQL names it
  bool is_csv_;
  std::vector<std::string> columns_;
  std::vector<UnreadableRow> unreadable_;  // ascending
  std::int64_t rows_ = 0;
};

}  // namespace credence::scoring
