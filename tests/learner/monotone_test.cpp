// What learners promise of columns that are held to a direction, by brute force: every
// row, moved through every value of the column, with nothing else changed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "learner/learner.h"
#include "learner/training_data.h"
#include "tests/learner/random_rows.h"

namespace credence::learner {
namespace {

using Whole = std::int64_t;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

// Five columns, of which the label follows x0, x1 and x3 up and down in waves, so that
// no direction is a matter of course.
LabelledRows waves(std::uint64_t seed, std::size_t rows, double missing_share) {
  Random random(seed);
  LabelledRows data{{{"x0", "x1", "x2", "x3", "x4"}, rows, {}}, {}};
  for (std::size_t i = 0; i < rows; ++i) {
    double row[] = {10 * random.uniform(), std::floor(12 * random.uniform()),
                    random.uniform(), std::floor(2 * random.uniform()),
                    random.uniform() + random.uniform()};
    const double score = 0.3 * row[0] + 2 * std::sin(row[0]) - 0.2 * row[1] +
                         1.5 * std::cos(row[1]) + (row[2] > 0.5 ? row[3] : -row[3]) +
                         row[4] - 2;
    data.labels.push_back(random.uniform() < 1 / (1 + std::exp(-score)));
    for (double& value : row)
      if (random.uniform() < missing_share) value = missing;
    data.matrix.values.insert(data.matrix.values.end(), std::begin(row), std::end(row));
  }
  return data;
}

// How often the margin moves against the direction between two neighbouring values, and
// how often it moves with it.
struct Moves {
  std::int64_t against = 0, with = 0;
};

Moves moves_of(const model::Model& model, const table::Matrix& matrix,
               std::size_t column, int direction) {
  std::set<double> values = {-1e9, 1e9};
  for (std::size_t i = 0; i < matrix.rows; ++i)
    if (!std::isnan(matrix.row(i)[column])) values.insert(matrix.row(i)[column]);
  Moves moves;
  for (std::size_t i = 0; i < std::min<std::size_t>(matrix.rows, 150); ++i) {
    table::Matrix moved{matrix.names, values.size(), {}};
    for (const double value : values) {
      std::vector<double> row(matrix.row(i).begin(), matrix.row(i).end());
      row[column] = value;
      moved.values.insert(moved.values.end(), row.begin(), row.end());
    }
    const std::vector<double> margins = model::margins(model, moved);
    for (std::size_t k = 1; k < margins.size(); ++k) {
      const double change = direction * (margins[k] - margins[k - 1]);
      moves.against += change < 0;
      moves.with += change > 0;
    }
  }
  return moves;
}

struct Case {
  std::string name, learner;
  Parameters parameters;
};

std::vector<Case> boosters() {
  return {
      {"xgboost", "xgboost", {{"n_estimators", Whole{60}}}},
      {"xgboost_sampled",
       "xgboost",
       {{"n_estimators", Whole{60}},
        {"max_depth", Whole{7}},
        {"subsample", 0.7},
        {"colsample_bytree", 0.6},
        {"learning_rate", 0.2},
        {"scale_pos_weight", 1.5},
        {"reg_alpha", 0.1}}},
      {"lightgbm",
       "lightgbm",
       {{"n_estimators", Whole{60}}, {"min_child_samples", Whole{5}}}},
      {"lightgbm_sampled",
       "lightgbm",
       {{"n_estimators", Whole{60}},
        {"num_leaves", Whole{80}},
        {"max_depth", Whole{7}},
        {"subsample", 0.7},
        {"colsample_bytree", 0.6},
        {"min_child_samples", Whole{5}},
        {"reg_alpha", 0.1},
        {"reg_lambda", 1.0},
        {"class_weight", std::string("balanced")}}},
      {"gbm", "gbm", {{"n_estimators", Whole{60}}, {"max_depth", Whole{5}}}},
      {"gbm_exact",
       "gbm",
       {{"n_estimators", Whole{40}},
        {"max_depth", Whole{5}},
        {"splitter", std::string("exact")}}},
      {"gbm_sampled",
       "gbm",
       {{"n_estimators", Whole{60}},
        {"max_depth", Whole{6}},
        {"subsample", 0.7},
        {"max_features", std::string("sqrt")},
        {"min_samples_leaf", Whole{3}},
        {"class_weight", std::string("balanced")},
        {"learning_rate", 0.3}}},
  };
}

class HeldBooster : public testing::TestWithParam<Case> {
 protected:
  model::Model fit(const LabelledRows& data, std::vector<std::int8_t> directions) {
    const auto learner = *find_learner(GetParam().learner);
    const auto trainer = *learner->bind(data.matrix, data.labels, directions);
    auto trained = trainer->fit(GetParam().parameters, 11);
    EXPECT_TRUE(trained) << trained.error().message;
    return std::move(trained->model);
  }
};

TEST_P(HeldBooster, NeverMovesAgainstADirectionWhateverElseARowHolds) {
  for (const double missing_share : {0.0, 0.15}) {
    const LabelledRows data = waves(5, 900, missing_share);
    const model::Model held = fit(data, {1, -1, 0, 1, 0});
    for (const auto& [column, direction] : {std::pair{0, 1}, {1, -1}, {3, 1}}) {
      const Moves moves =
          moves_of(held, data.matrix, static_cast<std::size_t>(column), direction);
      EXPECT_EQ(moves.against, 0) << "x" << column;
      EXPECT_GT(moves.with, 0) << "x" << column;
    }
    // Columns without a direction stay free, and without directions so do all.
    EXPECT_GT(moves_of(held, data.matrix, 4, 1).against, 0);
    const model::Model free = fit(data, {});
    for (const auto& [column, direction] : {std::pair{0, 1}, {1, -1}, {3, 1}})
      EXPECT_GT(moves_of(free, data.matrix, static_cast<std::size_t>(column), direction)
                    .against,
                0)
          << "x" << column;
  }
}

TEST_P(HeldBooster, IsTheFreeOneWhereNoColumnHasADirection) {
  const LabelledRows data = waves(8, 400, 0.1);
  EXPECT_EQ(model::margins(fit(data, {0, 0, 0, 0, 0}), data.matrix),
            model::margins(fit(data, {}), data.matrix));
}

// A direction that the data speaks against leaves nothing of the column to learn.
TEST_P(HeldBooster, GivesUpAColumnThatOnlySpeaksAgainstItsDirection) {
  Random random(3);
  LabelledRows data{{{"x0"}, 600, {}}, {}};
  for (std::size_t i = 0; i < data.matrix.rows; ++i) {
    const double x = random.uniform();
    data.matrix.values.push_back(x);
    data.labels.push_back(random.uniform() < x);
  }
  const Moves moves = moves_of(fit(data, {-1}), data.matrix, 0, 1);
  EXPECT_EQ(moves.with, 0);
  EXPECT_GT(moves_of(fit(data, {1}), data.matrix, 0, 1).with, 0);
}

INSTANTIATE_TEST_SUITE_P(Learners, HeldBooster, testing::ValuesIn(boosters()),
                         [](const auto& each) { return each.param.name; });

TEST(Directions, AreRefusedWhenTheyAreNotThoseOfTheColumns) {
  const LabelledRows data = waves(1, 50, 0);
  for (const std::string& name : learner_names()) {
    const auto message = [&](std::vector<std::int8_t> directions) {
      const auto learner = *find_learner(name);
      return learner->bind(data.matrix, data.labels, directions).error().message;
    };
    EXPECT_EQ(message({1, 0}),
              name +
                  ": the training matrix has 5 columns, but there are 2 "
                  "directions");
    EXPECT_EQ(message({0, 1, -1, 2, 0}),
              name +
                  ": column 'x3' has the direction 2, expected 1 (the risk rises with "
                  "it), -1 (it falls) or 0 (either)");
  }
}

TEST(Directions, AreWrittenAsTheLibrariesReadThem) {
  EXPECT_EQ(text_of_directions(std::vector<std::int8_t>{1, 0, -1}), "(1,0,-1)");
}

}  // namespace
}  // namespace credence::learner
