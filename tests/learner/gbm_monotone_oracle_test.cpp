// Gradient boosting of columns held to directions against scikit-learn's
// (tests/oracle/gbm_monotone.py makes the numbers).
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/json.h"
#include "tests/learner/gbm_oracle_rows.h"

namespace credence::learner {
namespace {

constexpr std::size_t training_rows = 2000, test_rows = 4000;

struct Case {
  LabelledRows training, test;
  std::vector<std::int8_t> directions;
};

Case read(const Json& golden) {
  const LabelledRows all =
      oracle_rows(golden["seed"], training_rows + test_rows, golden["columns"], 0);
  Case one{part(all, 0, training_rows), part(all, training_rows, test_rows), {}};
  for (const Json& direction : golden["directions"])
    one.directions.push_back(direction.get<std::int8_t>());
  return one;
}

model::Forest fit(const Case& one, const Parameters& parameters) {
  const auto trainer =
      *(*find_learner("gbm"))
           ->bind(one.training.matrix, one.training.labels, one.directions);
  return std::get<model::Forest>(trainer->fit(parameters, 1)->model);
}

class HeldGbmOracle : public testing::Test {
 protected:
  const Json golden_ =
      *parse_json(*read_file("tests/learner/golden/gbm_monotone.json"), "golden");
};

TEST_F(HeldGbmOracle, MakesScikitLearnsFirstSplit) {
  for (const Json& golden : golden_["cases"]) {
    const auto forest = fit(read(golden), {{"n_estimators", std::int64_t{1}},
                                           {"max_depth", std::int64_t{1}},
                                           {"splitter", std::string("exact")}});
    const model::Node& root = forest.nodes[static_cast<std::size_t>(forest.roots[0])];
    EXPECT_EQ(root.feature, golden["column"].get<int>()) << golden["directions"];
    EXPECT_EQ(root.value, golden["threshold"].get<double>()) << golden["directions"];
  }
}

// HistGradientBoostingClassifier looks at Newton's gain where gbm looks at Friedman's,
// so that their trees differ, but not what directions cost or bring.
TEST_F(HeldGbmOracle, IsAsGoodAsScikitLearnsUnderTheSameDirections) {
  for (const Json& golden : golden_["cases"]) {
    Case one = read(golden);
    const Parameters parameters = {{"n_estimators", std::int64_t{80}},
                                   {"max_depth", std::int64_t{4}},
                                   {"min_samples_leaf", std::int64_t{5}}};
    const auto auc = [&] {
      return auc_of(model::margins(fit(one, parameters), one.test.matrix),
                    one.test.labels);
    };
    const double held = auc();
    one.directions.clear();
    const double free = auc();
    EXPECT_GT(held, golden["auc"].get<double>() - 0.005) << golden["directions"];
    EXPECT_LT(held, golden["auc"].get<double>() + 0.015) << golden["directions"];
    EXPECT_EQ(held < free,
              golden["auc"].get<double>() < golden["free_auc"].get<double>())
        << golden["directions"];
  }
}

}  // namespace
}  // namespace credence::learner
