// failure.h
// This component provides DuckDB's errors as ours: one line, without its advice about
// options that a user of this program does not have, to everything that calls DuckDB.
#pragma once

#include <duckdb.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace credence::engine::duckdb {

// `spill` is where temporary files go, for errors of too little room.
std::unexpected<Error> failed(duckdb_error_type type, std::string_view message,
                              const std::filesystem::path& spill = {});

// "Permission denied" of an error about a file.
std::string file_fault(std::string_view message);

// What is wrong with one line of a CSV file, from DuckDB's name or message for it.
std::string csv_fault(std::string_view message);

}  // namespace credence::engine::duckdb
