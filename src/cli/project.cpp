#include "cli/project.h"

#include <algorithm>
#include <filesystem>

#include "base/hash.h"

namespace credence::cli {

namespace fs = std::filesystem;

Option json_option() {
  return {"--json", OptionKind::flag, "Print one JSON object for programs"};
}

Option seed_option() {
  return limited({"--seed", OptionKind::integer, "Seed of every random choice", "42"},
                 0);
}

Option registry_option() {
  return {"--registry", OptionKind::text, "Registry of versions", "registry",
          false,        "FOLDER"};
}

Option threads_option() {
  return limited({"--threads", OptionKind::integer, "Threads; default: all processors"},
                 1, 1024);
}

Option format_option() {
  return chosen_from({"--format", OptionKind::text, "csv or parquet", "csv"},
                     {"csv", "parquet"});
}

Option engine_option() {
  return chosen_from({"--engine", OptionKind::text, "SQL engine: duckdb or sqlite",
                      "duckdb", false, "NAME"},
                     {"duckdb", "sqlite"});
}

std::vector<Option> project_options() {
  return {{"PORTFOLIO", OptionKind::text, "Portfolio folder", "", true, "FOLDER"},
          {"--data", OptionKind::text,
           "Raw tables: a folder of CSV or Parquet files, one such file, a DuckDB or "
           "SQLite "
           "database",
           "", true, "SOURCE"},
          engine_option(),
          threads_option(),
          limited({"--memory", OptionKind::integer,
                   "Megabytes that DuckDB may use; default: its own"},
                  1),
          json_option()};
}

std::vector<Option> project_options_and(std::vector<Option> further) {
  std::vector<Option> options = project_options();
  std::move(further.begin(), further.end(), std::back_inserter(options));
  return options;
}

unsigned threads_of(const Arguments& arguments, const Surroundings& surroundings) {
  return arguments.has("--threads")
             ? static_cast<unsigned>(arguments.integer("--threads"))
             : surroundings.threads;
}

Result<Project> open_project(const Arguments& arguments, Surroundings& surroundings) {
  Project project{TRY(portfolio::read_portfolio(arguments.text("PORTFOLIO"))),
                  TRY(engine::find_source(arguments.text("--data"))),
                  nullptr,
                  {}};
  project.engine = TRY(engine::open_engine(
      arguments.text("--engine"),
      {threads_of(arguments, surroundings), arguments.integer("--memory"), {}}));
  surroundings.terminal.begin("Loading " + project.source.path.string(), 1);
  project.loaded = TRY(project.engine->load(project.portfolio, project.source, {}));
  surroundings.terminal.end();
  return project;
}

Result<features::FeatureSet> build_features(const Project& project,
                                            Surroundings& surroundings) {
  surroundings.terminal.begin("Building features", 1);
  auto set = features::build(*project.engine, project.portfolio);
  surroundings.terminal.end();
  return set;
}

Result<std::string> data_hash(const engine::Source& source) {
  if (source.kind != engine::SourceKind::folder) return sha256_of_file(source.path);
  std::vector<fs::path> files;
  std::error_code code;
  fs::directory_iterator entry(source.path, code);
  for (; !code && entry != fs::directory_iterator(); entry.increment(code)) {
    const std::string ending = entry->path().extension();
    if (entry->is_regular_file(code) && (ending == ".csv" || ending == ".parquet"))
      files.push_back(entry->path());
  }
  if (code)
    return environment("{}: the folder cannot be read: {}", source.path.string(),
                       code.message());
  std::sort(files.begin(), files.end());
  std::string all;
  for (const fs::path& file : files)
    all += TRY(sha256_of_file(file)) + "  " + file.filename().string() + "\n";
  return sha256(all);
}

}  // namespace credence::cli
