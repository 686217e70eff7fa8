// project.h
// This component provides what the commands that read a portfolio and its data share:
// their options, and the way from a folder to checked features.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "engine/engine.h"
#include "features/feature_set.h"
#include "portfolio/portfolio.h"

namespace credence::cli {

// PORTFOLIO, --data, --engine, --threads, --memory, --json.
std::vector<Option> project_options();

// The same with further options behind them.
std::vector<Option> project_options_and(std::vector<Option> further);

Option json_option();
Option seed_option();
Option registry_option();
Option threads_option();
Option format_option();  // --format, csv or parquet
Option engine_option();

struct Project {
  portfolio::Portfolio portfolio;
  engine::Source source;
  std::unique_ptr<engine::Engine> engine;  // loaded
  engine::Loaded loaded;
};

// Reads the portfolio, finds the source, loads its tables.
Result<Project> open_project(const Arguments& arguments, Surroundings& surroundings);

Result<features::FeatureSet> build_features(const Project& project,
                                            Surroundings& surroundings);

// SHA-256 over the raw files of a source, by name and content.
Result<std::string> data_hash(const engine::Source& source);

unsigned threads_of(const Arguments& arguments, const Surroundings& surroundings);

}  // namespace credence::cli
