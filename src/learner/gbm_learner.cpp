#include "learner/gbm_learner.h"

#include <mutex>
#include <optional>

#include "learner/boosting.h"
#include "learner/gbm_columns.h"
#include "learner/gbm_rounds.h"
#include "learner/gbm_settings.h"
#include "learner/gbm_splits.h"
#include "learner/training_data.h"

namespace credence::learner {
namespace {

// Columns are laid out when the first fit needs them, for all that follow.
class GbmTrainer : public BoostingTrainer {
 public:
  GbmTrainer(const table::Matrix& matrix, std::span<const std::int8_t> labels,
             std::span<const std::int8_t> directions)
      : matrix_(matrix), labels_(labels) {
    if (any_direction(directions))
      directions_.assign(directions.begin(), directions.end());
  }

 private:
  Result<Parameters> completed(const Parameters& given) const override {
    return complete_gbm(given);
  }

  Result<Boosted> boost(const Parameters& parameters,
                        std::uint64_t seed) const override {
    const GbmSettings settings = gbm_settings(parameters);
    const auto search = search_for(settings);
    return Boosted{TRY_IN("gbm", boost_trees(matrix_, labels_, directions_, *search,
                                             settings, seed)),
                   ""};
  }

  std::unique_ptr<SplitSearch> search_for(const GbmSettings& settings) const {
    if (settings.exact) {
      std::call_once(ranked_once_, [&] { ranked_.emplace(matrix_); });
      return exact_search(*ranked_);
    }
    std::call_once(binned_once_, [&] { binned_.emplace(matrix_); });
    const std::size_t columns = matrix_.columns();
    return histogram_search(*binned_, 2 * settings.features_drawn(columns) >= columns);
  }

  const table::Matrix& matrix_;
  std::span<const std::int8_t> labels_;
  std::vector<std::int8_t> directions_;  // empty: none
  mutable std::once_flag ranked_once_, binned_once_;
  mutable std::optional<RankedColumns> ranked_;
  mutable std::optional<BinnedColumns> binned_;
};

class GbmLearner : public BoostingLearner {
 public:
  std::string_view name() const override { return "gbm"; }
  std::string_view title() const override { return "Gradient boosting"; }
  std::string version() const override { return "Credence's own"; }

  Result<std::unique_ptr<Trainer>> bind(
      const table::Matrix& matrix, std::span<const std::int8_t> labels,
      std::span<const std::int8_t> directions) const override {
    TRY_IN("gbm", check_training_data(matrix, labels, true));
    TRY_IN("gbm", check_directions(matrix, directions));
    return std::make_unique<GbmTrainer>(matrix, labels, directions);
  }

 private:
  Result<Parameters> completed(const Parameters& given) const override {
    return complete_gbm(given);
  }

  // A level of a tree looks at all rows once, in the columns drawn: few of them under
  // sqrt and log2.
  double effort_of_tree(const Parameters& parameters) const override {
    const GbmSettings settings = gbm_settings(parameters);
    const auto* share = std::get_if<double>(&settings.max_features);
    return static_cast<double>(settings.max_depth) * settings.subsample *
           (share ? *share : 0.2) * (settings.exact ? 10 : 1);
  }
};

}  // namespace

std::unique_ptr<Learner> gbm_learner() { return std::make_unique<GbmLearner>(); }

}  // namespace credence::learner
