// training.h
// This component provides the whole training line, from features to versions ready to
// be registered, to the commands `train` and `run`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "engine/engine.h"
#include "features/feature_set.h"
#include "portfolio/portfolio.h"
#include "prepare/pipeline.h"
#include "prepare/split.h"
#include "report/run_summary.h"
#include "search/search.h"
#include "version/version.h"

namespace credence::train {

struct Options {
  std::uint64_t seed = 42;
  unsigned threads = 2;
  int trials = 0;                     // per learner at most; 0: as the portfolio says
  std::vector<std::string> learners;  // empty: all that portfolio and program know
  search::Method method = search::Method::random;
  search::Journal* journal = nullptr;  // keeps what was judged, if there is one
  bool use_protected = false;
  std::string data_hash;  // of the raw data, kept in the version's facts
  // Loaded with that data; without one, what needs features made anew is left out: the
  // test set with the form's fields alone, and the check of directions.
  engine::Engine* engine = nullptr;
  std::vector<double> truth;  // default probability of each row; NaN or empty: unknown
};

// Each model is chosen by cross-validation on the training rows, its calibration and
// its threshold on the out-of-fold predictions; then it is fitted on all training rows
// and measured once on the test rows. A version belongs to the model at the same place
// of the summary.
struct Training {
  report::RunSummary summary;
  std::vector<version::Version> versions;
};

// Learners that the portfolio gives a search space and this program has.
std::vector<std::string> available_learners(const portfolio::Portfolio& portfolio);

// Whether the program has these learners, the portfolio a search space for each, and
// none is named twice.
Result<> check_learners(const portfolio::Portfolio& portfolio,
                        const std::vector<std::string>& names);

// The champion is the model with the highest cross-validated AUC, or the most
// interpretable of those within one standard error of it (metric/champion.h).
Result<Training> train(const portfolio::Portfolio& portfolio,
                       const features::FeatureSet& set, const Options& options,
                       Progress& progress);

// The split of the labelled rows that `train` uses for this seed.
Result<prepare::Split> test_split(const portfolio::Portfolio& portfolio,
                                  const features::FeatureSet& set, std::uint64_t seed);

}  // namespace credence::train
