#include "portfolio/toml_document.h"

#include <algorithm>
#include <cmath>

#include "portfolio/nearest_name.h"

namespace credence::portfolio {

const TomlNode* TomlNode::find(std::string_view key) const {
  for (const TomlEntry& entry : entries)
    if (entry.key == key) return &entry.node;
  return nullptr;
}

std::string describe(const TomlNode& node) {
  switch (node.kind) {
    case TomlKind::boolean:
      return node.integer ? "true" : "false";
    case TomlKind::integer:
      return fmt::format("the number {}", node.integer);
    case TomlKind::real:
      return fmt::format("the number {}", node.real);
    case TomlKind::text:
      return fmt::format("the text \"{}\"", node.text);
    case TomlKind::array:
      return "a list";
    case TomlKind::table:
      return "a table";
    case TomlKind::other:
      return "a TOML date or time";
  }
  return {};
}

std::unexpected<Error> wrong_at(const TomlNode& node, std::string_view problem) {
  if (node.path.empty()) return bad_input("line {}: {}", node.line, problem);
  return bad_input("line {}: {}: {}", node.line, node.path, problem);
}

std::unexpected<Error> found_instead(const TomlNode& node, std::string_view expected) {
  return wrong_at(node, fmt::format("found {}, expected {}", describe(node), expected));
}

Result<std::string> as_text(const TomlNode& node) {
  if (node.kind != TomlKind::text || node.text.empty())
    return found_instead(node, "a text in quotes");
  return node.text;
}

Result<double> as_number(const TomlNode& node) {
  if ((node.kind != TomlKind::integer && node.kind != TomlKind::real) ||
      !std::isfinite(node.real))
    return found_instead(node, "a number");
  return node.real;
}

Result<std::int64_t> as_integer(const TomlNode& node) {
  if (node.kind != TomlKind::integer) return found_instead(node, "a whole number");
  return node.integer;
}

Result<bool> as_boolean(const TomlNode& node) {
  if (node.kind != TomlKind::boolean) return found_instead(node, "true or false");
  return node.integer != 0;
}

Result<std::vector<std::string>> as_texts(const TomlNode& node) {
  if (node.kind != TomlKind::array) return found_instead(node, "a list of texts");
  std::vector<std::string> texts;
  for (const TomlNode& item : node.items) {
    std::string text = TRY(as_text(item));
    if (std::ranges::count(texts, text) != 0)
      return wrong_at(item, fmt::format("\"{}\" is named twice", text));
    texts.push_back(std::move(text));
  }
  return texts;
}

Result<TomlReader> TomlReader::of(const TomlNode& node,
                                  std::vector<std::string> known) {
  if (node.kind != TomlKind::table) return found_instead(node, "a table");
  for (const TomlEntry& entry : node.entries)
    if (std::ranges::count(known, entry.key) == 0)
      return wrong_at(entry.node, "unknown key" + suggestion(entry.key, known));
  return TomlReader(node);
}

Result<const TomlNode*> TomlReader::require(std::string_view key) const {
  if (const TomlNode* found = find(key)) return found;
  return wrong_at(*node_, fmt::format("the key \"{}\" is missing", key));
}

Result<std::string> TomlReader::text(std::string_view key) const {
  return as_text(*TRY(require(key)));
}

Result<std::string> TomlReader::text_or(std::string_view key,
                                        std::string_view otherwise) const {
  const TomlNode* found = find(key);
  if (!found) return std::string(otherwise);
  if (found->kind != TomlKind::text) return found_instead(*found, "a text in quotes");
  return found->text;
}

Result<double> TomlReader::number(std::string_view key) const {
  return as_number(*TRY(require(key)));
}

Result<double> TomlReader::number_or(std::string_view key, double otherwise) const {
  const TomlNode* found = find(key);
  return found ? as_number(*found) : otherwise;
}

Result<std::optional<double>> TomlReader::optional_number(std::string_view key) const {
  const TomlNode* found = find(key);
  if (!found) return std::nullopt;
  return std::optional<double>(TRY(as_number(*found)));
}

Result<std::int64_t> TomlReader::integer_or(std::string_view key,
                                            std::int64_t otherwise, std::int64_t least,
                                            std::int64_t most) const {
  const TomlNode* found = find(key);
  if (!found) return otherwise;
  if (found->kind != TomlKind::integer || found->integer < least ||
      found->integer > most)
    return found_instead(*found,
                         fmt::format("a whole number from {} to {}", least, most));
  return found->integer;
}

Result<bool> TomlReader::boolean_or(std::string_view key, bool otherwise) const {
  const TomlNode* found = find(key);
  return found ? as_boolean(*found) : otherwise;
}

Result<std::vector<std::string>> TomlReader::texts(std::string_view key) const {
  const TomlNode* found = find(key);
  if (!found) return std::vector<std::string>{};
  return as_texts(*found);
}

}  // namespace credence::portfolio
