// record.h
// This component provides `Record`, everything about one decision that is needed to
// prove later what was said and why, to scoring, the log and its readers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "applicant/applicant.h"
#include "base/clock.h"
#include "table/value.h"

namespace credence::log {

enum class Kind : std::uint8_t {
  decision,
  shadow,  // a challenger's, never returned to anyone
};

// A principal reason: what moved the risk up most, as it was worded.
struct Reason {
  std::string concept_name, text;
  double contribution = 0;  // log-odds above the baseline
  friend bool operator==(const Reason&, const Reason&) = default;
};

// What many records have in common. Stored once and named by the hash of its bytes.
struct Provenance {
  std::string version_name, learner;  // "v3", "lightgbm"
  // SHA-256: of the whole version, its model file, features.sql and portfolio.toml.
  std::string artifact_hash, model_hash, features_hash, portfolio_hash;
  double threshold = 0;
  double base = 0;  // log-odds before anything is known, which contributions add to
  struct Table {
    std::string name;
    std::vector<std::string> columns;
    friend bool operator==(const Table&, const Table&) = default;
  };
  std::vector<Table> tables;                   // of the rows in a record
  std::vector<std::string> features, columns;  // of the vectors in a record
  friend bool operator==(const Provenance&, const Provenance&) = default;
};

struct Record {
  std::string id;  // unique, sorts by time
  Kind kind = Kind::decision;
  std::string request_id;  // of the message it answers
  Instant at{};
  applicant::Request request;  // every row that SQL saw, history included
  std::vector<std::string> defaults_applied;
  std::vector<table::Value> features;  // in the order of Provenance::features
  double margin = 0, probability = 0;
  bool refused = false;
  std::string band;
  std::vector<double> contributions;  // in the order of Provenance::columns
  std::vector<Reason> reasons;
};

}  // namespace credence::log
