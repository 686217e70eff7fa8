// Its parser asserts of an unfinished key what it then checks and reports; a user's
// typing error is no reason to abort.
#define TOML_ASSERT(expression) static_assert(true)
#include <toml++/toml.h>

#include <algorithm>
#include <cctype>

#include "portfolio/toml_document.h"

namespace credence::portfolio {
namespace {

int line_of(const toml::node& node) {
  return static_cast<int>(node.source().begin.line);
}

TomlNode converted(const toml::node& from, std::string path);

// toml++ sorts keys by name; the file's order is the order of the key positions.
std::vector<TomlEntry> entries_of(const toml::table& table, const std::string& path) {
  std::vector<std::pair<toml::source_position, TomlEntry>> placed;
  for (const auto& [key, value] : table) {
    const std::string name(key.str());
    TomlEntry entry{name, converted(value, path.empty() ? name : path + "." + name)};
    if (entry.node.line == 0)
      entry.node.line = static_cast<int>(key.source().begin.line);
    placed.emplace_back(key.source().begin, std::move(entry));
  }
  std::ranges::stable_sort(
      placed, [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<TomlEntry> entries;
  for (auto& [position, entry] : placed) entries.push_back(std::move(entry));
  return entries;
}

TomlNode converted(const toml::node& from, std::string path) {
  TomlNode node;
  node.line = line_of(from);
  node.path = std::move(path);
  if (const auto* table = from.as_table()) {
    node.kind = TomlKind::table;
    node.entries = entries_of(*table, node.path);
    // A table that only its sub-tables mention ([a.b] makes a) begins at the first.
    if (node.line == 0 && !node.entries.empty()) node.line = node.entries[0].node.line;
  } else if (const auto* array = from.as_array()) {
    node.kind = TomlKind::array;
    for (std::size_t i = 0; i < array->size(); ++i)
      node.items.push_back(
          converted(*array->get(i), fmt::format("{}[{}]", node.path, i + 1)));
  } else if (const auto* text = from.as_string()) {
    node.kind = TomlKind::text;
    node.text = text->get();
  } else if (const auto* integer = from.as_integer()) {
    node.kind = TomlKind::integer;
    node.integer = integer->get();
    node.real = static_cast<double>(integer->get());
  } else if (const auto* real = from.as_floating_point()) {
    node.kind = TomlKind::real;
    node.real = real->get();
  } else if (const auto* boolean = from.as_boolean()) {
    node.kind = TomlKind::boolean;
    node.integer = boolean->get() ? 1 : 0;
  } else {
    node.kind = TomlKind::other;
  }
  return node;
}

// Each part of a dotted key is a table inside the one before; so many that they would
// not fit on the stack are no portfolio. Fails with the line of such a key.
Result<> check_keys(std::string_view text) {
  constexpr int most_parts = 100;
  int line = 1, parts = 1;
  char before = ' ';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool in_key = std::isalnum(byte) || byte >= 0x80 ||
                        std::string_view("_-\"' \t").find(c) != std::string_view::npos;
    if (c == '.' && before != '.')
      ++parts;
    else if (!in_key)
      parts = 1;
    if (parts > most_parts)
      return bad_input("line {}: found a key of more than {} parts", line, most_parts);
    if (c == '\n') ++line;
    before = c;
  }
  return {};
}

}  // namespace

Result<TomlNode> parse_toml(std::string_view text) {
  TRY(check_keys(text));
  try {
    const toml::table table = toml::parse(text);
    TomlNode node = converted(table, "");
    node.line = 1;
    return node;
  } catch (const toml::parse_error& error) {
    return bad_input("line {}: {}", error.source().begin.line, error.description());
  }
}

}  // namespace credence::portfolio
