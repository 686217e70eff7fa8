// typed_column.h
// This component provides the SQL that turns a raw column into a typed one and finds
// what is wrong with it, to loading.
#pragma once

#include <string>
#include <string_view>

#include "portfolio/portfolio.h"

namespace credence::engine {

// What may be wrong with a value, as the numbers that the SQL gives.
enum class Fault { none = 0, type = 1, missing = 2, range = 3, uncomputable = 4 };
inline constexpr int faults = 5;

struct TypedColumn {
  std::string raw;  // the raw value with marks of "missing" replaced, from the relation
  std::string value;  // typed, from the alias `raw_alias`
  std::string wrong;  // CASE branches " WHEN condition THEN code", from both aliases
};

// `index` numbers the column within its table: its raw value is called r<index>, its
// typed value v<index>, and its codes are index x faults + Fault.
TypedColumn typed_column(const portfolio::ColumnSpec& spec, std::size_t index,
                         std::string_view expression, std::string_view type,
                         const std::string& missing_texts, bool is_csv);

// The bounds (a date has some always) and categories alone, for a value that is not
// read but computed.
std::string range_check(const portfolio::ColumnSpec& spec, std::size_t index);
std::string missing_check(const portfolio::ColumnSpec& spec, std::size_t index);

int code_of(std::size_t index, Fault fault);

// What a column takes, for the message of a fault: "an integer from 0 to 10", "one of
// 'Personal', 'Home'".
std::string expected(const portfolio::ColumnSpec& spec, Fault fault);

}  // namespace credence::engine
