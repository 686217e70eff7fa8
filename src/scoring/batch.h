// batch.h
// This component provides `score_batch`, the decisions on a whole source of
// applications, to the command line. Each row is decided as it would be alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/progress.h"
#include "base/result.h"
#include "engine/engine.h"
#include "version/version.h"

namespace credence::scoring {

inline constexpr std::int64_t usual_memory_megabytes = 1024;

struct BatchOptions {
  std::string version_name;   // as the output names it: "v3"
  std::filesystem::path out;  // .csv or .parquet
  Day decided_at = 0;         // for form rows that name no date themselves
  std::string engine = "duckdb";
  // A memory of 0 means `usual_memory_megabytes` here: beyond it the engine spills.
  engine::EngineOptions engine_options;
  std::size_t piece_rows = 8192;  // held in memory at a time
};

struct BatchReport {
  std::int64_t approved = 0, declined = 0;
  // Applications that could not be scored, and rows of other tables that were set aside
  // (the applications that they belong to are scored without them). Both stand, with
  // their reasons, in `rejected_file`.
  std::int64_t rejected = 0, rejected_history = 0;
  std::filesystem::path rejected_file;  // "<out>.rejected.csv", written always
  // Tables of which the source has no row: every applicant is then without history
  // there.
  std::vector<std::string> empty_tables;
  // Of a file of form rows: fields that were left out and so had their default, with
  // how often, and columns that mean nothing to the portfolio.
  bool form_rows = false;
  std::vector<std::pair<std::string, std::int64_t>> defaults_applied;
  std::vector<std::string> ignored_columns;

  std::int64_t scored() const { return approved + declined; }
};

// Scores every application of `source`: a portfolio's tables (outcome and later columns
// may be absent), or one CSV or Parquet file whose columns are the fields of the
// portfolio's form. Writes application_id, probability, decision (approve, decline),
// risk_band and model_version in the order of ids (form rows: of the file). Memory does
// not grow with the rows that are scored, only with those that are rejected. Of form
// rows with one id the first is scored and the others are rejected. Fails,
// leaving nothing behind, when nothing can be scored at all: the source cannot be read,
// a column is absent that has to be there.
Result<BatchReport> score_batch(std::shared_ptr<const version::Version> version,
                                const engine::Source& source,
                                const BatchOptions& options, Progress& progress);

}  // namespace credence::scoring
