// Our explanations of forests against LightGBM's and XGBoost's own contributions,
// through their C APIs.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "explain/explainer.h"
#include "learner/lightgbm_text.h"
#include "learner/xgboost_model.h"
#include "tests/learner/contributions_direct.h"
#include "tests/learner/trying_rows.h"

namespace credence::learner {
namespace {

using explain::Explainer;

const double nan = std::numeric_limits<double>::quiet_NaN();

// Numbers of single precision that XGBoost takes: it refuses infinity.
const std::vector<double> extremes = {nan, 0.0, -0.0, 1e-36, -1e-36, 3e38, -3e38};

// Of every row of the matrix p contributions and what is expected; they add up.
std::vector<double> ours(const model::Forest& forest, const table::Matrix& rows) {
  const auto explainer = *Explainer::of(forest, {});
  const std::size_t width = rows.columns() + 1;
  std::vector<double> all(rows.rows * width);
  for (std::size_t i = 0; i < rows.rows; ++i) {
    const std::span<double> place(all.data() + i * width, width);
    explainer.contributions(rows.row(i), place.first(rows.columns()));
    place.back() = explainer.base();
    EXPECT_NEAR(std::accumulate(place.begin(), place.end(), 0.0),
                explain::margin_f64(forest, rows.row(i)), 1e-9);
  }
  return all;
}

double largest(const std::vector<double>& values) {
  double size = 0;
  for (const double value : values) size = std::max(size, std::abs(value));
  return size;
}

void expect_near(const std::vector<double>& found, const std::vector<double>& expected,
                 double tolerance) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t k = 0; k < found.size(); ++k)
    ASSERT_NEAR(found[k], expected[k], tolerance) << "number " << k;
}

void expect_lightgbms(const std::string& text, const table::Matrix& usual) {
  const auto forest = forest_of_lightgbm(text);
  ASSERT_TRUE(forest) << forest.error().message;
  for (const table::Matrix& rows : {usual, trying_rows(*forest, usual, extremes)}) {
    const std::vector<double> expected = lightgbm_contributions(text, rows);
    ASSERT_GT(largest(expected), 0.01);
    ASSERT_NO_FATAL_FAILURE(expect_near(ours(*forest, rows), expected, 1e-9));
  }
}

void expect_xgboosts(const std::string& text, const table::Matrix& usual) {
  const auto forest = forest_of_xgboost(text);
  ASSERT_TRUE(forest) << forest.error().message;
  for (const table::Matrix& rows : {usual, trying_rows(*forest, usual, extremes)}) {
    const std::vector<double> expected = xgboost_contributions(text, rows);
    ASSERT_GT(largest(expected), 0.01);
    ASSERT_NO_FATAL_FAILURE(
        expect_near(ours(*forest, rows), expected, 1e-4 * largest(expected)));
  }
}

TEST(Contributions, AreLightgbmsOwnWhateverCountsAsMissing) {
  const std::string settings = "objective=binary num_leaves=15 min_data_in_leaf=5";
  const LabelledRows complete = rows_with(0), gaps = rows_with(0.2);
  expect_lightgbms(train_directly(complete, settings, 6), complete.matrix);
  expect_lightgbms(train_directly(gaps, settings, 6), gaps.matrix);
  expect_lightgbms(train_directly(gaps, settings + " zero_as_missing=true", 6),
                   gaps.matrix);
}

TEST(Contributions, AreLightgbmsOwnInTreesOfEveryShape) {
  const LabelledRows data = rows_with(0.1);
  for (const char* shape :
       {"num_leaves=2", "num_leaves=63 min_data_in_leaf=1 min_sum_hessian_in_leaf=0",
        "num_leaves=31 max_depth=5 bagging_freq=1 bagging_fraction=0.6",
        "num_leaves=31 feature_fraction=0.4 monotone_constraints=1,0,0,-1,0,0,0,0"})
    expect_lightgbms(train_directly(data, std::string("objective=binary ") + shape, 4),
                     data.matrix);
}

TEST(Contributions, AreLightgbmsOwnOnPathsOfManyColumns) {
  const LabelledRows data = random_rows(3, 3000, 40);
  const std::string text = train_directly(
      data, "objective=binary num_leaves=127 min_data_in_leaf=2 feature_fraction=0.3",
      4);
  const auto forest = *forest_of_lightgbm(text);
  table::Matrix rows{data.matrix.names, 200, data.matrix.values};
  rows.values.resize(200 * 40);
  expect_near(ours(forest, rows), lightgbm_contributions(text, rows), 1e-9);
}

TEST(Contributions, AreXgboostsOwnWithinItsRounding) {
  for (const double missing : {0.0, 0.2}) {
    const LabelledRows data = rows_with(missing);
    for (const Settings& shape :
         {Settings{}, Settings{{"max_depth", "2"}},
          Settings{{"max_depth", "9"}, {"min_child_weight", "0"}},
          Settings{{"subsample", "0.6"}, {"gamma", "0.5"}},
          Settings{{"grow_policy", "lossguide"},
                   {"max_leaves", "31"},
                   {"max_depth", "0"}}}) {
      Settings settings{{"objective", "binary:logistic"}, {"tree_method", "hist"}};
      settings.insert(settings.end(), shape.begin(), shape.end());
      expect_xgboosts(train_directly(data, settings, 6), data.matrix);
    }
  }
}

}  // namespace
}  // namespace credence::learner
