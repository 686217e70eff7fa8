#include "cli/training_run.h"

#include "registry/registry.h"
#include "train/training.h"

namespace credence::cli {

std::vector<Option> training_options() {
  return {
      limited({"--trials", OptionKind::integer,
               "Configurations tried per model; default: as the portfolio says"},
              1, 1e6),
      {"--models", OptionKind::text,
       "Models to tune, separated by commas; default: all", "", false, "NAMES"},
      {"--use-protected", OptionKind::flag, "Give protected columns to models too"},
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
  options.learners = arguments.list("--models");
  options.use_protected = arguments.flag("--use-protected");
  options.data_hash = TRY(data_hash(project.source));
  // A registry that cannot be written is found before the long work, not after it.
  auto registry = TRY(registry::Registry::open(registry_folder, surroundings.clock));
  auto training =
      TRY(train::train(project.portfolio, set, options, surroundings.terminal));
  for (std::size_t i = 0; i < training.versions.size(); ++i) {
    auto& model = training.summary.models[i];
    model.version =
        TRY(registry.add(training.versions[i], {surroundings.clock(), model.seconds,
                                                arguments.text("--note")}));
  }
  const auto& champion = training.summary.models[training.summary.champion];
  if (!arguments.flag("--no-promote"))
    TRY(registry.promote(
        champion.version, "champion",
        fmt::format("highest cross-validated AUC, {:.4f}, of {} models",
                    champion.cv_auc, training.summary.models.size())));
  return std::move(training.summary);
}

}  // namespace credence::cli
