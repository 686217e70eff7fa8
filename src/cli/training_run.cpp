#include "cli/training_run.h"

#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "features/truth.h"
#include "registry/registry.h"
#include "report/amount.h"
#include "train/training.h"

namespace credence::cli {

namespace {

// Beside the versions that the run will make. Its name tells the run, so that only the
// same one goes on with it.
Result<search::Journal> open_journal(const Project& project,
                                     const std::string& registry_folder,
                                     const Arguments& arguments,
                                     const train::Options& options,
                                     Terminal& terminal) {
  const portfolio::Texts& texts = project.portfolio.texts;
  const std::string run =
      Json::array({options.data_hash, texts.toml, texts.schema_sql, texts.features_sql,
                   texts.target_sql, options.seed, options.use_protected})
          .dump();
  const std::filesystem::path path =
      std::filesystem::path(registry_folder) /
      fmt::format("search-{}.jsonl", sha256(run).substr(0, 12));
  search::Journal journal =
      TRY(search::Journal::open(path, arguments.flag("--resume")));
  if (arguments.flag("--resume"))
    terminal.say(journal.known() > 0
                     ? fmt::format("Going on with {} fits known from before",
                                   report::grouped(std::int64_t(journal.known())))
                     : std::string("There is nothing to go on with: no such run was "
                                   "interrupted here; it starts from the beginning"));
  return journal;
}

// Named, or lying beside the data, as `generate` leaves it there.
Result<std::vector<double>> truth_of(const Project& project,
                                     const features::FeatureSet& set,
                                     const Arguments& arguments) {
  if (arguments.has("--truth"))
    return features::read_truth(arguments.text("--truth"), project.portfolio, set);
  const auto beside = features::truth_beside(project.source.path);
  if (!beside) return std::vector<double>();
  return features::read_truth(*beside, project.portfolio, set);
}

}  // namespace

std::vector<Option> training_options() {
  return {
      limited({"--trials", OptionKind::integer,
               "Trials per model, each a configuration with a number of trees; "
               "default: as the "
               "portfolio says"},
              1, 1e6),
      {"--search", OptionKind::text,
       fmt::format("How configurations are chosen: {}",
                   fmt::join(search::method_names(), ", ")),
       "random", false, "METHOD"},
      {"--resume", OptionKind::flag,
       "Go on with the same run where it was interrupted"},
      {"--models", OptionKind::text,
       "Models to tune, separated by commas; default: all", "", false, "NAMES"},
      {"--use-protected", OptionKind::flag, "Give protected columns to models too"},
      {"--truth", OptionKind::text,
       "True default probabilities, to show the best AUC that is possible; default: "
       "truth.csv beside the data",
       "", false, "FILE"},
      {"--note", OptionKind::text, "Note kept with the versions", "", false, "TEXT"},
      {"--no-promote", OptionKind::flag, "Leave the alias champion where it is"},
      seed_option()};
}

Result<report::RunSummary> train_and_register(const Project& project,
                                              const features::FeatureSet& set,
                                              const std::string& registry_folder,
                                              const Arguments& arguments,
                                              Surroundings& surroundings) {
  train::Options options;
  options.seed = static_cast<std::uint64_t>(arguments.integer("--seed"));
  options.threads = threads_of(arguments, surroundings);
  options.trials = static_cast<int>(arguments.integer("--trials"));
  options.method = TRY(search::find_method(arguments.text("--search")));
  options.learners = arguments.list("--models");
  options.use_protected = arguments.flag("--use-protected");
  options.data_hash = TRY(data_hash(project.source));
  options.engine = project.engine.get();
  options.truth = TRY(truth_of(project, set, arguments));
  // A registry that cannot be written is found before the long work, not after it.
  auto registry = TRY(registry::Registry::open(registry_folder, surroundings.clock));
  search::Journal journal = TRY(open_journal(project, registry_folder, arguments,
                                             options, surroundings.terminal));
  options.journal = &journal;
  auto training =
      TRY(train::train(project.portfolio, set, options, surroundings.terminal));
  journal.finish();
  std::string registered;
  for (std::size_t i = 0; i < training.versions.size(); ++i) {
    auto& model = training.summary.models[i];
    auto version =
        registry.add(training.versions[i],
                     {surroundings.clock(), model.seconds, arguments.text("--note")});
    if (!version && !registered.empty())
      version.error().message += "; registered before that, and whole: " + registered;
    model.version = TRY(std::move(version));
    registered += (registered.empty() ? "" : ", ") + model.version;
  }
  const auto& champion = training.summary.models[training.summary.champion];
  if (!arguments.flag("--no-promote"))
    TRY(registry.promote(champion.version, "champion",
                         training.summary.champion_reason));
  return std::move(training.summary);
}

}  // namespace credence::cli
