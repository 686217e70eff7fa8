// ground.h
// This component provides `Ground`, what the training of every learner starts from, the
// same for all of them, to the tuning and the comparison of models.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "decision/cost_matrix.h"
#include "features/feature_set.h"
#include "features/moved_rows.h"
#include "metric/scored.h"
#include "portfolio/portfolio.h"
#include "prepare/pipeline.h"
#include "prepare/split.h"
#include "report/evaluation.h"
#include "search/search.h"
#include "train/test_parts.h"
#include "train/training.h"

namespace credence::train {

using Rows = std::vector<std::uint32_t>;

// Training and measuring rows with the preparation fitted on the former.
struct Sides {
  prepare::Split split;
  prepare::Pipeline pipeline;
  std::vector<std::int8_t> labels;      // of the training rows
  std::vector<std::int8_t> directions;  // as Learner::bind takes them
};

// Refers to portfolio, set and options, which have to outlive it.
struct Ground {
  const portfolio::Portfolio& portfolio;
  const features::FeatureSet& set;
  const Options& options;
  Sides sides;
  std::optional<Sides> by_time;
  TestParts parts;                          // of sides.split.test
  std::vector<features::MovedInput> moved;  // the monotone inputs, on test rows
  std::vector<search::Fold> folds;
  decision::CostMatrix costs;
};

Result<Ground> make_ground(const portfolio::Portfolio& portfolio,
                           const features::FeatureSet& set, const Options& options);

std::vector<std::int8_t> labels_of(const features::FeatureSet& set, const Rows& rows);
Rows groups_of(const features::FeatureSet& set, const Rows& rows);

// Outcomes of the rows with the probabilities given to them.
Result<metric::Scored> scored(const features::FeatureSet& set, const Rows& rows,
                              std::span<const double> probabilities);

// How chance is drawn when the rows of `groups` are measured.
report::Uncertainty uncertainty(std::span<const std::uint32_t> groups,
                                const Options& options);

}  // namespace credence::train
