// Gradient boosting against scikit-learn's (tests/oracle/gbm.py makes the numbers).
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/json.h"
#include "tests/learner/gbm_oracle_rows.h"

namespace credence::learner {
namespace {

using model::Forest;
using model::Node;

constexpr std::size_t training_rows = 2000, test_rows = 4000;

struct Case {
  LabelledRows training, test;
  Parameters parameters;
};

Case read(const Json& golden) {
  const LabelledRows all = oracle_rows(golden["seed"], training_rows + test_rows,
                                       golden["columns"], golden["missing"]);
  EXPECT_EQ(std::ranges::count(all.labels, std::int8_t{1}), golden["bad"].get<int>());
  Case one{part(all, 0, training_rows), part(all, training_rows, test_rows), {}};
  for (const auto& [name, value] : golden["settings"].items())
    if (value.is_string())
      one.parameters[name] = value.get<std::string>();
    else if (value.is_number_integer())
      one.parameters[name] = value.get<std::int64_t>();
    else
      one.parameters[name] = value.get<double>();
  if (golden["balanced"].get<bool>()) one.parameters["class_weight"] = "balanced";
  return one;
}

class GbmOracle : public testing::Test {
 protected:
  const Json golden_ =
      *parse_json(*read_file("tests/learner/golden/gbm.json"), "golden");
};

void expect_split(const Node& node, const Json& expected) {
  EXPECT_EQ(node.feature, std::max(expected[0].get<int>(), -1));
  if (node.feature < 0) return;
  EXPECT_EQ(node.value, expected[1].is_null() ? std::numeric_limits<double>::infinity()
                                              : expected[1].get<double>());
  EXPECT_EQ(node.default_left, expected[2].get<bool>());
}

TEST_F(GbmOracle, HasScikitLearnsAucWithEqualParameters) {
  for (const Json& golden : golden_["cases"]) {
    Case one = read(golden);
    const auto auc = [&](const char* splitter) {
      one.parameters["splitter"] = splitter;
      const Forest forest = fit_gbm(one.training, one.parameters);
      return auc_of(model::margins(forest, one.test.matrix), one.test.labels);
    };
    EXPECT_NEAR(auc("exact"), golden["auc"].get<double>(), 0.003) << golden["seed"];
    EXPECT_GT(auc("hist"), golden["auc"].get<double>() - 0.003) << golden["seed"];
  }
}

TEST_F(GbmOracle, MakesScikitLearnsSplitsWithoutRandomness) {
  for (const Json& golden : golden_["cases"]) {
    Case one = read(golden);
    one.parameters["splitter"] = "exact";
    const Forest forest = fit_gbm(one.training, one.parameters);
    for (std::size_t t = 0; t < golden["trees"].size(); ++t) {
      SCOPED_TRACE(fmt::format("seed {}, tree {}", golden["seed"].get<int>(), t));
      const Json& tree = golden["trees"][t];
      const Node& root = forest.nodes[static_cast<std::size_t>(forest.roots[t])];
      expect_split(root, tree[0]);
      expect_split(forest.nodes[static_cast<std::size_t>(root.left)], tree[1]);
      expect_split(forest.nodes[static_cast<std::size_t>(root.right)], tree[2]);
    }
  }
}

// But for rows in small nodes where columns tie: scikit-learn then picks by chance.
TEST_F(GbmOracle, GivesRowsScikitLearnsMarginsWithoutRandomness) {
  for (const Json& golden : golden_["cases"]) {
    Case one = read(golden);
    one.parameters["splitter"] = "exact";
    const auto margins =
        model::margins(fit_gbm(one.training, one.parameters), one.test.matrix);
    std::size_t equal = 0;
    for (std::size_t i = 0; i < golden["margins"].size(); ++i)
      equal += std::abs(margins[i] - golden["margins"][i].get<double>()) < 1e-12;
    EXPECT_GE(equal, 37u) << golden["seed"];
  }
}

TEST_F(GbmOracle, HasScikitLearnsMeanAucUnderChance) {
  for (const char* splitter : {"exact", "hist"})
    for (const Json& golden : golden_["drawn"]) {
      Case one = read(golden);
      one.parameters["splitter"] = splitter;
      const auto trainer =
          *(*find_learner("gbm"))->bind(one.training.matrix, one.training.labels, {});
      double sum = 0;
      for (std::uint64_t seed = 0; seed < 10; ++seed)
        sum += auc_of(
            model::margins(trainer->fit(one.parameters, seed)->model, one.test.matrix),
            one.test.labels);
      EXPECT_NEAR(sum / 10, golden["auc"].get<double>(), 0.003)
          << golden["seed"] << splitter;
    }
}

}  // namespace
}  // namespace credence::learner
