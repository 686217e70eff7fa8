// Laws that gradient boosting has to keep, whatever the data.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/parallel.h"
#include "model/forest_rules.h"
#include "model/forest_walk.h"
#include "tests/learner/gbm_oracle_rows.h"
#include "tests/learner/trying_rows.h"

namespace credence::learner {
namespace {

using model::Forest;
using model::Node;
using Whole = std::int64_t;

std::unique_ptr<Trainer> bind(const LabelledRows& data) {
  return *(*find_learner("gbm"))->bind(data.matrix, data.labels, {});
}

// Every parameter that leads the growth of trees.
Parameters any_parameters() {
  return {{"n_estimators", *rc::gen::inRange<Whole>(1, 12)},
          {"max_depth", *rc::gen::inRange<Whole>(1, 7)},
          {"min_samples_split", *rc::gen::inRange<Whole>(2, 60)},
          {"min_samples_leaf", *rc::gen::inRange<Whole>(1, 30)},
          {"max_features", *rc::gen::element<portfolio::ParameterValue>(
                               "sqrt", "log2", "0.8", 0.3, 0.6, 1.0, Whole{1})},
          {"subsample", *rc::gen::element(0.3, 0.8, 1.0)},
          {"splitter", *rc::gen::element<std::string>("hist", "exact")},
          {"class_weight", *rc::gen::element<std::string>("none", "balanced")}};
}

LabelledRows any_rows(std::size_t most_rows = 400) {
  const auto rows = *rc::gen::inRange<std::size_t>(10, most_rows);
  const auto columns = *rc::gen::inRange<std::size_t>(1, 12);
  LabelledRows data = random_rows(*rc::gen::arbitrary<std::uint64_t>(), rows, columns);
  const double missing = *rc::gen::element(0.0, 0.2, 0.9);
  Random random(*rc::gen::arbitrary<std::uint64_t>());
  for (double& value : data.matrix.values)
    if (random.chance(missing)) value = std::numeric_limits<double>::quiet_NaN();
  return data;
}

// The limits of depth and of rows per node, below `place`.
void check_tree(const Forest& forest, std::int32_t place, Whole depth,
                const Parameters& parameters) {
  const Node& node = forest.nodes[static_cast<std::size_t>(place)];
  RC_ASSERT(node.cover >= static_cast<double>(
                              std::get<Whole>(parameters.at("min_samples_leaf"))) ||
            depth == 0);
  RC_ASSERT(depth <= std::get<Whole>(parameters.at("max_depth")));
  if (node.feature < 0) return;
  RC_ASSERT(node.cover >=
            static_cast<double>(std::get<Whole>(parameters.at("min_samples_split"))));
  const double children = forest.nodes[static_cast<std::size_t>(node.left)].cover +
                          forest.nodes[static_cast<std::size_t>(node.right)].cover;
  RC_ASSERT(children == node.cover);
  check_tree(forest, node.left, depth + 1, parameters);
  check_tree(forest, node.right, depth + 1, parameters);
}

TEST(Gbm, GrowsTreesWithinTheirLimits) {
  EXPECT_TRUE(rc::check([] {
    const LabelledRows data = any_rows();
    const Parameters parameters = any_parameters();
    const Forest forest = fit_gbm(data, parameters);
    RC_ASSERT(forest.roots.size() ==
              static_cast<std::size_t>(std::get<Whole>(parameters.at("n_estimators"))));
    RC_ASSERT(model::check_forest(forest).has_value());
    const double share = std::get<double>(parameters.at("subsample"));
    for (const std::int32_t root : forest.roots) {
      RC_ASSERT(
          forest.nodes[static_cast<std::size_t>(root)].cover ==
          std::max(1.0, std::floor(share * static_cast<double>(data.matrix.rows))));
      check_tree(forest, root, 0, parameters);
    }
  }));
}

// Straight from the definition: without sampling, every leaf holds one Newton step of
// the rows that reach it, from where the trees before have brought them.
TEST(Gbm, GivesLeavesANewtonStepTimesTheLearningRate) {
  EXPECT_TRUE(rc::check([] {
    const LabelledRows data = any_rows();
    Parameters parameters = any_parameters();
    parameters["subsample"] = 1.0;
    const double rate = *rc::gen::element(0.01, 0.1, 1.0);
    parameters["learning_rate"] = rate;
    const bool balanced =
        parameters["class_weight"] == portfolio::ParameterValue("balanced");
    const double rows = static_cast<double>(data.labels.size());
    const double bad =
        static_cast<double>(std::ranges::count(data.labels, std::int8_t{1}));
    const double weight[2] = {balanced ? rows / 2 / (rows - bad) : 1,
                              balanced ? rows / 2 / bad : 1};
    const Forest forest = fit_gbm(data, parameters);
    RC_ASSERT(std::abs(forest.base -
                       std::log(weight[1] * bad / weight[0] / (rows - bad))) < 1e-12);
    for (std::size_t t = 0; t < forest.roots.size(); ++t) {
      const auto before = model::margins(model::prefix(forest, t), data.matrix);
      std::map<double, std::array<double, 3>> leaves;  // by value; ours are distinct
      for (std::size_t i = 0; i < before.size(); ++i) {
        const double p = 1 / (1 + std::exp(-before[i]));
        const double w = weight[data.labels[i]];
        auto& [residual, curvature, count] =
            leaves[model::leaf_value(forest, forest.roots[t], data.matrix.row(i))];
        residual += w * (data.labels[i] - p);
        curvature += w * p * (1 - p);
        ++count;
      }
      for (const auto& [value, sums] : leaves)
        RC_ASSERT(std::abs(value - rate * sums[0] / sums[1]) < 1e-9);
    }
  }));
}

double mean_loss(const std::vector<double>& margins,
                 const std::vector<std::int8_t>& labels) {
  double sum = 0;
  for (std::size_t i = 0; i < margins.size(); ++i)
    sum += std::log1p(std::exp(labels[i] == 1 ? -margins[i] : margins[i]));
  return sum / static_cast<double>(margins.size());
}

TEST(Gbm, LowersTheTrainingLossWithEveryTreeAtASmallLearningRate) {
  for (const char* splitter : {"hist", "exact"}) {
    const LabelledRows data = rows_with(0.1);
    const Forest forest = fit_gbm(data, {{"n_estimators", Whole{60}},
                                         {"learning_rate", 0.05},
                                         {"max_depth", Whole{4}},
                                         {"splitter", splitter}});
    double last = std::numeric_limits<double>::infinity();
    for (std::size_t trees = 0; trees <= 60; ++trees) {
      const double loss = mean_loss(
          model::margins(model::prefix(forest, trees), data.matrix), data.labels);
      EXPECT_LT(loss, last) << trees;
      last = loss;
    }
  }
}

TEST(Gbm, IsTheSameWithHistogramsAsExactWhenEveryValueHasABin) {
  EXPECT_TRUE(rc::check([] {
    LabelledRows data = any_rows();
    for (double& value : data.matrix.values)
      if (!std::isnan(value)) value = std::round(std::clamp(value, -3.0, 5.0) * 20);
    Parameters parameters = any_parameters();
    parameters["splitter"] = "hist";
    const Forest hist = fit_gbm(data, parameters);
    parameters["splitter"] = "exact";
    RC_ASSERT(same(hist, fit_gbm(data, parameters)));
  }));
}

TEST(Gbm, IsTheSameForFewerTreesAsTheFirstOfMore) {
  for (const Whole patience : {0, 3}) {
    const LabelledRows data = rows_with(0.1), unseen = rows_with(0.1, 50);
    const auto trainer = bind(data);
    std::vector<Parameters> trials;
    std::size_t most = 0;
    for (const Whole count : {25, 5, 90, 25, 1}) {
      trials.push_back({{"n_estimators", count},
                        {"subsample", 0.7},
                        {"max_features", "sqrt"},
                        {"learning_rate", 0.3},
                        {"n_iter_no_change", patience}});
      most = std::max(most, fit_gbm(data, trials.back(), 5).roots.size());
    }
    EXPECT_EQ(most == 90, patience == 0) << "early stopping was not tried";
    const auto scored = trainer->fit_and_score(trials, 5, unseen.matrix);
    for (std::size_t i = 0; i < trials.size(); ++i)
      EXPECT_EQ(*scored[i],
                model::margins(trainer->fit(trials[i], 5)->model, unseen.matrix));
  }
}

TEST(Gbm, FitsTheSameFromManyThreadsAtOnce) {
  const LabelledRows data = rows_with(0.1);
  std::vector<Parameters> many;
  for (int i = 0; i < 12; ++i)
    many.push_back({{"n_estimators", Whole{20}},
                    {"splitter", i % 2 == 0 ? "hist" : "exact"},
                    {"max_depth", Whole{2 + i % 5}},
                    {"max_features", i % 3 == 0 ? 1.0 : 0.3}});
  std::vector<Forest> alone;
  for (std::size_t i = 0; i < many.size(); ++i)
    alone.push_back(fit_gbm(data, many[i], i));
  for (int repeat = 0; repeat < 5; ++repeat) {
    const auto trainer = bind(data);
    std::vector<Forest> together(many.size());
    parallel_for(many.size(), 8, [&](std::size_t i) {
      together[i] = std::get<Forest>(trainer->fit(many[i], i)->model);
    });
    for (std::size_t i = 0; i < many.size(); ++i)
      EXPECT_TRUE(same(together[i], alone[i])) << i;
  }
}

TEST(Gbm, DrawsBySeed) {
  const LabelledRows data = rows_with(0);
  for (const Parameters& drawn :
       {Parameters{{"subsample", 0.7}}, Parameters{{"max_features", "sqrt"}}}) {
    EXPECT_TRUE(same(fit_gbm(data, drawn, 3), fit_gbm(data, drawn, 3)));
    EXPECT_FALSE(same(fit_gbm(data, drawn, 3), fit_gbm(data, drawn, 4)));
  }
  EXPECT_TRUE(same(fit_gbm(data, {}, 3), fit_gbm(data, {}, 4)));
}

TEST(Gbm, SendsMissingValuesWhereTheyGainMore) {
  // The value says nothing; that it is missing says all.
  LabelledRows data = random_rows(3, 400, 2);
  for (std::size_t i = 0; i < 400; ++i)
    if (data.labels[i] == 1) data.matrix.row(i)[0] = std::nan("");
  for (const char* splitter : {"hist", "exact"}) {
    const Forest forest =
        fit_gbm(data, {{"n_estimators", Whole{1}}, {"splitter", splitter}});
    const Node& root = forest.nodes.front();
    EXPECT_EQ(root.feature, 0);
    EXPECT_EQ(root.value, std::numeric_limits<double>::infinity());
    EXPECT_FALSE(root.default_left);
    for (std::size_t i = 0; i < 400; ++i)
      EXPECT_EQ(model::margin(forest, data.matrix.row(i)) > forest.base,
                data.labels[i] == 1);
  }
}

TEST(Gbm, SendsAMissingValueItNeverSawToTheLargerSide) {
  const LabelledRows data = random_rows(3, 400, 5);
  const Forest forest = fit_gbm(data, {});
  for (const Node& node : forest.nodes) {
    if (node.feature < 0) continue;
    EXPECT_EQ(node.missing, model::MissingRule::nan);
    EXPECT_EQ(node.default_left,
              forest.nodes[static_cast<std::size_t>(node.left)].cover >
                  forest.nodes[static_cast<std::size_t>(node.right)].cover);
  }
}

TEST(Gbm, StaysFiniteWhenClassesAreSeparatedAndStepsAreLong) {
  LabelledRows data = random_rows(3, 300, 3);
  for (std::size_t i = 0; i < 300; ++i) data.matrix.row(i)[0] = data.labels[i];
  for (const char* splitter : {"hist", "exact"}) {
    const Forest forest = fit_gbm(data, {{"n_estimators", Whole{300}},
                                         {"learning_rate", 10.0},
                                         {"n_iter_no_change", Whole{300}},
                                         {"splitter", splitter}});
    EXPECT_EQ(forest.roots.size(), 300u);
    EXPECT_TRUE(model::check_forest(forest).has_value());
    for (const double margin : model::margins(forest, data.matrix))
      EXPECT_TRUE(std::isfinite(margin));
  }
}

TEST(Gbm, StopsWhenTheRowsKeptApartNoLongerImprove) {
  const LabelledRows data = random_rows(11, 600, 6);
  const auto trees = [&](const Parameters& parameters) {
    return fit_gbm(data, parameters).roots.size();
  };
  Parameters parameters = {{"n_estimators", Whole{400}},
                           {"n_iter_no_change", Whole{3}}};
  const std::size_t patient = trees(parameters);
  EXPECT_LT(patient, 400u);
  EXPECT_GT(patient, 3u);
  parameters["tol"] = 10.0;  // nothing is ever better by so much, but than nothing
  EXPECT_EQ(trees(parameters), 4u);
  parameters["n_iter_no_change"] = Whole{0};
  EXPECT_EQ(trees(parameters), 400u);
}

TEST(Gbm, RefusesByNameAndValue) {
  const auto refusal = [](const LabelledRows& data, const Parameters& parameters) {
    const auto trained = bind(data)->fit(parameters, 1);
    return trained ? "accepted" : trained.error().message;
  };
  const LabelledRows data = random_rows(1, 50, 2);
  const std::string features =
      "gbm: parameter 'max_features': expected one of sqrt, log2 or a number above 0 "
      "and at most 1, found ";
  for (const auto& [value, found] :
       std::initializer_list<std::pair<portfolio::ParameterValue, std::string>>{
           {"auto", "auto"},
           {"0.8x", "0.8x"},
           {"", ""},
           {"nan", "nan"},
           {Whole{2}, "2"},
           {0.0, "0"},
           {"-0.5", "-0.5"}})
    EXPECT_EQ(refusal(data, {{"max_features", value}}), features + found);
  EXPECT_EQ(refusal(data, {{"max_depth", Whole{0}}}),
            "gbm: parameter 'max_depth': expected an integer of at least 1 and at most "
            "64, found 0");
  EXPECT_EQ(
      refusal(data, {{"min_samples_leaf", 0.1}}),
      "gbm: parameter 'min_samples_leaf': expected an integer of at least 1 and at "
      "most 1000000000, found 0.1");
  EXPECT_EQ(refusal(data, {{"min_samples_split", Whole{1}}}),
            "gbm: parameter 'min_samples_split': expected an integer of at least 2 and "
            "at most 1000000000, found 1");
  EXPECT_EQ(
      refusal(data, {{"subsample", 1.5}}),
      "gbm: parameter 'subsample': expected a number above 0 and at most 1, found "
      "1.5");
  EXPECT_EQ(refusal(data, {{"splitter", "best"}}),
            "gbm: parameter 'splitter': expected one of hist, exact, found best");
  EXPECT_EQ(refusal(data, {{"loss", "exponential"}}),
            "gbm has no parameter 'loss'; it knows n_estimators, learning_rate, "
            "max_depth, min_samples_split, min_samples_leaf, max_features, subsample, "
            "splitter, class_weight, n_iter_no_change, validation_fraction, tol");
  LabelledRows few = random_rows(1, 20, 2);
  few.labels.assign(20, 0);
  few.labels[3] = 1;
  EXPECT_EQ(
      refusal(few, {{"n_iter_no_change", Whole{2}}}),
      "gbm: validation_fraction 0.1 of the 1 bad training rows is 0; both training "
      "and validation need good and bad rows");
}

TEST(Gbm, DrawsAShareOfColumnsGivenAsTextAsIfItWereANumber) {
  const LabelledRows data = rows_with(0);
  EXPECT_TRUE(same(fit_gbm(data, {{"max_features", "0.5"}}),
                   fit_gbm(data, {{"max_features", 0.5}})));
  EXPECT_FALSE(same(fit_gbm(data, {{"max_features", 0.5}}), fit_gbm(data, {})));
  // Of 8 columns, sqrt draws 2 and log2 draws 3.
  EXPECT_TRUE(same(fit_gbm(data, {{"max_features", "sqrt"}}),
                   fit_gbm(data, {{"max_features", 0.25}})));
  EXPECT_TRUE(same(fit_gbm(data, {{"max_features", "log2"}}),
                   fit_gbm(data, {{"max_features", 0.375}})));
}

}  // namespace
}  // namespace credence::learner
