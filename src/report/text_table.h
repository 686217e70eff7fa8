// text_table.h
// This component provides tables whose columns stand under each other, to the text
// reports.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace credence::report {

// Characters that `text` takes on a terminal: UTF-8 code points of one place each.
std::size_t width_of(std::string_view text);

// The first row is the heading. First column to the left, the others to the right, two
// blanks between; no blanks at the ends of lines.
std::string text_table(const std::vector<std::vector<std::string>>& rows);

// The text in lines of at most 88 characters (a longer word has a line of its own),
// each after two blanks.
std::string wrapped(std::string_view text);

}  // namespace credence::report
