// source.h
// This component provides `Source`, where a lender's raw tables lie, to engines and the
// command line.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace credence::engine {

enum class SourceKind { folder, csv, parquet, duckdb, sqlite };

struct Source {
  SourceKind kind = SourceKind::folder;  // folder: of CSV or Parquet files, one a table
  std::filesystem::path path;
};

// Looks at what lies at `path`; fails with `bad_input` when it is none of these.
Result<Source> find_source(const std::filesystem::path& path);

}  // namespace credence::engine
