// csv_file.h
// This component provides what has to be known of a CSV file before DuckDB reads it,
// its delimiter and whether it has a header, and where in it a row stands, to loading.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace credence::engine {

struct CsvDialect {
  std::string delimiter;
  bool header = true;
  std::vector<std::string> first_line;  // the names, without unnamed ones at the end,
                                        // or the first row without a header
};

struct CsvExpectation {
  std::vector<std::string> names;  // columns looked for, by any name they may have
  std::string delimiter;           // empty: the one of , ; tab | under which most of
                                   // `names` are found
  std::optional<bool> header;      // none: there is one when it holds any of `names`
};

// Fails with `bad_input` on a file that is empty or not UTF-8 text.
Result<CsvDialect> inspect_csv(const std::filesystem::path& path,
                               const CsvExpectation& expected);

// The line, from 1, on which record `record` (from 0, the header counts) starts. Rows
// may hold line breaks in quotes, and empty lines are no records.
Result<std::int64_t> line_of_record(const std::filesystem::path& path,
                                    std::int64_t record);

}  // namespace credence::engine
