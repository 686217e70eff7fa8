// sql_text.h
// This component provides names and texts as they stand in SQL, to the engines.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "table/value.h"

namespace credence::engine {

std::string identifier(std::string_view name);  // "a ""b"""
std::string literal(std::string_view text);     // 'it''s'

// A file's name for DuckDB's readers, to which *, ? and [ would be patterns. Fails with
// `bad_input` on a name with a backslash beside them, which no pattern matches.
Result<std::string> file_literal(const std::filesystem::path& path);

// "a", "b", "c"
std::string identifiers(const std::vector<std::string>& names);

// The type of a column in DuckDB: BIGINT, DOUBLE, VARCHAR, DATE.
std::string_view sql_type(table::Type type);

}  // namespace credence::engine
