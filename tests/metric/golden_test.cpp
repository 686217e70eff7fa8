// What scikit-learn says of the same outcomes and scores; tests/oracle/metric.py makes
// the numbers.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/json.h"
#include "metric/confusion.h"
#include "metric/probability.h"
#include "metric/ranking.h"

namespace credence::metric {
namespace {

constexpr double tolerance = 1e-9;

class AgreesWithScikitLearn : public testing::Test {
 protected:
  void SetUp() override {
    const auto text = read_file("tests/metric/golden/metrics.json");
    ASSERT_TRUE(text.has_value());
    golden_ = *parse_json(*text, "metrics.json");
    ASSERT_EQ(golden_["cases"].size(), 8u);
  }

  template <class Check>
  void each(Check check) {
    for (const Json& golden : golden_["cases"]) {
      SCOPED_TRACE(golden["kind"].get<std::string>());
      check(golden, *Scored::from(golden["labels"].get<std::vector<std::int8_t>>(),
                                  golden["scores"].get<std::vector<double>>()));
    }
  }

  Json golden_;
};

}  // namespace

TEST_F(AgreesWithScikitLearn, OnRanking) {
  each([](const Json& golden, const Scored& scored) {
    EXPECT_NEAR(auc(scored), golden["auc"], tolerance);
    EXPECT_NEAR(gini(scored), golden["gini"], tolerance);
    EXPECT_NEAR(average_precision(scored), golden["average_precision"], tolerance);
    EXPECT_NEAR(ks(scored).value, golden["ks"], tolerance);
    EXPECT_EQ(ks(scored).at, golden["ks_at"].get<double>());
    EXPECT_EQ(auc_of(scored.labels(), scored.scores()), auc(scored));
  });
}

TEST_F(AgreesWithScikitLearn, OnProbabilities) {
  each([](const Json& golden, const Scored& scored) {
    EXPECT_NEAR(brier(scored), golden["brier"], tolerance);
    EXPECT_NEAR(log_loss(scored), golden["log_loss"], tolerance);
  });
}

TEST_F(AgreesWithScikitLearn, AtThresholds) {
  each([](const Json& golden, const Scored& scored) {
    for (const Json& at : golden["at"]) {
      const Confusion counts = confusion(scored, at["threshold"]);
      EXPECT_EQ(counts.true_bad, at["true_bad"].get<std::int64_t>());
      EXPECT_EQ(counts.false_bad, at["false_bad"].get<std::int64_t>());
      EXPECT_EQ(counts.true_good, at["true_good"].get<std::int64_t>());
      EXPECT_EQ(counts.false_good, at["false_good"].get<std::int64_t>());
      EXPECT_NEAR(precision(counts), at["precision"], tolerance);
      EXPECT_NEAR(recall(counts), at["recall"], tolerance);
      EXPECT_NEAR(f1(counts), at["f1"], tolerance);
      EXPECT_NEAR(accuracy(counts), at["accuracy"], tolerance);
    }
  });
}

}  // namespace credence::metric
