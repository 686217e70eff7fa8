// Our forests against XGBoost's own predictions, through its C API: bit for bit.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "base/parallel.h"
#include "learner/learner.h"
#include "learner/xgboost_model.h"
#include "tests/learner/trying_rows.h"
#include "tests/learner/xgboost_direct.h"

namespace credence::learner {
namespace {

using model::Forest;
using Whole = std::int64_t;

// XGBoost takes no infinity; beyond single precision values would be infinite.
const std::vector<double> extremes = {std::numeric_limits<double>::quiet_NaN(),
                                      0.0,
                                      -0.0,
                                      1e-36,
                                      -1e-36,
                                      1e-46,
                                      3e38,
                                      -3e38,
                                      0.1,
                                      16777217.0};

const Settings logistic = {{"objective", "binary:logistic"}, {"tree_method", "hist"}};

void expect_equal_margins(const std::string& model, const table::Matrix& usual) {
  const auto forest = forest_of_xgboost(model);
  ASSERT_TRUE(forest) << forest.error().message;
  ASSERT_FALSE(forest->roots.empty());
  for (const table::Matrix& rows : {usual, trying_rows(*forest, usual, extremes)})
    EXPECT_EQ(model::margins(*forest, rows), margins_directly(model, rows));
}

Settings with(const Settings& more) {
  Settings all = logistic;
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

TEST(XgboostForest, ScoresAsTheLibraryToTheLastBit) {
  for (const double missing : {0.0, 0.2}) {
    const LabelledRows data = rows_with(missing);
    expect_equal_margins(train_directly(data, logistic, 30), data.matrix);
    expect_equal_margins(
        train_directly(data, with({{"max_depth", "3"}, {"eta", "0.05"}}), 300),
        data.matrix);
  }
}

TEST(XgboostForest, ScoresAsTheLibraryWhateverItsBase) {
  const LabelledRows data = rows_with(0.1);
  for (const char* base : {"0.5", "0.1", "0.001", "0.93"})
    expect_equal_margins(train_directly(data, with({{"base_score", base}}), 5),
                         data.matrix);
}

TEST(XgboostForest, ScoresAsTheLibraryWithAndWithoutPrunedNodes) {
  const LabelledRows data = rows_with(0.1);
  for (const char* gamma : {"0", "0.5", "3", "1000"})
    for (const char* method : {"hist", "exact", "approx"})
      expect_equal_margins(
          train_directly(data, with({{"gamma", gamma}, {"tree_method", method}}), 8),
          data.matrix);
}

TEST(XgboostForest, CoversItsRowsByTheirHessians) {
  const LabelledRows data = rows_with(0.1);
  const auto forest = *forest_of_xgboost(train_directly(data, logistic, 4));
  for (const model::Node& node : forest.nodes) {
    if (node.feature < 0) continue;
    const double children = forest.nodes[static_cast<std::size_t>(node.left)].cover +
                            forest.nodes[static_cast<std::size_t>(node.right)].cover;
    EXPECT_NEAR(node.cover, children, 1e-3);
  }
}

TEST(XgboostForest, RefusesByNameWhatItCannotHold) {
  const LabelledRows data = rows_with(0);
  const auto refusal = [&](const Settings& settings) {
    const auto forest = forest_of_xgboost(train_directly(data, settings, 3));
    return forest ? "accepted" : forest.error().message;
  };
  EXPECT_EQ(refusal(with({{"booster", "dart"}})),
            "XGBoost model: it is not made of boosted trees alone: 'name' is 'dart', "
            "expected 'gbtree'");
  EXPECT_EQ(refusal(with({{"booster", "gblinear"}})),
            "XGBoost model: it is not made of boosted trees alone: 'name' is "
            "'gblinear', expected 'gbtree'");
  EXPECT_EQ(refusal({{"objective", "reg:squarederror"}}),
            "XGBoost model: it has another objective: 'name' is 'reg:squarederror', "
            "expected 'binary:logistic'");
  EXPECT_EQ(refusal(with({{"num_parallel_tree", "2"}})),
            "XGBoost model: it has several trees per round: 'num_parallel_tree' is "
            "'2', expected '1'");
}

TEST(XgboostForest, RefusesDamagedText) {
  const std::string model =
      train_directly(rows_with(0.1), with({{"max_depth", "2"}}), 2);
  const auto refusal = [](const std::string& damaged) {
    const auto forest = forest_of_xgboost(damaged);
    return forest ? "accepted" : forest.error().message;
  };
  const auto changed = [&](const std::string& old_part, const std::string& new_part) {
    std::string damaged = model;
    damaged.replace(damaged.find(old_part), old_part.size(), new_part);
    return refusal(damaged);
  };
  EXPECT_EQ(refusal(""), "XGBoost model: it is not JSON");
  EXPECT_EQ(refusal("[]"), "XGBoost model: 'learner' is missing");
  EXPECT_EQ(refusal("{}"), "XGBoost model: 'learner' is missing");
  EXPECT_EQ(changed("\"left_children\":[", "\"left_children\":[1,"),
            "XGBoost model: tree 0: 'right_children' has 7 elements, expected 8");
  EXPECT_EQ(changed("\"left_children\":[1", "\"left_children\":[0"),
            "XGBoost model: tree 0: its children do not form a tree");
  EXPECT_EQ(changed("\"left_children\":[1", "\"left_children\":[99"),
            "XGBoost model: tree 0: its children do not form a tree");
  EXPECT_EQ(changed("\"split_indices\":[", "\"split_indices\":[true,"),
            "XGBoost model: tree 0: 'split_indices' has 8 elements, expected 7");
  EXPECT_EQ(changed("\"base_score\":\"", "\"base_score\":\"x"),
            "XGBoost model: 'base_score': expected a number, found 'x" +
                model.substr(model.find("\"base_score\":\"") + 14,
                             model.find('"', model.find("\"base_score\":\"") + 14) -
                                 model.find("\"base_score\":\"") - 14) +
                "'");
  for (std::size_t length = 0; length < model.size(); length += 97)
    EXPECT_TRUE(refusal(model.substr(0, length)).starts_with("XGBoost model: "))
        << length;
}

class Xgboost : public testing::Test {
 protected:
  std::unique_ptr<Trainer> bind(const LabelledRows& data) const {
    auto trainer = learner_->bind(data.matrix, data.labels, {});
    EXPECT_TRUE(trainer) << trainer.error().message;
    return std::move(*trainer);
  }
  std::unique_ptr<Learner> learner_ = *find_learner("xgboost");
  const Parameters sampled_ = {{"n_estimators", Whole{40}},
                               {"subsample", 0.7},
                               {"colsample_bytree", 0.5},
                               {"max_depth", Whole{4}}};
};

TEST_F(Xgboost, GivesTheLibrarysOwnModelAsForestAndAsText) {
  const LabelledRows data = rows_with(0.1);
  const auto trained = bind(data)->fit(sampled_, 7);
  ASSERT_TRUE(trained) << trained.error().message;
  EXPECT_EQ(std::get<Forest>(trained->model).roots.size(), 40u);
  expect_equal_margins(trained->native, data.matrix);
}

TEST_F(Xgboost, FitsWhatItsParametersSay) {
  const LabelledRows data = rows_with(0.1);
  // The same settings under XGBoost's own names.
  const std::string expected = train_directly(data,
                                              with({{"seed", "7"},
                                                    {"eta", "0.2"},
                                                    {"max_depth", "3"},
                                                    {"min_child_weight", "2.5"},
                                                    {"gamma", "0.1"},
                                                    {"subsample", "0.6"},
                                                    {"colsample_bytree", "0.7"},
                                                    {"colsample_bylevel", "0.9"},
                                                    {"colsample_bynode", "0.8"},
                                                    {"alpha", "0.3"},
                                                    {"lambda", "2"},
                                                    {"max_delta_step", "0.7"},
                                                    {"scale_pos_weight", "2"}}),
                                              9);
  const auto trained = bind(data)->fit({{"n_estimators", Whole{9}},
                                        {"learning_rate", 0.2},
                                        {"max_depth", Whole{3}},
                                        {"min_child_weight", 2.5},
                                        {"gamma", 0.1},
                                        {"subsample", 0.6},
                                        {"colsample_bytree", 0.7},
                                        {"colsample_bylevel", 0.9},
                                        {"colsample_bynode", 0.8},
                                        {"reg_alpha", 0.3},
                                        {"reg_lambda", Whole{2}},
                                        {"max_delta_step", 0.7},
                                        {"scale_pos_weight", 2.0}},
                                       7);
  const table::Matrix unseen = rows_with(0.1, 99).matrix;
  EXPECT_EQ(model::margins(trained->model, unseen), margins_directly(expected, unseen));
}

TEST_F(Xgboost, FitsTheSameFromManyThreadsAtOnce) {
  const LabelledRows data = rows_with(0.1);
  const auto trainer = bind(data);
  std::vector<Parameters> many;
  for (int i = 0; i < 12; ++i) {
    many.push_back(sampled_);
    many.back()["max_depth"] = Whole{2 + i % 5};
    many.back()["subsample"] = i % 3 == 0 ? 1.0 : 0.4 + 0.05 * i;
  }
  std::vector<std::string> alone, together(many.size());
  for (std::size_t i = 0; i < many.size(); ++i)
    alone.push_back(trainer->fit(many[i], i)->native);
  for (int repeat = 0; repeat < 3; ++repeat) {
    parallel_for(many.size(), 8, [&](std::size_t i) {
      together[i] = trainer->fit(many[i], i)->native;
    });
    EXPECT_EQ(together, alone);
  }
}

TEST_F(Xgboost, DrawsBySeed) {
  const auto trainer = bind(rows_with(0));
  EXPECT_EQ(trainer->fit(sampled_, 3)->native, trainer->fit(sampled_, 3)->native);
  EXPECT_NE(trainer->fit(sampled_, 3)->native, trainer->fit(sampled_, 4)->native);
}

TEST_F(Xgboost, ScoresEveryTreeCountOfAConfigurationAsItsOwnFitWould) {
  const LabelledRows data = rows_with(0.1), unseen = rows_with(0.1, 50);
  const auto trainer = bind(data);
  std::vector<Parameters> trials;
  for (const int count : {25, 5, 60, 25, 1}) {
    trials.push_back(sampled_);
    trials.back()["n_estimators"] = Whole{count};
  }
  const auto scored = trainer->fit_and_score(trials, 5, unseen.matrix);
  for (std::size_t i = 0; i < trials.size(); ++i)
    EXPECT_EQ(*scored[i],
              model::margins(trainer->fit(trials[i], 5)->model, unseen.matrix));
}

TEST_F(Xgboost, BalancesClassesByTheirNumbers) {
  const LabelledRows data = rows_with(0);
  const auto trainer = bind(data);
  const auto bad = static_cast<double>(std::ranges::count(data.labels, std::int8_t{1}));
  const auto scores = [&](const Parameters& parameters) {
    return model::margins(trainer->fit(parameters, 1)->model, data.matrix);
  };
  EXPECT_EQ(scores({{"class_weight", "balanced"}}),
            scores({{"scale_pos_weight", (700 - bad) / bad}}));
  EXPECT_NE(scores({{"class_weight", "balanced"}}), scores({}));
}

TEST_F(Xgboost, RefusesWhatSinglePrecisionCannotHold) {
  LabelledRows data = rows_with(0);
  data.matrix.row(3)[1] = 1e39;
  EXPECT_EQ(
      learner_->bind(data.matrix, data.labels, {}).error().message,
      "xgboost: column 'x1' holds 1e+39 in row 3 of the training matrix, which is "
      "beyond single precision");
}

TEST_F(Xgboost, NamesTheLibraryBehindIt) {
  EXPECT_EQ(learner_->version(), "XGBoost 3.2.0");
}

}  // namespace
}  // namespace credence::learner
