#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/hash.h"
#include "cli/commands.h"
#include "cli/project.h"
#include "cli/result_folder.h"
#include "cli/training_run.h"
#include "features/audit.h"
#include "features/dictionary.h"
#include "report/result_files.h"
#include "report/run_summary_json.h"
#include "report/run_summary_text.h"
#include "search/check_spaces.h"
#include "train/training.h"

namespace credence::cli {
namespace {

// Refuses to go on when features know the future.
Result<features::Audit> audited(const Project& project, const features::FeatureSet& set,
                                const Arguments& arguments,
                                Surroundings& surroundings) {
  features::AuditOptions options;
  options.seed = static_cast<std::uint64_t>(arguments.integer("--seed"));
  auto audit = TRY(features::audit(*project.engine, project.portfolio, set, options,
                                   surroundings.terminal));
  if (!audit.passed())
    return bad_input("the leakage audit failed; nothing was trained\n{}",
                     features::describe(audit));
  return audit;
}

std::string audit_line(const features::Audit& audit) {
  return fmt::format(
      "Leakage audit passed: {} values of {} applications of {} kinds recomputed from "
      "what was known\n{}",
      audit.values, audit.sampled, audit.kinds, features::describe(audit));
}

// The same hashes that versions keep.
Result<report::Background> background_of(const Project& project) {
  const portfolio::Portfolio& portfolio = project.portfolio;
  const portfolio::Texts& texts = portfolio.texts;
  report::Background background;
  background.provenance = {{"Program", "credence " CREDENCE_VERSION},
                           {"Data (SHA-256)", TRY(data_hash(project.source))},
                           {"features.sql (SHA-256)", sha256(texts.features_sql)},
                           {"target.sql (SHA-256)", sha256(texts.target_sql)},
                           {"schema.sql (SHA-256)", sha256(texts.schema_sql)},
                           {"portfolio.toml (SHA-256)", sha256(texts.toml)}};
  for (const portfolio::Feature& feature : portfolio.features)
    if (!feature.concept_name.empty())
      background.concepts[feature.name] = feature.concept_name;
  for (const portfolio::Logarithm& logarithm : portfolio.logarithms)
    if (const auto* of = portfolio.find_feature(logarithm.of);
        of != nullptr && !of->concept_name.empty())
      background.concepts[logarithm.name] = of->concept_name;
  if (const char* path = std::getenv("PATH")) background.search_path = path;
  return background;
}

Result<> run(const Arguments& arguments, Surroundings& surroundings) {
  const auto begun = std::chrono::steady_clock::now();
  Terminal& terminal = surroundings.terminal;
  const std::filesystem::path out = arguments.text("--out");
  const Project project = TRY(open_project(arguments, surroundings));
  TRY(train::check_learners(project.portfolio, arguments.list("--models")));
  TRY(search::check_spaces(project.portfolio, arguments.list("--models")));
  ResultFolder results = TRY(ResultFolder::make(out));
  const auto set = TRY(build_features(project, surroundings));
  std::string opening;
  if (!arguments.flag("--no-audit"))
    opening = audit_line(TRY(audited(project, set, arguments, surroundings)));

  const std::string registry = arguments.has("--registry")
                                   ? arguments.text("--registry")
                                   : (out / "registry").string();
  auto summary =
      TRY(train_and_register(project, set, registry, arguments, surroundings));
  results.keep();
  summary.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  report::Background background = TRY(background_of(project));
  background.threads = threads_of(arguments, surroundings);
  for (const std::string& told :
       TRY(report::write_result_files(summary, out, background)))
    terminal.say("Warning: " + told);
  TRY(write_file(out / "feature_dictionary.md",
                 features::dictionary_page(project.portfolio,
                                           features::dictionary(project.portfolio, set),
                                           set.labelled().size())));
  if (arguments.flag("--json")) {
    terminal.print(dump_json(report::to_json(summary)));
    return {};
  }
  terminal.print(opening +
                 report::run_summary_text(summary, terminal.out_is_terminal()
                                                       ? report::Style::colored
                                                       : report::Style::plain));
  terminal.print(fmt::format("\nResults: {}   Registry: {}\n", out.string(), registry));
  return {};
}

}  // namespace

Command run_command() {
  auto options = project_options_and(training_options());
  options.push_back(
      {"--out", OptionKind::text, "Folder for results", "", true, "FOLDER"});
  options.push_back({"--registry", OptionKind::text,
                     "Registry of versions; default: OUT/registry", "", false,
                     "FOLDER"});
  options.push_back({"--no-audit", OptionKind::flag, "Leave the leakage audit out"});
  return {"run",
          "The whole job: features, audit, tuned models, threshold, registry, results",
          "Example: credence run portfolios/retail_lending --data data/lending.duckdb "
          "--out "
          "result",
          std::move(options),
          run,
          {}};
}

}  // namespace credence::cli
