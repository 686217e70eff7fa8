#include <nlohmann/json.hpp>

#include "base/json.h"
#include "cli/commands.h"
#include "cli/open_registry.h"
#include "cli/project.h"
#include "report/amount.h"
#include "scoring/batch.h"

namespace credence::cli {
namespace {

std::string text_of(const scoring::BatchReport& done, const std::string& version,
                    const std::string& out) {
  using report::grouped;
  std::string text = fmt::format(
      "{} applications scored by {}: {} approved, {} declined\nWritten: {}\n",
      grouped(done.scored()), version, grouped(done.approved), grouped(done.declined),
      out);
  if (done.rejected > 0)
    text += fmt::format("{} applications could not be scored; reasons: {}\n",
                        grouped(done.rejected), done.rejected_file.string());
  if (done.rejected_history > 0)
    text += fmt::format("{} rows of history were set aside; reasons: {}\n",
                        grouped(done.rejected_history), done.rejected_file.string());
  for (const std::string& table : done.empty_tables)
    text +=
        fmt::format("  no rows of {} in the data: taken as an empty table\n", table);
  for (const auto& [field, count] : done.defaults_applied)
    text += fmt::format("  default used for {}: {} times\n", field, grouped(count));
  for (const auto& column : done.ignored_columns)
    text += fmt::format("  column ignored: {}\n", column);
  return text;
}

Result<> run(const Arguments& arguments, Surroundings& surroundings) {
  const auto source = TRY(engine::find_source(arguments.text("--data")));
  const auto registry = TRY(open_registry(arguments, surroundings));
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
                           ? arguments.date("--date")
                           : std::chrono::floor<std::chrono::days>(surroundings.clock())
                                 .time_since_epoch()
                                 .count();
  const auto report =
      TRY(scoring::score_batch(version, source, options, surroundings.terminal));
  Json defaults = Json::object();
  for (const auto& [field, count] : report.defaults_applied) defaults[field] = count;
  const Json document{{"scored", report.scored()},
                      {"approved", report.approved},
                      {"declined", report.declined},
                      {"rejected", report.rejected},
                      {"rejected_history_rows", report.rejected_history},
                      {"empty_tables", report.empty_tables},
                      {"form_rows", report.form_rows},
                      {"defaults_applied", defaults},
                      {"ignored_columns", report.ignored_columns},
                      {"model_version", name},
                      {"out", options.out.string()},
                      {"rejected_file", report.rejected_file.string()}};
  surroundings.terminal.print(arguments.flag("--json")
                                  ? dump_json(document)
                                  : text_of(report, name, options.out.string()));
  if (report.scored() > 0 || report.rejected == 0) return {};
  return bad_input(
      "{}: none of the {} applications could be scored; the reasons are in {}",
      source.path.string(), report.rejected, report.rejected_file.string());
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
       {"--date", OptionKind::date,
        "Decision date of form rows that name none; default: today", "", false, "DATE"},
       engine_option(),
       threads_option(),
       limited({"--memory", OptionKind::integer,
                fmt::format("Megabytes that DuckDB may use; default: {}",
                            report::grouped(scoring::usual_memory_megabytes))},
               1),
       json_option()},
      run,
      {}};
}

}  // namespace credence::cli
