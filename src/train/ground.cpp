#include "train/ground.h"

#include <algorithm>

#include "prepare/directions.h"

namespace credence::train {
namespace {

using features::FeatureSet;
using portfolio::Portfolio;
using prepare::Split;

Result<Sides> prepare_sides(const Portfolio& portfolio, const FeatureSet& set,
                            Split split, const Options& options) {
  auto pipeline = TRY(prepare::Pipeline::fit(portfolio, set.features, split.train,
                                             {options.use_protected}));
  auto labels = labels_of(set, split.train);
  auto directions = prepare::directions_of(pipeline, portfolio);
  return Sides{std::move(split), std::move(pipeline), std::move(labels),
               std::move(directions)};
}

Result<std::vector<Split>> cross_validation(const Portfolio& portfolio,
                                            const FeatureSet& set, const Rows& rows,
                                            std::uint64_t seed) {
  std::vector<Split> splits;
  for (int repeat = 0; repeat < portfolio.validation.repeats; ++repeat)
    for (Split& split :
         TRY(prepare::folds(rows, set.outcomes, set.groups, portfolio.validation.folds,
                            seed + static_cast<std::uint64_t>(repeat))))
      splits.push_back(std::move(split));
  return splits;
}

// Two of each class: fewer cannot be measured with their uncertainty.
bool can_be_measured(const std::vector<std::int8_t>& labels) {
  return std::ranges::count(labels, 0) > 1 && std::ranges::count(labels, 1) > 1;
}

Result<std::optional<Sides>> time_sides(const Portfolio& portfolio,
                                        const FeatureSet& set, const Options& options) {
  if (portfolio.application.decided_at.empty()) return std::nullopt;
  Split split = prepare::out_of_time(set.labelled(), set.decided_at, set.groups,
                                     portfolio.validation.out_of_time_share);
  if (!can_be_measured(labels_of(set, split.train)) ||
      !can_be_measured(labels_of(set, split.test)))
    return std::nullopt;
  return TRY(prepare_sides(portfolio, set, std::move(split), options));
}

}  // namespace

Result<Ground> make_ground(const Portfolio& portfolio, const FeatureSet& set,
                           const Options& options) {
  Split split = TRY(test_split(portfolio, set, options.seed));
  if (!can_be_measured(labels_of(set, split.test)))
    return bad_input(
        "the test set of {} rows has fewer than two bad or two good ones; give more "
        "rows, or a larger validation.test_share in portfolio.toml",
        split.test.size());
  const auto splits = TRY(cross_validation(portfolio, set, split.train, options.seed));
  auto folds = TRY(search::prepare_folds(portfolio, set.features, set.outcomes, splits,
                                         {options.use_protected}, options.threads));
  auto sides = TRY(prepare_sides(portfolio, set, std::move(split), options));
  auto by_time = TRY(time_sides(portfolio, set, options));
  TestParts parts = TRY(make_test_parts(portfolio, set, sides.split.test,
                                        sides.pipeline, options.engine));
  std::vector<features::MovedInput> moved;
  if (options.engine) {
    features::MoveOptions how;
    how.seed = options.seed;
    how.threads = options.threads;
    moved = TRY(
        features::move_inputs(*options.engine, portfolio, set, sides.split.test, how));
  }
  auto costs = TRY_IN("portfolio.toml", decision::CostMatrix::from(portfolio.costs));
  return Ground{portfolio,
                set,
                options,
                std::move(sides),
                std::move(by_time),
                std::move(parts),
                std::move(moved),
                std::move(folds),
                costs};
}

std::vector<std::int8_t> labels_of(const FeatureSet& set, const Rows& rows) {
  std::vector<std::int8_t> labels;
  for (const std::uint32_t row : rows) labels.push_back(set.outcomes[row]);
  return labels;
}

Rows groups_of(const FeatureSet& set, const Rows& rows) {
  Rows groups;
  for (const std::uint32_t row : rows) groups.push_back(set.groups[row]);
  return groups;
}

Result<metric::Scored> scored(const FeatureSet& set, const Rows& rows,
                              std::span<const double> probabilities) {
  return metric::Scored::from(labels_of(set, rows), probabilities);
}

report::Uncertainty uncertainty(std::span<const std::uint32_t> groups,
                                const Options& options) {
  metric::BootstrapOptions bootstrap;
  bootstrap.threads = options.threads;
  return {groups, bootstrap, options.seed};
}

}  // namespace credence::train
