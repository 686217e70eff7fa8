#include "engine/source.h"

#include <array>
#include <fstream>
#include <string_view>
#include <system_error>

namespace credence::engine {

Result<Source> find_source(const std::filesystem::path& path) {
  std::error_code code;
  const auto status = std::filesystem::status(path, code);
  if (!std::filesystem::exists(status))
    return bad_input("{}: there is no such file or folder", path.string());
  if (std::filesystem::is_directory(status)) return Source{SourceKind::folder, path};

  std::ifstream file(path, std::ios::binary);
  if (!file) return environment("{}: cannot be read", path.string());
  std::array<char, 16> start{};
  file.read(start.data(), start.size());
  const std::string_view bytes(start.data(), std::size_t(file.gcount()));
  if (bytes.starts_with("SQLite format 3")) return Source{SourceKind::sqlite, path};
  if (bytes.size() >= 12 && bytes.substr(8, 4) == "DUCK")
    return Source{SourceKind::duckdb, path};
  if (bytes.starts_with("PAR1")) return Source{SourceKind::parquet, path};
  for (const char* ending : {".csv", ".tsv", ".txt", ".data"})
    if (path.extension() == ending) return Source{SourceKind::csv, path};
  return bad_input(
      "{}: is no data that can be read; expected a folder of CSV or Parquet files, a "
      ".csv or .parquet file, or a DuckDB or SQLite database",
      path.string());
}

}  // namespace credence::engine
