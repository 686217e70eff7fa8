// tables_toml.h
// This component provides what portfolio.toml says of tables and raw files, checked
// against schema.sql, to the reading of a portfolio.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "portfolio/portfolio.h"
#include "portfolio/toml_document.h"

namespace credence::portfolio {

Result<Application> read_application(const TomlNode& root,
                                     const std::vector<TableSpec>& tables);

// The tables of schema.sql with dates, links and raw names added. Every table but the
// application's is linked, over others or not, to that one.
Result<std::vector<TableSpec>> read_tables(const TomlNode& root,
                                           std::vector<TableSpec> tables,
                                           const Application& application);

Result<std::vector<ComputedColumn>> read_computed(const TomlNode& root,
                                                  const std::vector<TableSpec>& tables);

struct RawFiles {
  std::vector<std::string> missing_marks;
  std::string delimiter;
  std::optional<bool> header;
};

Result<RawFiles> read_source(const TomlNode& root);

// The table or column that a node names, or the value of a required key.
Result<const TableSpec*> named_table(const TomlNode& name,
                                     const std::vector<TableSpec>& tables);
Result<const ColumnSpec*> named_column(const TomlNode& name, const TableSpec& table);
Result<const TableSpec*> named_table(const TomlReader& section, std::string_view key,
                                     const std::vector<TableSpec>& tables);
Result<const ColumnSpec*> named_column(const TomlReader& section, std::string_view key,
                                       const TableSpec& table);

}  // namespace credence::portfolio
