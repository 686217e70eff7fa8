#include "report/styled_text.h"

#include <fmt/core.h>

namespace credence::report {

std::string colored(std::string_view code, std::string_view text, Style style) {
  return style == Style::plain ? std::string(text)
                               : fmt::format("\033[{}m{}\033[0m", code, text);
}

std::string text_heading(std::string_view text, Style style) {
  return "\n" + colored("1", text, style) + "\n";
}

std::string indented(const std::string& table, std::size_t marked, Style style) {
  std::string text;
  std::size_t line = 0;
  for (std::size_t begin = 0; begin < table.size(); ++line) {
    const std::size_t end = table.find('\n', begin);
    std::string content = table.substr(begin, end - begin);
    if (line == 0 && !content.empty()) content = colored("2", content, style);
    if (line == marked) content = colored("32", content, style);
    text += (content.empty() ? "" : "  ") + content + "\n";
    begin = end + 1;
  }
  return text;
}

}  // namespace credence::report
