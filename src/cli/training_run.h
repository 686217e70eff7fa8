// training_run.h
// This component provides tuning, registering and promoting in one go, to the commands
// `train` and `run`.
#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/project.h"
#include "features/feature_set.h"
#include "report/run_summary.h"

namespace credence::cli {

// --trials, --models, --use-protected, --note, --no-promote, --seed.
std::vector<Option> training_options();

// Tunes every model, registers each as a version with its name in the summary, and
// points `champion` to the best.
Result<report::RunSummary> train_and_register(const Project& project,
                                              const features::FeatureSet& set,
                                              const std::string& registry_folder,
                                              const Arguments& arguments,
                                              Surroundings& surroundings);

}  // namespace credence::cli
