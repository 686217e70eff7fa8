// lending.h
// This component provides `generate_lending`, a synthetic lender's books of any size
// whose true probability of default is known, to the command line and the tests of
// other rooms.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/date.h"
#include "base/progress.h"
#include "base/result.h"

namespace credence::synthesis {

enum class FileFormat { csv, parquet };

struct LendingOptions {
  std::uint64_t seed = 42;
  std::int64_t customers = 5'000;
  std::int64_t loans = 10'000;  // applications: from `customers` to 5 x `customers`
  double default_rate = 0.17;   // among loans that can be watched for 24 months
  double walk_in_share = 0.15;
  Day observed_until = day_of(2025, 12, 31);  // the last day that the books know of
  int years = 8;                              // of applications before that day
  // The naive variant: the bureau is asked 12 to 24 months after the application and
  // answers with this loan's own outcome in it.
  bool leaky = false;
  FileFormat format = FileFormat::csv;
  bool database = true;  // lending.duckdb beside the files
  unsigned threads = 2;
};

struct LendingReport {
  std::int64_t customers = 0, applications = 0, pulls = 0, instalments = 0;
  std::int64_t disbursed = 0, declined = 0, immature = 0, walk_ins = 0;
  std::int64_t labelled = 0,
               bad = 0;  // loans with an outcome, and those that defaulted
  // Of the labelled loans: the mean true probability, the share that defaulted, and the
  // standard deviation of that share under the true probabilities.
  double true_rate = 0, realised_rate = 0, sampling_error = 0;
  // Area under the ROC curve of the probability that the tables allow, against
  // outcomes; 0 when there is one class only.
  double oracle_auc = 0;
};

// Writes a new folder: customers, loan_applications, credit_history, repayment_history
// (.csv or .parquet), truth.csv and lending.duckdb. The same options give the same
// bytes (in the database: the same rows in the same order), whatever `threads` is.
// Memory does not grow with the instalments. On failure, nothing is left behind.
Result<LendingReport> generate_lending(const std::filesystem::path& folder,
                                       const LendingOptions& options,
                                       Progress& progress = no_progress());

}  // namespace credence::synthesis
