#include "train/test_parts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "tests/train/small_lender.h"
#include "train/training.h"

namespace credence::train {
namespace {

portfolio::Portfolio lender_with_segments() {
  portfolio::Portfolio lender = small_lender();
  portfolio::Segment poor, unknown, nobody;
  poor.name = "Poorer";
  poor.feature = nobody.feature = "income";
  poor.at_most = 30'000;
  unknown.name = "Tenure unknown";
  unknown.feature = "tenure";
  unknown.missing = true;
  nobody.name = "Nobody";
  nobody.at_most = -1;
  lender.segments = {poor, unknown, nobody};
  return lender;
}

// Everything that segment_results takes, with a model of known coefficients.
struct Case {
  portfolio::Portfolio portfolio = lender_with_segments();
  features::FeatureSet set = small_set(500);
  std::vector<std::uint32_t> rows = test_split(portfolio, set, 42)->test;
  prepare::Pipeline pipeline =
      prepare::Pipeline::fit(portfolio, set.features, set.labelled(), {}).value();
  model::Model model = model::Linear{-0.2, {-1.0, 0.5, 0.25, 0.1, -0.1}};
  std::vector<double> probabilities;

  Case() {
    for (const double margin : model::margins(
             model, pipeline.transform(set.features, rows, prepare::Form::scaled)))
      probabilities.push_back(1 / (1 + std::exp(-margin)));
  }

  std::vector<report::SegmentResult> results(const TestParts& parts) const {
    auto found =
        segment_results(parts, set, probabilities, pipeline, prepare::Form::scaled,
                        model, calibrate::Calibration::identity());
    if (!found) ADD_FAILURE() << found.error().message;
    return *found;
  }
};

}  // namespace

TEST(TestParts, MeasureEverySegmentOnItsOwnRows) {
  const Case given;
  const auto parts =
      make_test_parts(given.portfolio, given.set, given.rows, given.pipeline, nullptr);
  ASSERT_TRUE(parts) << parts.error().message;
  const auto results = given.results(*parts);
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0].name, "Poorer");
  const table::Column& income = given.set.features.columns[0];
  std::int64_t rows = 0, bad = 0, pairs = 0;
  double sum = 0, won = 0;
  for (std::size_t i = 0; i < given.rows.size(); ++i) {
    if (income.number(given.rows[i]) > 30'000) continue;
    rows += 1;
    bad += given.set.outcomes[given.rows[i]];
    sum += given.probabilities[i];
    for (std::size_t j = 0; j < given.rows.size(); ++j) {
      if (income.number(given.rows[j]) > 30'000) continue;
      if (given.set.outcomes[given.rows[i]] != 1 ||
          given.set.outcomes[given.rows[j]] != 0)
        continue;
      pairs += 1;
      won += given.probabilities[i] > given.probabilities[j]    ? 1
             : given.probabilities[i] == given.probabilities[j] ? 0.5
                                                                : 0;
    }
  }
  EXPECT_EQ(results[0].rows, rows);
  EXPECT_EQ(results[0].bad, bad);
  EXPECT_NEAR(results[0].mean_probability, sum / static_cast<double>(rows), 1e-12);
  ASSERT_TRUE(results[0].auc.has_value());
  EXPECT_NEAR(results[0].auc->auc, won / static_cast<double>(pairs), 1e-12);
}

TEST(TestParts, OfNobodyHaveNeitherAucNorMean) {
  const Case given;
  const auto results = given.results(*make_test_parts(
      given.portfolio, given.set, given.rows, given.pipeline, nullptr));
  EXPECT_EQ(results[2].rows, 0);
  EXPECT_EQ(results[2].bad_rate(), 0);
  EXPECT_FALSE(results[2].auc.has_value());
}

// With the same features as before, the form's result is that of all test rows.
TEST(TestParts, ScoreTheFormsFeaturesWithTheSameModel) {
  const Case given;
  TestParts parts;
  parts.rows = given.rows;
  parts.form_name = "By the form alone";
  parts.form_features = given.set.features.take(given.rows);
  parts.form_places.resize(given.rows.size());
  std::iota(parts.form_places.begin(), parts.form_places.end(), 0u);
  const auto whole = given.results(parts);
  ASSERT_EQ(whole.size(), 1u);
  EXPECT_EQ(whole[0].name, "By the form alone");
  EXPECT_EQ(whole[0].rows, static_cast<std::int64_t>(given.rows.size()));
  const double mean =
      std::accumulate(given.probabilities.begin(), given.probabilities.end(), 0.0) /
      static_cast<double>(given.rows.size());
  EXPECT_NEAR(whole[0].mean_probability, mean, 1e-12);
  // Without tenure, other probabilities.
  table::Column& tenure = parts.form_features.columns[1];
  const std::size_t rows = tenure.size();
  tenure.integers.assign(rows, table::missing_integer);
  EXPECT_NE(given.results(parts)[0].mean_probability, whole[0].mean_probability);
}

TEST(Training, ReportsTheOracleWhereEveryTruthIsKnown) {
  const auto set = small_set(500);
  Options options;
  options.trials = 1;
  options.learners = {"logistic"};
  for (const std::int8_t outcome : set.outcomes)
    options.truth.push_back(outcome == 1 ? 0.9 : 0.1);
  const auto known = train(small_lender(), set, options, no_progress());
  ASSERT_TRUE(known) << known.error().message;
  EXPECT_EQ(known->summary.oracle_test, 1);  // it knows every outcome
  EXPECT_EQ(known->summary.oracle_out_of_time, 1);
  options.truth[test_split(small_lender(), set, 42)->test[3]] = std::nan("");
  const auto doubted = train(small_lender(), set, options, no_progress());
  ASSERT_TRUE(doubted) << doubted.error().message;
  EXPECT_FALSE(doubted->summary.oracle_test.has_value());
}

}  // namespace credence::train
