#include "explain/explainer.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "tests/model/random_forest.h"

namespace credence::explain {
namespace {

using model::Linear;
using model::Model;

double added_up(const Explainer& explainer, std::span<const double> row) {
  std::vector<double> contributions(row.size());
  explainer.contributions(row, contributions);
  return std::accumulate(contributions.begin(), contributions.end(), explainer.base());
}

std::string refusal(const Model& model, const std::vector<double>& means) {
  const auto explainer = Explainer::of(model, means);
  return explainer ? "accepted" : explainer.error().message;
}

table::Matrix random_matrix(Random& random, std::size_t rows, std::size_t columns) {
  table::Matrix matrix{std::vector<std::string>(columns, "x"), rows, {}};
  for (std::size_t i = 0; i < rows * columns; ++i)
    matrix.values.push_back(random.normal() * 100);
  return matrix;
}

TEST(Explainer, SaysHowFarEachValueIsFromItsTrainingMeanInLogOdds) {
  const Linear model{0.5, {2, -3, 0}};
  const auto explainer = *Explainer::of(model, std::vector<double>{1, 4, 7});
  EXPECT_EQ(explainer.base(), 0.5 + 2 - 12);
  std::vector<double> contributions(3, 99.0);
  explainer.contributions(std::vector<double>{2, 4, -100}, contributions);
  EXPECT_EQ(contributions, (std::vector<double>{2, 0, 0}));
}

// Shapley's definition with columns that vary independently: what column j adds is the
// same whatever else is known.
TEST(Explainer, GivesALinearModelsColumnsWhatKnowingThemChanges) {
  Random random(1);
  const table::Matrix training = random_matrix(random, 50, 4);
  const Linear model{-1, {random.normal(), random.normal(), random.normal(), 0.25}};
  const auto means = column_means(training);
  const auto explainer = *Explainer::of(model, means);
  const auto row = training.row(7);
  std::vector<double> contributions(4);
  explainer.contributions(row, contributions);
  for (std::uint32_t known = 0; known < 16; ++known)
    for (std::size_t j = 0; j < 4; ++j) {
      std::vector<double> without = means, with = means;
      for (std::size_t k = 0; k < 4; ++k)
        if (known >> k & 1) without[k] = with[k] = row[k];
      without[j] = means[j];
      with[j] = row[j];
      EXPECT_NEAR(contributions[j],
                  model::margin(model, with) - model::margin(model, without), 1e-11);
    }
}

TEST(Explainer, ExpectsOfALinearModelItsMeanTrainingLogOdds) {
  Random random(2);
  const table::Matrix training = random_matrix(random, 200, 3);
  const Linear model{0.3, {0.01, -0.02, 0.03}};
  const auto margins = model::margins(model, training);
  const double mean = std::accumulate(margins.begin(), margins.end(), 0.0) / 200;
  EXPECT_NEAR(Explainer::of(model, column_means(training))->base(), mean, 1e-12);
}

RC_GTEST_PROP(Explainer, AddsUpToTheFloat64MarginOfAnyModel, (std::uint64_t seed)) {
  Random random(seed);
  const model::Forest forest = model::random_forest(seed);
  const table::Matrix rows = model::random_rows(seed, 10, 4);
  const auto of_forest = *Explainer::of(forest, {});
  for (std::size_t i = 0; i < rows.rows; ++i)
    RC_ASSERT(std::abs(added_up(of_forest, rows.row(i)) -
                       margin_f64(forest, rows.row(i))) < 1e-9);
  Linear linear{random.normal(), {}};
  for (int j = 0; j < 9; ++j) linear.coefficients.push_back(random.normal());
  const table::Matrix training = random_matrix(random, 20, 9);
  const auto of_linear = *Explainer::of(linear, column_means(training));
  for (std::size_t i = 0; i < training.rows; ++i)
    RC_ASSERT(std::abs(added_up(of_linear, training.row(i)) -
                       margin_f64(linear, training.row(i))) < 1e-9);
}

TEST(MarginF64, IsTheModelsOwnUnlessThatIsRoundedToSinglePrecision) {
  const Linear linear{0.1, {0.2, 0.3}};
  EXPECT_EQ(margin_f64(linear, std::vector{0.7, 0.9}),
            model::margin(linear, std::vector{0.7, 0.9}));
  int rounded = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const model::Forest forest = model::random_forest(seed);
    const table::Matrix rows = model::random_rows(seed, 5, 4);
    for (std::size_t i = 0; i < rows.rows; ++i) {
      const double ours = margin_f64(forest, rows.row(i));
      const double own = model::margin(forest, rows.row(i));
      if (forest.summation == model::Summation::f64) {
        EXPECT_EQ(ours, own);
      } else {
        EXPECT_NEAR(ours, own, 1e-5);
        rounded += ours != own;
      }
    }
  }
  EXPECT_GT(rounded, 0);
}

TEST(ColumnMeans, AreThoseOfEachColumn) {
  const table::Matrix matrix{{"a", "b"}, 4, {1, 10, 2, 20, 3, 30, 6, -20}};
  EXPECT_EQ(column_means(matrix), (std::vector<double>{3, 10}));
}

TEST(Explainer, NeedsNoMeansForAForestAndIgnoresThem) {
  const model::Forest forest = model::random_forest(3);
  const auto without = *Explainer::of(forest, {});
  const auto with = *Explainer::of(forest, std::vector<double>{1});
  EXPECT_EQ(without.base(), with.base());
}

TEST(Explainer, RefusesMeansThatDoNotFitTheModel) {
  const Linear model{0, {1, 2, 3}};
  EXPECT_EQ(refusal(model, {1, 2}),
            "explanation: 2 training means for a linear model of 3 coefficients, "
            "expected one for each");
  EXPECT_EQ(refusal(model, {1, std::numeric_limits<double>::quiet_NaN(), 3}),
            "explanation: the training mean of column 1 is nan, expected a finite "
            "number");
  EXPECT_EQ(refusal(model, {1, 2, -std::numeric_limits<double>::infinity()}),
            "explanation: the training mean of column 2 is -inf, expected a finite "
            "number");
}

}  // namespace
}  // namespace credence::explain
