// run_summary.h
// This component provides `RunSummary`, the outcome of a whole training run in numbers,
// to its text, its JSON and its result files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "features/bin_tables.h"
#include "portfolio/portfolio.h"
#include "report/model_summary.h"

namespace credence::report {

struct RunSummary {
  std::string portfolio, title;  // "retail_lending", "Retail lending, India"
  portfolio::Currency currency;
  std::int64_t rows = 0;                                              // applications
  std::vector<std::pair<std::string, std::int64_t>> without_outcome;  // reason, count
  std::int64_t labelled = 0, bad = 0;  // with an outcome; of these bad
  std::int64_t features = 0;           // columns of features.sql
  std::int64_t columns = 0;            // that preparation makes of them for a model
  std::vector<std::pair<std::string, std::string>> left_out;  // feature, reason
  std::int64_t train_rows = 0, test_rows = 0;
  std::int64_t out_of_time_rows = 0;  // 0 without dates
  int folds = 5, repeats = 1;
  std::uint64_t seed = 42;
  // Of every feature: bins of the training rows, with the test and out-of-time rows
  // beside them.
  std::vector<features::BinTable> feature_bins;
  std::vector<ModelSummary> models;
  std::size_t champion = 0;     // place in `models`
  std::string champion_reason;  // a sentence or two
  // The AUC of the true probabilities of default, on the same rows as the models',
  // where they are known: no model can be expected to rank better.
  std::optional<double> oracle_test, oracle_out_of_time;
  double theoretical_threshold = 0;  // for calibrated probabilities under these costs
  std::vector<std::string> warnings;
  double seconds = 0;  // of the whole run

  double bad_rate() const {
    return labelled == 0 ? 0 : static_cast<double>(bad) / static_cast<double>(labelled);
  }
};

// What a reader of these numbers has to know before trusting them: few events, a
// champion no better than chance, a decision that approves or declines all.
std::vector<std::string> warnings_about(const RunSummary& run);

}  // namespace credence::report
