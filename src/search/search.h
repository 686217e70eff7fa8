// search.h
// This component provides the tuning of one learner by cross-validation, to the
// training run: which parameters, how good on rows not seen, and the out-of-fold
// margins that the threshold is chosen on.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "learner/learner.h"
#include "portfolio/portfolio.h"
#include "prepare/pipeline.h"
#include "prepare/split.h"
#include "search/journal.h"
#include "table/matrix.h"
#include "table/table.h"

namespace credence::search {

// One fold, prepared: the pipeline is fitted on its training rows alone.
struct Fold {
  std::vector<std::uint32_t> train_rows, test_rows;
  std::vector<std::int8_t> train_labels, test_labels;
  std::vector<std::int8_t> directions;  // as Learner::bind takes them
  table::Matrix train_unscaled, train_scaled, test_unscaled, test_scaled;
};

// Prepares every split; preparation happens once, for all learners and trials.
Result<std::vector<Fold>> prepare_folds(const portfolio::Portfolio& portfolio,
                                        const table::Table& features,
                                        std::span<const std::int8_t> outcomes,
                                        std::span<const prepare::Split> splits,
                                        const prepare::FitOptions& options,
                                        unsigned threads);

struct Trial {
  portfolio::Parameters parameters;
  std::vector<double> fold_auc;  // one per fold
  double mean_auc = 0;
  double deviation = 0;  // standard deviation over folds (divided by their number)
};

struct Found {
  // Judged on every fold, in the order drawn.
  std::vector<Trial> trials;
  std::size_t best = 0;  // highest mean AUC, the first among equals
  // Margins of the best trial on the rows that its folds' models had not seen, with
  // their row numbers, in ascending row order. With repeats, the mean over repeats.
  std::vector<std::uint32_t> rows;
  std::vector<double> out_of_fold;
  std::int64_t fits = 0;  // that a search of one fit for every trial and fold would do
  std::int64_t done = 0;  // fits that were done; a journal's are not among them
};

// What a search tries.
enum class Method {
  random,   // points drawn at random, evenly over each dimension, and judged on every
            // fold
  halving,  // configurations drawn likewise; the worse ones stop early, after fewer
            // folds and trees (Jamieson, Talwalkar 2016)
  tpe,      // configurations proposed from those already judged, in fixed batches
            // (Bergstra et al. 2011)
};

Result<Method> find_method(std::string_view name);
std::vector<std::string> method_names();

struct SearchOptions {
  std::uint64_t seed = 42;
  unsigned threads = 2;
  int trials = 0;  // 0: as the space says
  Method method = Method::random;
  Journal* journal = nullptr;  // keeps what was judged, if there is one
};

// The same result for any number of threads, and for a search that was interrupted and
// goes on. Fails when no trial could be fitted.
Result<Found> search(const learner::Learner& learner,
                     const portfolio::SearchSpace& space, std::span<const Fold> folds,
                     const SearchOptions& options, Progress& progress);

// Over points that someone else chose.
Result<Found> search_points(const learner::Learner& learner,
                            std::vector<portfolio::Parameters> points,
                            std::span<const Fold> folds, const SearchOptions& options,
                            Progress& progress);

// The points that a search of `trials` would try, in order: distinct, and all there are
// when there are no more. A dimension `n_estimators` is not drawn: every configuration
// of the others is tried with each of its values, since one boosting run gives them
// all.
std::vector<portfolio::Parameters> draw(const portfolio::SearchSpace& space, int trials,
                                        std::uint64_t seed);

}  // namespace credence::search
