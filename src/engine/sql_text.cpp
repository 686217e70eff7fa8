#include "engine/sql_text.h"

namespace credence::engine {
namespace {

std::string quoted(std::string_view text, char quote) {
  std::string result(1, quote);
  for (const char c : text) {
    if (c == quote) result += quote;
    result += c;
  }
  return result + quote;
}

}  // namespace

std::string identifier(std::string_view name) { return quoted(name, '"'); }

std::string literal(std::string_view text) { return quoted(text, '\''); }

Result<std::string> file_literal(const std::filesystem::path& path) {
  const std::string name = path.string();
  if (name.find_first_of("*?[") == name.npos) return literal(name);
  if (name.find('\\') != name.npos)
    return bad_input(
        "{}: cannot be read: its name has a backslash beside *, ? or [; rename it",
        name);
  std::string pattern;
  for (const char c : name)
    pattern +=
        c == '*' || c == '?' || c == '[' ? fmt::format("[{}]", c) : std::string(1, c);
  return literal(pattern);
}

std::string identifiers(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    if (!list.empty()) list += ", ";
    list += identifier(name);
  }
  return list;
}

std::string_view sql_type(table::Type type) {
  switch (type) {
    case table::Type::integer:
      return "BIGINT";
    case table::Type::real:
      return "DOUBLE";
    case table::Type::text:
      return "VARCHAR";
    case table::Type::date:
      return "DATE";
  }
  return "";
}

}  // namespace credence::engine
