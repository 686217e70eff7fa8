// raw_file.h
// This component provides a CSV file as a table of texts in an engine, split into
// columns as loading will split it, to the drafting of a portfolio.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/engine.h"

namespace credence::draft {

struct RawFile {
  std::filesystem::path path;
  std::string delimiter;
  bool header = true;
  std::vector<std::string> columns;        // as the header calls them, or column_1, ...
  std::vector<std::string> names;          // the same in SQL
  std::unique_ptr<engine::Engine> engine;  // holds the table `raw` after `read`
  std::int64_t rows = 0;
};

// Finds delimiter and header. A header is there when it holds `target`; there is none
// when `target` is called column_3 and no column is.
Result<RawFile> open_raw(const std::filesystem::path& path, const std::string& target);

// Fills `raw`: columns c0, c1, ... of texts, and NULL where one of `missing_marks` or
// nothing stands.
Result<> read_raw(RawFile& file, const std::vector<std::string>& missing_marks);

// The place of the column that a user calls `name`: as in the file, in SQL, or without
// heed of case. Fails with the names that are near.
Result<std::size_t> place_of(const RawFile& file, const std::string& name,
                             std::string_view option);

}  // namespace credence::draft
