#include "learner/gbm_rounds.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/exact_math.h"
#include "base/random.h"
#include "learner/gbm_rows.h"
#include "learner/gbm_tree.h"
#include "model/forest_walk.h"

namespace credence::learner {
namespace {

// Rounds have the streams below.
constexpr std::uint64_t validation_stream = std::uint64_t{1} << 63;

// Of all rows, whatever becomes of them: what scikit-learn calls balanced.
ClassWeights class_weights(std::span<const std::int8_t> labels, bool balanced) {
  if (!balanced) return {};
  const auto rows = static_cast<double>(labels.size());
  const auto bad = static_cast<double>(std::ranges::count(labels, std::int8_t{1}));
  return {rows / (2 * (rows - bad)), rows / (2 * bad)};
}

class Rounds {
 public:
  Rounds(const table::Matrix& matrix, std::span<const std::int8_t> labels,
         std::span<const std::int8_t> directions, SplitSearch& search,
         const GbmSettings& settings, std::uint64_t seed, Division division)
      : matrix_(matrix),
        labels_(labels),
        directions_(directions),
        settings_(settings),
        seed_(seed),
        division_(std::move(division)),
        weights_(class_weights(labels, settings.balanced)),
        unit_(static_cast<double>(labels.size())),
        grower_(matrix.columns(), search, limits()),
        residuals_(labels.size()),
        curvatures_(labels.size()),
        tallies_(labels.size()),
        last_deviances_(static_cast<std::size_t>(settings.n_iter_no_change),
                        std::numeric_limits<double>::infinity()) {
    double weight[2] = {0, 0};
    for (const std::uint32_t row : division_.training)
      weight[labels_[row]] += weights_.of(labels_[row]);
    forest_.base = log_odds(weight[1] / (weight[0] + weight[1]));
    forest_.columns = static_cast<std::int32_t>(matrix.columns());
    margins_.assign(labels.size(), forest_.base);
  }

  model::Forest run() {
    for (std::int64_t round = 0; round < settings_.n_estimators; ++round) {
      add_tree(round);
      if (settings_.n_iter_no_change > 0 && !has_improved(round)) break;
    }
    return std::move(forest_);
  }

 private:
  TreeLimits limits() const {
    return {settings_.max_depth, settings_.min_samples_split,
            SplitTerms{weights_, settings_.min_samples_leaf, directions_},
            settings_.features_drawn(matrix_.columns())};
  }

  void add_tree(std::int64_t round) {
    Random random = Random::for_stream(seed_, static_cast<std::uint64_t>(round));
    RowList rows = sample_rows(division_.training, settings_.subsample, random);
    differentiate(rows);
    const Derivatives derivatives{residuals_, curvatures_, tallies_};
    GrownTree tree = grower_.grow(rows, derivatives, random);
    for (const GrownLeaf& leaf : tree.leaves) {
      const auto own = std::span(rows).subspan(leaf.begin, leaf.end - leaf.begin);
      tree.nodes[static_cast<std::size_t>(leaf.node)].value =
          settings_.learning_rate *
          leaf.bounds.clipped(newton_step(own, derivatives, weights_));
    }
    const std::int32_t root = append(tree);
    advance(tree, rows, root);
  }

  // Residuals, and their derivatives by the margin, where a tree needs them.
  void differentiate(std::span<const std::uint32_t> rows) {
    for (const std::uint32_t row : rows) {
      const double p = logistic(margins_[row]);
      const double weight = weights_.of(labels_[row]);
      residuals_[row] = labels_[row] - p;
      curvatures_[row] = weight * p * (1 - p);
      tallies_[row] = Tally::of(unit_.count(weight * residuals_[row]), labels_[row]);
    }
  }

  std::int32_t append(const GrownTree& tree) {
    const auto root = static_cast<std::int32_t>(forest_.nodes.size());
    forest_.roots.push_back(root);
    for (model::Node node : tree.nodes) {
      if (node.feature >= 0) {
        node.left += root;
        node.right += root;
      }
      forest_.nodes.push_back(node);
    }
    return root;
  }

  // Adds the new tree to the margins: rows that it was grown from are known by leaf,
  // others walk.
  void advance(const GrownTree& tree, std::span<const std::uint32_t> rows,
               std::int32_t root) {
    for (const GrownLeaf& leaf : tree.leaves)
      for (std::size_t i = leaf.begin; i < leaf.end; ++i)
        margins_[rows[i]] += tree.nodes[static_cast<std::size_t>(leaf.node)].value;
    grown_from_.assign(labels_.size(), false);
    for (const std::uint32_t row : rows) grown_from_[row] = true;
    for (std::uint32_t row = 0; row < labels_.size(); ++row)
      if (!grown_from_[row])
        margins_[row] += model::leaf_value(forest_, root, matrix_.row(row));
  }

  bool has_improved(std::int64_t round) {
    const double deviance = validation_deviance();
    const bool improved = std::ranges::any_of(
        last_deviances_, [&](double last) { return deviance + settings_.tol < last; });
    last_deviances_[static_cast<std::size_t>(round) % last_deviances_.size()] =
        deviance;
    return improved;
  }

  // -2 times the mean log-likelihood.
  double validation_deviance() const {
    double sum = 0, total_weight = 0;
    for (const std::uint32_t row : division_.validation) {
      const double against = labels_[row] == 1 ? -margins_[row] : margins_[row];
      const double loss =
          std::max(against, 0.0) + exact_log(1 + exact_exp(-std::abs(against)));
      const double weight = weights_.of(labels_[row]);
      sum += weight * loss;
      total_weight += weight;
    }
    return 2 * sum / total_weight;
  }

  const table::Matrix& matrix_;
  std::span<const std::int8_t> labels_, directions_;
  const GbmSettings& settings_;
  std::uint64_t seed_;
  Division division_;
  ClassWeights weights_;
  ResidualUnit unit_;
  TreeGrower grower_;
  model::Forest forest_;
  std::vector<double> margins_, residuals_, curvatures_;  // one per row
  std::vector<Tally> tallies_;
  std::vector<char> grown_from_;
  std::vector<double> last_deviances_;
};

}  // namespace

Result<model::Forest> boost_trees(const table::Matrix& matrix,
                                  std::span<const std::int8_t> labels,
                                  std::span<const std::int8_t> directions,
                                  SplitSearch& search, const GbmSettings& settings,
                                  std::uint64_t seed) {
  Random random = Random::for_stream(seed, validation_stream);
  const double fraction =
      settings.n_iter_no_change > 0 ? settings.validation_fraction : 0;
  Division division = TRY(divide_rows(labels, fraction, random));
  return Rounds(matrix, labels, directions, search, settings, seed, std::move(division))
      .run();
}

}  // namespace credence::learner
