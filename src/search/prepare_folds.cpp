#include "base/parallel.h"
#include "prepare/directions.h"
#include "search/search.h"

namespace credence::search {
namespace {

Result<Fold> prepare_fold(const portfolio::Portfolio& portfolio,
                          const table::Table& features,
                          std::span<const std::int8_t> outcomes,
                          const prepare::Split& split,
                          const prepare::FitOptions& options) {
  using enum prepare::Form;
  const auto pipeline =
      TRY(prepare::Pipeline::fit(portfolio, features, split.train, options));
  Fold fold;
  fold.train_rows = split.train;
  fold.test_rows = split.test;
  for (const std::uint32_t row : split.train)
    fold.train_labels.push_back(outcomes[row]);
  for (const std::uint32_t row : split.test) fold.test_labels.push_back(outcomes[row]);
  fold.directions = prepare::directions_of(pipeline, portfolio);
  fold.train_unscaled = pipeline.transform(features, split.train, unscaled);
  fold.train_scaled = pipeline.transform(features, split.train, scaled);
  fold.test_unscaled = pipeline.transform(features, split.test, unscaled);
  fold.test_scaled = pipeline.transform(features, split.test, scaled);
  return fold;
}

}  // namespace

Result<std::vector<Fold>> prepare_folds(const portfolio::Portfolio& portfolio,
                                        const table::Table& features,
                                        std::span<const std::int8_t> outcomes,
                                        std::span<const prepare::Split> splits,
                                        const prepare::FitOptions& options,
                                        unsigned threads) {
  std::vector<Result<Fold>> prepared(splits.size());
  parallel_for(splits.size(), threads, [&](std::size_t i) {
    prepared[i] = prepare_fold(portfolio, features, outcomes, splits[i], options);
  });
  std::vector<Fold> folds;
  for (std::size_t i = 0; i < prepared.size(); ++i)
    folds.push_back(TRY_IN(fmt::format("fold {} of {}", i + 1, splits.size()),
                           std::move(prepared[i])));
  return folds;
}

}  // namespace credence::search
