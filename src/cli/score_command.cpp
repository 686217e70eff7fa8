#include <nlohmann/json.hpp>

#include "base/json.h"
#include "cli/commands.h"
#include "cli/project.h"
#include "registry/registry.h"
#include "scoring/batch.h"

namespace credence::cli {
namespace {

std::string text_of(const scoring::BatchReport& report, const std::string& version,
                    const std::string& out) {
  std::string text = fmt::format(
      "{} applications scored by {}: {} approved, {} declined\nWritten: {}\n",
      report.scored(), version, report.approved, report.declined, out);
  if (report.rejected > 0)
    text += fmt::format("{} applications could not be scored; reasons: {}\n",
                        report.rejected, report.rejected_file.string());
  if (report.rejected_history > 0)
    text += fmt::format("{} rows of history were set aside; reasons: {}\n",
                        report.rejected_history, report.rejected_file.string());
  for (const auto& [field, count] : report.defaults_applied)
    text += fmt::format("  default used for {}: {} times\n", field, count);
  for (const auto& column : report.ignored_columns)
    text += fmt::format("  column ignored: {}\n", column);
  return text;
}

Result<> run(const Arguments& arguments, Surroundings& surroundings) {
  const auto source = TRY(engine::find_source(arguments.text("--data")));
  const std::filesystem::path folder = arguments.text("--registry");
  if (!std::filesystem::is_directory(folder))
    return bad_input("{}: there is no registry; `credence run` makes one",
                     folder.string());
  const auto registry = TRY(registry::Registry::open(folder, surroundings.clock));
  const std::string name = TRY(registry.resolve(arguments.text("--model")));
  auto stored = TRY(registry.load(name));
  const auto version =
      std::make_shared<const version::Version>(std::move(stored.version));
  scoring::BatchOptions options;
  options.version_name = name;
  options.out = arguments.text("--out");
  options.engine = arguments.text("--engine");
  options.engine_options = {
      threads_of(arguments, surroundings), arguments.integer("--memory"), {}};
  options.decided_at = arguments.has("--date")
                           ? TRY_IN("--date", parse_date(arguments.text("--date")))
                           : std::chrono::floor<std::chrono::days>(surroundings.clock())
                                 .time_since_epoch()
                                 .count();
  const auto report =
      TRY(scoring::score_batch(version, source, options, surroundings.terminal));
  const Json document{{"scored", report.scored()},
                      {"approved", report.approved},
                      {"declined", report.declined},
                      {"rejected", report.rejected},
                      {"rejected_history_rows", report.rejected_history},
                      {"model_version", name},
                      {"out", options.out.string()},
                      {"rejected_file", report.rejected_file.string()}};
  surroundings.terminal.print(arguments.flag("--json")
                                  ? dump_json(document)
                                  : text_of(report, name, options.out.string()));
  return {};
}

}  // namespace

Command score_command() {
  return {
      "score",
      "Score applications with a registered version",
      "SOURCE holds the portfolio's tables, or is one CSV or Parquet file whose "
      "columns are "
      "the fields of the portfolio's form. Rows that cannot be scored are listed with "
      "their "
      "reasons in OUT.rejected.csv.",
      {{"--data", OptionKind::text, "Applications: folder, file or database", "", true,
        "SOURCE"},
       {"--out", OptionKind::text, "Decisions as CSV or Parquet, by the ending", "",
        true, "FILE"},
       registry_option(),
       {"--model", OptionKind::text, "A version (v3) or an alias", "champion", false,
        "VERSION"},
       {"--date", OptionKind::text,
        "Decision date of form rows that name none; default: today", "", false, "DATE"},
       {"--engine", OptionKind::text, "SQL engine: duckdb or sqlite", "duckdb"},
       {"--threads", OptionKind::integer, "Threads; default: all processors"},
       {"--memory", OptionKind::integer,
        "Megabytes that DuckDB may use; default: its own"},
       json_option()},
      run,
      {}};
}

}  // namespace credence::cli
