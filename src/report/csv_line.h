// csv_line.h
// This component provides lines of CSV (RFC 4180) to the result files.
#pragma once

#include <fmt/core.h>

#include <optional>
#include <string>
#include <string_view>

namespace credence::report {

// Quoted where a comma, quote or line break would be misread.
inline std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

// Reals are written so that reading them gives the same 64 bits back; what is not known
// is empty.
template <class Value>
std::string csv_cell_of(const Value& value) {
  return csv_cell(fmt::format("{}", value));
}
template <class Value>
std::string csv_cell_of(const std::optional<Value>& value) {
  return value ? csv_cell_of(*value) : std::string();
}

template <class... Cells>
std::string csv_line(const Cells&... cells) {
  std::string text;
  ((text += "," + csv_cell_of(cells)), ...);
  return text.substr(1) + "\n";
}

}  // namespace credence::report
