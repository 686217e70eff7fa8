// version.h
// This component provides `Version`, the artifact that training writes and deciding
// loads; nothing else passes between the two.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "calibrate/calibration.h"
#include "decision/rule.h"
#include "model/model.h"
#include "portfolio/portfolio.h"
#include "prepare/pipeline.h"

namespace credence::version {

// Outcomes and uncalibrated margins of the training rows, each margin from a model that
// had not seen the row: a threshold can be chosen anew from them when costs change.
struct OutOfFold {
  std::vector<std::int8_t> outcomes;
  std::vector<double> margins;
};

// Everything that a decision depends on. Same inputs, same bytes: no clock in here.
struct Version {
  std::string learner;  // "lightgbm"
  portfolio::Portfolio portfolio;
  prepare::Pipeline pipeline;
  prepare::Form form = prepare::Form::unscaled;
  model::Model model;
  std::string native;  // the library's own model file; may be empty
  // From the model's margins to the log-odds that came true.
  calibrate::Calibration calibration = calibrate::Calibration::identity();
  // Of the p matrix columns over the training rows, against which a linear model is
  // explained; a forest needs none and has none.
  std::vector<double> column_means;
  decision::Rule rule;
  OutOfFold out_of_fold;
  // Metrics, hyper-parameters, data and SQL hashes, library versions, seed: facts about
  // the training that are the same whenever it is repeated.
  Json facts;
};

// What is said about a version and lies outside its hash.
struct Circumstances {
  Instant trained_at{};
  double seconds = 0;  // that training took
  std::string note;
};

struct Stored {
  Version version;
  Circumstances circumstances;
  std::string artifact_hash;  // over the names and hashes of the artifact's files
};

// Writes portfolio.toml, schema.sql, features.sql, target.sql, pipeline.json,
// model.json, native.txt, calibration.json, column_means.json, rule.json,
// out_of_fold.json, facts.json (the artifact),
// circumstances.json (outside its hash) and manifest.json (SHA-256 of each) into
// `folder`, which has to be empty and is best given by `write_folder`, which flushes
// it. Returns the artifact hash.
Result<std::string> write_version(const Version& version,
                                  const Circumstances& circumstances,
                                  const std::filesystem::path& folder);

// Checks every file against the manifest; a damaged, missing or additional file is
// refused by name.
Result<Stored> read_version(const std::filesystem::path& folder);

// What a listing shows of a version; every file is checked, the model is not parsed.
struct Summary {
  std::string learner;
  double threshold = 0;
  Json facts;
  Circumstances circumstances;
  std::string artifact_hash;
};
Result<Summary> read_summary(const std::filesystem::path& folder);

// The artifact hash alone, without writing.
std::string artifact_hash(const Version& version);

}  // namespace credence::version
