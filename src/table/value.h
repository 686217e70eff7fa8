// value.h
// This component provides `Type` and `Value`, one typed cell that may be missing, to
// everything that handles single rows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace credence::table {

// Integer also holds counts, amounts (smallest currency unit) and flags (0, 1); a Date
// is days since 1970-01-01.
enum class Type { integer, real, text, date };

std::string_view name_of(Type type);  // "integer", "real", "text", "date"

// Missing, integer or date, real (never NaN), text.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

inline bool is_missing(const Value& value) { return value.index() == 0; }

}  // namespace credence::table
