// toml_document.h
// This component provides a TOML text as a tree whose every part knows its line, and
// readers of it that name key and line in each error, to the reading of portfolio.toml.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "table/value.h"

namespace credence::portfolio {

enum class TomlKind { boolean, integer, real, text, array, table, other };

struct TomlEntry;

struct TomlNode {
  TomlKind kind = TomlKind::table;
  int line = 0;
  std::string path;          // "tables.customers.link", "bands[2].below"
  std::int64_t integer = 0;  // also a boolean's 0 or 1
  double real = 0;           // also an integer's
  std::string text;
  std::vector<TomlNode> items;
  std::vector<TomlEntry> entries;  // in the order of the file

  // Null if there is none.
  const TomlNode* find(std::string_view key) const;
};

struct TomlEntry {
  std::string key;
  TomlNode node;
};

// Fails with "line 3: ..." on what is not TOML.
Result<TomlNode> parse_toml(std::string_view text);

// "the text \"x\"", "the number 3", "a table": for errors.
std::string describe(const TomlNode& node);

// "line 12: bands[2].below: found ..., expected ...".
std::unexpected<Error> found_instead(const TomlNode& node, std::string_view expected);

// "line 12: bands[2].below: " and what is wrong with it.
std::unexpected<Error> wrong_at(const TomlNode& node, std::string_view problem);

// One node as a value of a type.
Result<std::string> as_text(const TomlNode& node);  // not the empty one
Result<double> as_number(const TomlNode& node);     // an integer too; finite
Result<std::int64_t> as_integer(const TomlNode& node);
Result<bool> as_boolean(const TomlNode& node);
Result<std::vector<std::string>> as_texts(const TomlNode& node);

// A TOML table, read key by key.
class TomlReader {
 public:
  // Fails unless the node is a table and has no key but the known ones; the error
  // names the nearest known key.
  static Result<TomlReader> of(const TomlNode& node, std::vector<std::string> known);

  const TomlNode& node() const { return *node_; }
  const TomlNode* find(std::string_view key) const { return node_->find(key); }
  Result<const TomlNode*> require(std::string_view key) const;

  Result<std::string> text(std::string_view key) const;  // required, not empty
  Result<std::string> text_or(std::string_view key, std::string_view otherwise) const;
  Result<double> number(std::string_view key) const;
  Result<double> number_or(std::string_view key, double otherwise) const;
  Result<std::optional<double>> optional_number(std::string_view key) const;
  Result<std::int64_t> integer_or(std::string_view key, std::int64_t otherwise,
                                  std::int64_t least, std::int64_t most) const;
  Result<bool> boolean_or(std::string_view key, bool otherwise) const;
  Result<std::vector<std::string>> texts(std::string_view key) const;  // absent: none

 private:
  explicit TomlReader(const TomlNode& node) : node_(&node) {}
  const TomlNode* node_;
};

}  // namespace credence::portfolio
