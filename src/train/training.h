// training.h
// This component provides the whole training line, from features to versions ready to
// be registered, to the commands `train` and `run`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "decision/threshold.h"
#include "features/feature_set.h"
#include "metric/summary.h"
#include "portfolio/portfolio.h"
#include "search/search.h"
#include "version/version.h"

namespace credence::train {

struct Options {
  std::uint64_t seed = 42;
  unsigned threads = 2;
  int trials = 0;                     // per learner at most; 0: as the portfolio says
  std::vector<std::string> learners;  // empty: all that portfolio and program know
  bool use_protected = false;
  std::string data_hash;  // of the raw data, kept in the version's facts
};

// What was learnt about one tuned model: chosen by cross-validation on the training
// rows, fitted on all of them, then measured once on the test rows.
struct Measured {
  std::string learner, title;
  search::Found found;
  double cv_auc = 0, cv_deviation = 0;  // of the best trial over its folds
  decision::Optimum threshold;          // chosen on out-of-fold probabilities
  metric::Summary test;
  metric::Confusion test_at_half, test_at_threshold;
  std::vector<decision::Policy> policies;  // on the test rows
  std::optional<metric::Summary> out_of_time;
  double seconds = 0;
};

struct Tuned {
  Measured measured;
  version::Version version;
};

struct Training {
  std::vector<Tuned> models;
  std::size_t champion = 0;  // highest cross-validated AUC
  std::int64_t train_rows = 0, train_bad = 0, test_rows = 0, test_bad = 0;
  std::int64_t out_of_time_rows = 0;
  std::size_t matrix_columns = 0;
  std::vector<prepare::Pipeline::Dropped> dropped;
  std::vector<std::string> warnings;
};

// Learners that the portfolio gives a search space and this program has.
std::vector<std::string> available_learners(const portfolio::Portfolio& portfolio);

Result<Training> train(const portfolio::Portfolio& portfolio,
                       const features::FeatureSet& set, const Options& options,
                       Progress& progress);

// The split of the labelled rows that `train` uses for this seed.
Result<prepare::Split> test_split(const portfolio::Portfolio& portfolio,
                                  const features::FeatureSet& set, std::uint64_t seed);

}  // namespace credence::train
