#include "report/curves.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/file.h"
#include "base/json.h"
#include "metric/ranking.h"
#include "report/classification_report.h"

namespace credence::report {
namespace {

// tests/oracle/report.py makes the numbers.
class AgreesWithScikitLearn : public testing::Test {
 protected:
  void SetUp() override {
    golden_ =
        parse_json(read_file("tests/report/golden/report.json").value(), "").value();
    ASSERT_EQ(golden_["cases"].size(), 6u);
  }

  template <class Check>
  void each(Check check) {
    for (const Json& golden : golden_["cases"]) {
      SCOPED_TRACE(golden["name"].get<std::string>());
      check(golden,
            metric::Scored::from(golden["labels"].get<std::vector<std::int8_t>>(),
                                 golden["scores"].get<std::vector<double>>())
                .value());
    }
  }

  static void expect_points(const std::vector<CurvePoint>& found,
                            const Json& expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_NEAR(found[i].x, expected[i][0].get<double>(), 1e-12) << i;
      EXPECT_NEAR(found[i].y, expected[i][1].get<double>(), 1e-12) << i;
    }
  }

  Json golden_;
};

TEST_F(AgreesWithScikitLearn, OnRocCurves) {
  each([](const Json& golden, const metric::Scored& scored) {
    expect_points(roc_curve(scored), golden["roc"]);
  });
}

TEST_F(AgreesWithScikitLearn, OnPrecisionRecallCurves) {
  each([](const Json& golden, const metric::Scored& scored) {
    // scikit-learn stops where all bad are found; ours goes on to refusing everybody.
    const auto curve = precision_recall_curve(scored);
    const Json& expected = golden["precision_recall"];
    ASSERT_GE(curve.size(), expected.size());
    expect_points({curve.begin(), curve.begin() + std::ptrdiff_t(expected.size())},
                  expected);
  });
}

TEST_F(AgreesWithScikitLearn, OnTheTextOfClassificationReports) {
  each([](const Json& golden, const metric::Scored&) {
    const Json& counts = golden["confusion"];
    // Laid out alike but for a column's width.
    const auto words = [](const std::string& text) {
      std::istringstream stream(text);
      return std::vector<std::string>(std::istream_iterator<std::string>(stream), {});
    };
    EXPECT_EQ(words(class_table({counts[0], counts[1], counts[2], counts[3]})),
              words(golden["report"]));
  });
}

TEST_F(AgreesWithScikitLearn, AndStatsmodelsOnWilsonsInterval) {
  for (const Json& golden : golden_["wilson"]) {
    const RateInterval found = rate_interval(golden[0], golden[1]);
    EXPECT_NEAR(found.low, golden[2].get<double>(), 1e-12);
    EXPECT_NEAR(found.high, golden[3].get<double>(), 1e-12);
  }
}

metric::Scored drawn_scores() {
  const auto rows = *rc::gen::inRange<std::size_t>(2, 60);
  auto labels = *rc::gen::container<std::vector<std::int8_t>>(
      rows, rc::gen::element<std::int8_t>(0, 1));
  labels[0] = 0;
  labels[1] = 1;
  const auto tenths =
      *rc::gen::container<std::vector<int>>(rows, rc::gen::inRange(1, 12));
  std::vector<double> scores(tenths.begin(), tenths.end());
  for (double& score : scores) score /= 16;
  return metric::Scored::from(labels, scores).value();
}

RC_GTEST_PROP(Curves, HoldTheAreaAndTheDistanceThatTheMeasuresTell, ()) {
  const metric::Scored scored = drawn_scores();
  const auto roc = roc_curve(scored);
  double area = 0;
  for (std::size_t i = 1; i < roc.size(); ++i)
    area += (roc[i].x - roc[i - 1].x) * (roc[i].y + roc[i - 1].y) / 2;
  RC_ASSERT(std::abs(area - metric::auc(scored)) < 1e-12);
  const KsCurve curve = ks_curve(scored);
  RC_ASSERT(std::abs(std::abs(curve.bad_at - curve.good_at) -
                     metric::ks(scored).value) < 1e-12);
  double farthest = -1;
  for (std::size_t i = 0; i < curve.bad.size(); ++i)
    farthest = std::max(farthest, std::abs(curve.bad[i].y - curve.good[i].y));
  RC_ASSERT(std::abs(std::abs(curve.bad_at - curve.good_at) - farthest) < 1e-12);
  // Counted by hand where the two are farthest apart.
  double refused = 0, bad = 0;
  for (std::size_t row = 0; row < scored.size(); ++row)
    if (scored.scores()[row] >= metric::ks(scored).at) {
      refused += 1;
      bad += scored.labels()[row];
    }
  RC_ASSERT(std::abs(curve.at - refused / double(scored.size())) < 1e-12);
  RC_ASSERT(std::abs(curve.bad_at - bad / double(scored.bad())) < 1e-12);
}

RC_GTEST_PROP(ScoreHistogram, CountsEveryRowOnce, ()) {
  const metric::Scored scored = drawn_scores();
  const auto bars = *rc::gen::inRange(1, 50);
  const ScoreHistogram histogram = score_histogram(scored, bars);
  RC_ASSERT(histogram.bars.size() == static_cast<std::size_t>(bars));
  double bad = 0, good = 0;
  for (const ScoreBar& bar : histogram.bars) {
    RC_ASSERT(bar.low < bar.high);
    bad += bar.bad;
    good += bar.good;
  }
  RC_ASSERT(std::abs(bad - 1) < 1e-12);
  RC_ASSERT(std::abs(good - 1) < 1e-12);
}

TEST(ScoreHistogram, IsLogarithmicOnlyWhereMostScoresAreFarBelowTheHighest) {
  const std::vector<std::int8_t> labels = {0, 0, 0, 1};
  const auto of = [&](std::vector<double> scores) {
    return score_histogram(metric::Scored::from(labels, scores).value()).logarithmic;
  };
  EXPECT_TRUE(of({0.001, 0.002, 0.2, 0.9}));
  EXPECT_FALSE(of({0.1, 0.2, 0.3, 0.5}));
  EXPECT_FALSE(of({0, 0.002, 0.2, 0.9}));
  EXPECT_FALSE(of({0.3, 0.3, 0.3, 0.3}));
}

RC_GTEST_PROP(Thinned, KeepsTheEndsAndLeavesNoGapThatShows, ()) {
  const metric::Scored scored = drawn_scores();
  const auto curve = roc_curve(scored);
  const auto few = thinned(curve, 0.2);
  RC_ASSERT(few.front().x == 0.0);
  RC_ASSERT(few.back().x == 1.0 && few.back().y == 1.0);
  RC_ASSERT(few.size() <= curve.size());
  for (const CurvePoint& point : curve) {
    bool near = false;
    for (const CurvePoint& kept : few)
      near = near ||
             (std::abs(kept.x - point.x) < 0.2 && std::abs(kept.y - point.y) < 0.2);
    RC_ASSERT(near);
  }
}

TEST(BeforeCalibration, UndoesTheMap) {
  const auto platt = calibrate::Calibration::from(calibrate::Platt{0.5, -1}).value();
  const auto beta = calibrate::Calibration::from(calibrate::Beta{0.5, 2, 0.25}).value();
  for (const double margin : {-6.0, -1.0, 0.0, 2.5})
    for (const auto& map : {platt, beta})
      EXPECT_NEAR(before_calibration(map, map.probability(margin)),
                  1 / (1 + std::exp(-margin)), 1e-9);
}

}  // namespace
}  // namespace credence::report
