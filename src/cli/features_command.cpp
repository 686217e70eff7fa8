#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/json.h"
#include "cli/commands.h"
#include "cli/feature_files.h"
#include "cli/project.h"
#include "features/audit.h"
#include "features/dictionary.h"

namespace credence::cli {
namespace {

Json to_json(const features::Audit& audit) {
  Json findings = Json::array();
  for (const auto& finding : audit.findings)
    findings.push_back({{"subject", finding.subject},
                        {"finding", finding.text},
                        {"applications", finding.count},
                        {"fatal", finding.fatal}});
  return {{"passed", audit.passed()},
          {"applications", audit.sampled},
          {"kinds", audit.kinds},
          {"values_compared", audit.values},
          {"findings", findings}};
}

Result<> run(const Arguments& arguments, Surroundings& surroundings) {
  Project project = TRY(open_project(arguments, surroundings));
  const auto set = TRY(build_features(project, surroundings));
  const auto entries = features::dictionary(project.portfolio, set);
  Json without_outcome = Json::object();
  for (const auto& [reason, count] : set.without_outcome)
    without_outcome[reason] = count;
  Json report{{"applications", set.rows()},
              {"with_outcome", set.labelled().size()},
              {"without_outcome", without_outcome},
              {"features", project.portfolio.features.size()}};
  std::string text =
      fmt::format("{} applications, {} with an outcome, {} features\n", set.rows(),
                  set.labelled().size(), project.portfolio.features.size());
  for (const auto& [reason, count] : set.without_outcome)
    text += fmt::format("  without outcome: {} {}\n", count, reason);
  bool passed = true;
  if (!arguments.flag("--no-audit")) {
    const auto audit =
        TRY(features::audit(*project.engine, project.portfolio, set,
                            {static_cast<std::size_t>(arguments.integer("--sample")),
                             arguments.real("--implausible"),
                             static_cast<std::uint64_t>(arguments.integer("--seed"))},
                            surroundings.terminal));
    report["audit"] = to_json(audit);
    passed = audit.passed();
    text += fmt::format(
        "Leakage audit {}: {} values of {} applications of {} kinds recomputed from "
        "what was "
        "known\n{}",
        passed ? "passed" : "FAILED", audit.values, audit.sampled, audit.kinds,
        features::describe(audit));
  }
  if (passed && arguments.has("--out")) {
    TRY(write_features(*project.engine, set, arguments.text("--out")));
    text += fmt::format("Written: {}\n", arguments.text("--out"));
    report["out"] = arguments.text("--out");
  }
  if (arguments.has("--dictionary")) {
    TRY(write_file(
        arguments.text("--dictionary"),
        features::dictionary_page(project.portfolio, entries, set.labelled().size())));
    text += fmt::format("Feature dictionary: {}\n", arguments.text("--dictionary"));
  }
  surroundings.terminal.print(arguments.flag("--json") ? dump_json(report) : text);
  if (passed) return {};
  return bad_input("the leakage audit failed; no features were written");
}

}  // namespace

Command features_command() {
  return {"features",
          "Build every application's features and audit them for leakage",
          "Example: credence features portfolios/retail_lending --data "
          "data/lending.duckdb --out "
          "features.parquet",
          project_options_and(
              {{"--out", OptionKind::text, "Features as CSV or Parquet, by the ending",
                "", false, "FILE"},
               {"--dictionary", OptionKind::text,
                "Feature dictionary as a Markdown page", "", false, "FILE"},
               {"--no-audit", OptionKind::flag, "Leave the leakage audit out"},
               limited({"--sample", OptionKind::integer,
                        "Applications that the audit recomputes", "400"},
                       1),
               limited({"--implausible", OptionKind::real,
                        "AUC above which a single feature is suspicious", "0.9"},
                       0.5, 1),
               seed_option()}),
          run,
          {}};
}

}  // namespace credence::cli
