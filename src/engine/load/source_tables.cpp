#include "engine/load/source_tables.h"

#include <algorithm>
#include <system_error>

namespace credence::engine {
namespace {

namespace fs = std::filesystem;

bool may_be_absent(const portfolio::Portfolio& portfolio,
                   const portfolio::TableSpec& spec, const LoadOptions& options) {
  return options.allow_absent && spec.name != portfolio.application.table;
}

Result<RawTable> raw_file(duckdb::Connection& connection,
                          const portfolio::Portfolio& portfolio,
                          const portfolio::TableSpec& spec, const fs::path& path,
                          bool keep_going) {
  const bool parquet = TRY(find_source(path)).kind == SourceKind::parquet;
  return parquet ? raw_parquet(connection, path)
                 : raw_csv(path, portfolio, spec, keep_going);
}

// The table's file in a folder; none when there is none.
Result<std::optional<fs::path>> file_in(const fs::path& folder,
                                        const portfolio::TableSpec& spec) {
  std::vector<fs::path> found;
  std::error_code code;
  std::vector<std::string> names = {spec.name + ".csv", spec.name + ".parquet"};
  if (!spec.file.empty()) names = {spec.file};
  for (const std::string& name : names)
    if (fs::exists(folder / name, code)) found.push_back(folder / name);
  if (found.size() > 1)
    return bad_input("{}: holds both {} and {}; remove one of them", folder.string(),
                     names[0], names[1]);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::unexpected<Error> absent(const portfolio::TableSpec& spec, const Source& source) {
  if (source.kind != SourceKind::folder)
    return bad_input("{}: there is no table {}", source.path.string(), spec.name);
  if (!spec.file.empty())
    return bad_input("{}: there is no file {} for the table {}", source.path.string(),
                     spec.file, spec.name);
  return bad_input("{0}: there is no file {1}.csv or {1}.parquet for the table {1}",
                   source.path.string(), spec.name);
}

}  // namespace

Result<std::optional<RawTable>> raw_table(duckdb::Connection& connection,
                                          const portfolio::Portfolio& portfolio,
                                          const portfolio::TableSpec& spec,
                                          const Source& source,
                                          const LoadOptions& options) {
  std::optional<RawTable> raw;
  switch (source.kind) {
    case SourceKind::csv:
    case SourceKind::parquet:
      if (spec.name == portfolio.application.table) {
        raw =
            TRY(raw_file(connection, portfolio, spec, source.path, options.keep_going));
      } else if (!options.allow_absent) {
        return bad_input(
            "{}: is one file, but the portfolio {} has {} tables; give a folder with a "
            "file for each, or a database",
            source.path.string(), portfolio.name, portfolio.tables.size());
      }
      break;
    case SourceKind::folder:
      if (const auto path = TRY(file_in(source.path, spec)))
        raw = TRY(raw_file(connection, portfolio, spec, *path, options.keep_going));
      break;
    case SourceKind::duckdb:
      raw = TRY(raw_duckdb(connection, source.path, spec.name));
      break;
    case SourceKind::sqlite:
      raw = TRY(raw_sqlite(connection, source.path, spec));
      break;
  }
  if (!raw && !may_be_absent(portfolio, spec, options)) return absent(spec, source);
  return raw;
}

}  // namespace credence::engine
