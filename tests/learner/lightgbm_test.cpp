// Our forests against LightGBM's own predictions, through its C API.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "base/parallel.h"
#include "learner/learner.h"
#include "learner/lightgbm_text.h"
#include "tests/learner/lightgbm_direct.h"
#include "tests/learner/trying_rows.h"

namespace credence::learner {
namespace {

using model::Forest;
using Whole = std::int64_t;

const double nan = std::numeric_limits<double>::quiet_NaN();
const double infinity = std::numeric_limits<double>::infinity();

const std::vector<double> extremes = {
    nan,   infinity, -infinity, 0.0, -0.0, 1e-36, -1e-36, static_cast<double>(1e-35f),
    2e-35, 1e300,    -1e300};

void expect_equal_scores(const std::string& text, const table::Matrix& usual) {
  const auto forest = forest_of_lightgbm(text);
  ASSERT_TRUE(forest) << forest.error().message;
  ASSERT_FALSE(forest->roots.empty());
  for (const table::Matrix& rows : {usual, trying_rows(*forest, usual, extremes)}) {
    const std::vector<double> expected = predict_directly(text, rows);
    const std::vector<double> scores = model::margins(*forest, rows);
    for (std::size_t i = 0; i < rows.rows; ++i)
      ASSERT_NEAR(scores[i], expected[i], 1e-12 * std::max(1.0, std::abs(expected[i])))
          << "row " << i;
  }
}

bool has_rule(const std::string& text, model::MissingRule rule) {
  const auto forest = forest_of_lightgbm(text);
  EXPECT_TRUE(forest) << forest.error().message;
  if (!forest) return false;
  for (const model::Node& node : forest->nodes)
    if (node.feature >= 0 && node.missing == rule) return true;
  return false;
}

TEST(LightgbmForest, ScoresAsTheLibraryWhateverCountsAsMissing) {
  const std::string settings = "objective=binary num_leaves=15 min_data_in_leaf=5";
  const LabelledRows complete = rows_with(0), gaps = rows_with(0.2);
  const std::string none = train_directly(complete, settings, 30);
  EXPECT_TRUE(has_rule(none, model::MissingRule::none));
  expect_equal_scores(none, complete.matrix);
  const std::string with_nan = train_directly(gaps, settings, 30);
  EXPECT_TRUE(has_rule(with_nan, model::MissingRule::nan));
  expect_equal_scores(with_nan, gaps.matrix);
  const std::string zero = train_directly(gaps, settings + " zero_as_missing=true", 30);
  EXPECT_TRUE(has_rule(zero, model::MissingRule::zero));
  expect_equal_scores(zero, gaps.matrix);
}

TEST(LightgbmForest, ScoresAsTheLibraryWithoutASplitAndWithoutAnAverage) {
  const LabelledRows data = rows_with(0);
  expect_equal_scores(train_directly(data, "objective=binary min_data_in_leaf=600", 3),
                      data.matrix);
  expect_equal_scores(
      train_directly(data, "objective=binary boost_from_average=false", 5),
      data.matrix);
}

TEST(LightgbmForest, CoversItsRows) {
  const LabelledRows data = rows_with(0.1);
  const auto forest =
      *forest_of_lightgbm(train_directly(data, "objective=binary num_leaves=7", 4));
  for (const std::int32_t root : forest.roots)
    EXPECT_EQ(forest.nodes[static_cast<std::size_t>(root)].cover, 700);
  for (const model::Node& node : forest.nodes) {
    if (node.feature < 0) continue;
    EXPECT_EQ(node.cover, forest.nodes[static_cast<std::size_t>(node.left)].cover +
                              forest.nodes[static_cast<std::size_t>(node.right)].cover);
  }
}

TEST(LightgbmForest, RefusesByNameWhatItCannotHold) {
  const LabelledRows data = rows_with(0);
  const auto refusal = [&](const std::string& settings) {
    return forest_of_lightgbm(train_directly(data, settings, 3)).error().message;
  };
  EXPECT_EQ(refusal("objective=binary boosting=dart"),
            "LightGBM model: it was boosted by DART, which is not supported");
  EXPECT_EQ(
      refusal("objective=binary boosting=rf bagging_freq=1 bagging_fraction=0.5"),
      "LightGBM model: it is a random forest (boosting=rf), which is not supported");
  EXPECT_EQ(refusal("objective=binary linear_tree=true"),
            "LightGBM model: tree 0: it has linear models in its leaves, which are not "
            "supported");
  EXPECT_EQ(
      refusal("objective=binary categorical_feature=3"),
      "LightGBM model: tree 2: it has categorical splits, which are not supported");
  EXPECT_EQ(
      refusal("objective=multiclass num_class=2"),
      "LightGBM model: it has several trees per iteration (classes), expected one");
  EXPECT_EQ(
      refusal("objective=regression"),
      "LightGBM model: its objective is 'regression', expected 'binary sigmoid:1'");
}

TEST(LightgbmForest, RefusesDamagedText) {
  const std::string text =
      train_directly(rows_with(0.1), "objective=binary num_leaves=4", 2);
  const auto refusal = [](std::string damaged) {
    const auto forest = forest_of_lightgbm(damaged);
    return forest ? "accepted" : forest.error().message;
  };
  const auto with = [&](const std::string& old_part, const std::string& new_part) {
    std::string damaged = text;
    damaged.replace(damaged.find(old_part), old_part.size(), new_part);
    return refusal(damaged);
  };
  EXPECT_EQ(refusal(""), "LightGBM model: 'version' is missing");
  EXPECT_EQ(with("version=v4", "version=v5"),
            "LightGBM model: its format is 'v5', expected 'v4' (LightGBM 4)");
  EXPECT_EQ(with("num_leaves=4", "num_leaves=5"),
            "LightGBM model: tree 0: 'leaf_value' has 4 numbers, expected 5");
  EXPECT_EQ(
      with("threshold=", "threshold=?"),
      "LightGBM model: tree 0: 'threshold': '" +
          [&] {
            const std::size_t place = text.find("threshold=") + 10;
            return "?" + text.substr(place, std::min<std::size_t>(
                                                19, text.find('\n', place) - place));
          }() +
          "' is not a number");
  EXPECT_EQ(with("left_child=", "left_child=0 "),
            "LightGBM model: tree 0: 'left_child' has 4 numbers, expected 3");
  // However much is lost, the part that is left is refused and never crashes.
  const std::size_t whole = text.find("end of trees") + 12;
  for (std::size_t length = 0; length < whole; length += 7)
    EXPECT_TRUE(refusal(text.substr(0, length)).starts_with("LightGBM model: "))
        << length;
}

class Lightgbm : public testing::Test {
 protected:
  std::unique_ptr<Trainer> bind(const LabelledRows& data) const {
    auto trainer = learner_->bind(data.matrix, data.labels, {});
    EXPECT_TRUE(trainer) << trainer.error().message;
    return std::move(*trainer);
  }
  std::unique_ptr<Learner> learner_ = *find_learner("lightgbm");
  const Parameters sampled_ = {{"n_estimators", Whole{40}},
                               {"subsample", 0.7},
                               {"colsample_bytree", 0.5},
                               {"num_leaves", Whole{15}}};
};

TEST_F(Lightgbm, GivesTheLibrarysOwnModelAsForestAndAsText) {
  const LabelledRows data = rows_with(0.1);
  const auto trained = bind(data)->fit(sampled_, 7);
  ASSERT_TRUE(trained) << trained.error().message;
  EXPECT_EQ(std::get<Forest>(trained->model).roots.size(), 40u);
  expect_equal_scores(trained->native, data.matrix);
}

TEST_F(Lightgbm, FitsWhatItsParametersSay) {
  const LabelledRows data = rows_with(0.1);
  const auto trainer = bind(data);
  // The same settings under LightGBM's own names.
  const std::string expected = train_directly(
      data,
      "objective=binary seed=7 deterministic=true force_row_wise=true num_iterations=9 "
      "learning_rate=0.3 num_leaves=6 max_depth=3 min_data_in_leaf=11 "
      "min_sum_hessian_in_leaf=0.5 bagging_fraction=0.6 bagging_freq=2 "
      "feature_fraction=0.7 lambda_l1=0.3 lambda_l2=2 min_gain_to_split=0.1 "
      "scale_pos_weight=2 feature_pre_filter=false",
      9);
  const auto trained = trainer->fit({{"n_estimators", Whole{9}},
                                     {"learning_rate", 0.3},
                                     {"num_leaves", Whole{6}},
                                     {"max_depth", Whole{3}},
                                     {"min_child_samples", Whole{11}},
                                     {"min_child_weight", 0.5},
                                     {"subsample", 0.6},
                                     {"subsample_freq", Whole{2}},
                                     {"colsample_bytree", 0.7},
                                     {"reg_alpha", 0.3},
                                     {"reg_lambda", Whole{2}},
                                     {"min_split_gain", 0.1},
                                     {"scale_pos_weight", 2.0}},
                                    7);
  const table::Matrix unseen = rows_with(0.1, 99).matrix;
  EXPECT_EQ(model::margins(trained->model, unseen), predict_directly(expected, unseen));
}

TEST_F(Lightgbm, BalancesClassesByTheirNumbers) {
  const LabelledRows data = rows_with(0);
  const auto trainer = bind(data);
  const auto bad = static_cast<double>(std::ranges::count(data.labels, std::int8_t{1}));
  const auto balanced = trainer->fit({{"class_weight", "balanced"}}, 1);
  const auto weighted = trainer->fit({{"scale_pos_weight", (700 - bad) / bad}}, 1);
  const auto plain = trainer->fit({}, 1);
  const auto scores = [&](const Result<Trained>& trained) {
    return model::margins(trained->model, data.matrix);
  };
  EXPECT_EQ(scores(balanced), scores(weighted));
  EXPECT_NE(scores(balanced), scores(plain));
}

TEST_F(Lightgbm, FitsTheSameFromManyThreadsAtOnce) {
  const LabelledRows data = rows_with(0.1);
  const auto trainer = bind(data);
  std::vector<Parameters> many;
  for (int i = 0; i < 12; ++i) {
    many.push_back(sampled_);
    many.back()["num_leaves"] = Whole{5 + i};
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

TEST_F(Lightgbm, DrawsBySeed) {
  const auto trainer = bind(rows_with(0));
  EXPECT_EQ(trainer->fit(sampled_, 3)->native, trainer->fit(sampled_, 3)->native);
  EXPECT_NE(trainer->fit(sampled_, 3)->native, trainer->fit(sampled_, 4)->native);
}

TEST_F(Lightgbm, ScoresEveryTreeCountOfAConfigurationAsItsOwnFitWould) {
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

TEST_F(Lightgbm, GroupsConfigurationsThatDifferOnlyInTreesAndStartsTheLongestFirst) {
  const auto trial = [](int trees, int leaves) {
    return Parameters{{"n_estimators", Whole{trees}}, {"num_leaves", Whole{leaves}}};
  };
  const std::vector<Parameters> trials = {
      trial(10, 31), trial(10, 7), trial(50, 31), {{"n_estimators", Whole{20}}}};
  const std::vector<std::vector<std::size_t>> expected = {{0, 2, 3}, {1}};
  EXPECT_EQ(learner_->group(trials), expected);
  EXPECT_GT(learner_->effort(std::vector{trial(50, 31)}),
            learner_->effort(std::vector{trial(50, 7), trial(10, 7)}));
}

TEST_F(Lightgbm, TakesColumnNamesThatTheLibraryWouldRefuse) {
  LabelledRows data = rows_with(0);
  data.matrix.names = {"a b", "a_b", "{\"x\": [1, 2]}", "a,b", "größe", "", "h", "h"};
  const auto trained = bind(data)->fit(sampled_, 1);
  ASSERT_TRUE(trained) << trained.error().message;
  expect_equal_scores(trained->native, data.matrix);
}

TEST_F(Lightgbm, StopsWhenNoSplitIsLeft) {
  LabelledRows data = random_rows(3, 60, 1);
  const auto trained = bind(data)->fit(
      {{"min_child_samples", Whole{40}}, {"n_estimators", Whole{20}}}, 1);
  ASSERT_TRUE(trained) << trained.error().message;
  expect_equal_scores(trained->native, data.matrix);
}

}  // namespace
}  // namespace credence::learner
