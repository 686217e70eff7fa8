#include "metric/reliability.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "tests/metric/comparison_golden.h"

namespace credence::metric {
namespace {

void expect_table(const Json& golden, const std::vector<ReliabilityBin>& table) {
  ASSERT_EQ(table.size(), golden["rows"].size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    EXPECT_EQ(table[i].rows, golden["rows"][i].get<std::int64_t>());
    EXPECT_NEAR(table[i].mean_probability, golden["mean_probability"][i], 1e-12);
    EXPECT_NEAR(table[i].bad_rate, golden["bad_rate"][i], 1e-12);
  }
  EXPECT_NEAR(expected_calibration_error(table), golden["error"], 1e-12);
}

}  // namespace

TEST_F(ComparisonGolden, HasTheCalibrationCurvesOfScikitLearn) {
  each_case([](const Json& golden, const Scored& scored, const Scored&) {
    expect_table(golden["equal_width"],
                 *reliability_table(scored, Binning::equal_width));
    expect_table(golden["equal_frequency"],
                 *reliability_table(scored, Binning::equal_frequency));
  });
}

TEST(Reliability, PutsAProbabilityAtAnEdgeBelowIt) {
  const auto scored = *Scored::from(std::vector<std::int8_t>{0, 1, 0, 1, 1},
                                    std::vector<double>{0.0, 0.5, 0.50001, 1.0, 0.25});
  const auto table = *reliability_table(scored, Binning::equal_width, 4);
  ASSERT_EQ(table.size(), 4u);
  EXPECT_EQ(table[0].rows, 2);  // 0 and 0.25
  EXPECT_EQ(table[1].rows, 1);  // 0.5
  EXPECT_EQ(table[2].low, 0.5);
  EXPECT_EQ(table[2].high, 0.75);
  EXPECT_EQ(table[3].bad, 1);
}

RC_GTEST_PROP(Reliability, HasNoErrorWhereProbabilitiesAreTheBadRates, ()) {
  // Of 20 rows at probability k / 20, k are bad.
  std::vector<std::int8_t> labels;
  std::vector<double> scores;
  for (const int k : *rc::gen::container<std::vector<int>>(3, rc::gen::inRange(1, 20)))
    for (int i = 0; i < 20; ++i) {
      labels.push_back(i < k);
      scores.push_back(k / 20.0);
    }
  const auto scored = *Scored::from(labels, scores);
  for (const Binning binning : {Binning::equal_width, Binning::equal_frequency}) {
    const auto table = *reliability_table(scored, binning, *rc::gen::inRange(1, 30));
    RC_ASSERT(expected_calibration_error(table) < 1e-12);
    std::int64_t rows = 0;
    for (const ReliabilityBin& bin : table) rows += bin.rows;
    RC_ASSERT(rows == 60);
  }
}

TEST(Reliability, RefusesWhatIsNoProbability) {
  const auto scored =
      *Scored::from(std::vector<std::int8_t>{0, 1}, std::vector<double>{0.5, 1.5});
  EXPECT_EQ(reliability_table(scored, Binning::equal_width).error().message,
            "score 2 is 1.5; expected a probability, from 0 to 1");
  EXPECT_EQ(reliability_table(scored, Binning::equal_width, 0).error().message,
            "a table of 0 bins; expected at least 1");
}

}  // namespace credence::metric
