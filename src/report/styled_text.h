// styled_text.h
// This component provides headings and tables for a terminal, with colours or without,
// to the text of a run.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "report/run_summary_text.h"

namespace credence::report {

// `code` is the terminal's: "1" bold, "2" faint, "32" green, "33" yellow.
std::string colored(std::string_view code, std::string_view text, Style style);

// After an empty line, bold.
std::string text_heading(std::string_view text, Style style);

inline constexpr std::size_t no_line = static_cast<std::size_t>(-1);

// The table with every line indented, its heading faint, its line `marked` in green.
std::string indented(const std::string& table, std::size_t marked, Style style);

}  // namespace credence::report
