// table.h
// This component provides `Column` and `Table`, typed columns in memory, to everything
// that handles many rows at once.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "table/value.h"

namespace credence::table {

inline constexpr std::int64_t missing_integer =
    std::numeric_limits<std::int64_t>::min();
inline constexpr double missing_real = std::numeric_limits<double>::quiet_NaN();
inline constexpr std::int32_t missing_code = -1;

// One column. Only the vector of its type is filled: `integers` for integer and date
// (missing: `missing_integer`), `reals` for real (missing: NaN; real data never holds
// one), `codes` into `levels` for text (missing: -1).
struct Column {
  std::string name;
  Type type = Type::real;
  std::vector<std::int64_t> integers;
  std::vector<double> reals;
  std::vector<std::int32_t> codes;
  std::vector<std::string> levels;  // distinct texts, in order of first appearance

  std::size_t size() const;
  void reserve(std::size_t rows);
  bool is_missing(std::size_t row) const;
  double number(std::size_t row) const;          // NaN if missing; not for text
  std::string_view text(std::size_t row) const;  // only for text; empty if missing
  Value value(std::size_t row) const;

  // The value's type has to be this column's (an integer is taken by a real column).
  void append(const Value& value);
  void append_missing();
  void append_text(std::string_view text);

 private:
  std::unordered_map<std::string, std::int32_t>
      code_of_;  // of `levels`, filled on need
};

struct Table {
  std::vector<Column> columns;

  std::size_t rows() const { return columns.empty() ? 0 : columns.front().size(); }
  const Column* find(std::string_view name) const;  // null if there is none
  // The named rows, in the order given.
  Table take(const std::vector<std::uint32_t>& rows) const;
};

}  // namespace credence::table
