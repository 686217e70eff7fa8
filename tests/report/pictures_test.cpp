#include "report/pictures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "report/drawn_pictures.h"
#include "report/threshold_json.h"
#include "tests/report/full_run.h"

namespace credence::report {
namespace {

const plot::Chart& named(const std::vector<plot::Chart>& pictures,
                         std::string_view name) {
  static const plot::Chart none;
  for (const plot::Chart& picture : pictures)
    if (picture.name == name) return picture;
  ADD_FAILURE() << "no picture " << name;
  return none;
}

std::vector<std::string> names_of(const std::vector<plot::Chart>& pictures) {
  std::vector<std::string> names;
  for (const plot::Chart& picture : pictures) names.push_back(picture.name);
  return names;
}

TEST(Pictures, AreAllThatTheNumbersAllow) {
  EXPECT_EQ(
      names_of(pictures_of(full_run())),
      std::vector<std::string>(std::begin(picture_names), std::end(picture_names)));
  EXPECT_EQ(names_of(pictures_of(some_run())),
            std::vector<std::string>{"threshold_analysis"});
  RunSummary empty = some_run();
  empty.models.clear();
  EXPECT_TRUE(pictures_of(empty).empty());
}

TEST(Pictures, OfTheThresholdAreCostRecallAndPrecisionWithBothMarks) {
  const auto pictures = pictures_of(full_run());
  const plot::Chart& picture = named(pictures, "threshold_analysis");
  ASSERT_EQ(picture.panels.size(), 3u);
  EXPECT_EQ(picture.panels[0].y.title, "₹ lakh");
  for (const plot::Panel& panel : picture.panels) {
    ASSERT_EQ(panel.marks.size(), 2u);
    EXPECT_EQ(panel.marks[0].x, 0.25);
    EXPECT_EQ(panel.marks[0].label, "optimum 0.25");
    EXPECT_EQ(panel.marks[1].x, 0.5);
    EXPECT_EQ(panel.band->low, 0.125);
    const auto& points = panel.series[0].points;
    // The sweep, the optimum, the theoretical threshold and two of the sensitivity.
    EXPECT_EQ(points.size(), 6u);
    for (std::size_t i = 1; i < points.size(); ++i)
      EXPECT_GE(points[i].x, points[i - 1].x);
  }
  EXPECT_EQ(picture.panels[0].series[0].points.front().y, 6.2);  // 62,00,000 paise
  EXPECT_EQ(picture.panels[1].series[0].points.front().y, 0.9);  // 18 of 20
  EXPECT_EQ(picture.panels[2].series[0].points.back().y, 1.0);   // 5 of 5
}

TEST(Pictures, MarkARegisteredThresholdThatIsNotTheOptimum) {
  RunSummary run = full_run();
  run.models[1].threshold = 0.0625;
  const auto pictures = pictures_of(run);
  const auto& marks = named(pictures, "threshold_analysis").panels[0].marks;
  ASSERT_EQ(marks.size(), 3u);
  EXPECT_EQ(marks[0].label, "optimum 0.25");
  EXPECT_EQ(marks[2].label, "registered 0.0625");
}

TEST(Pictures, LeavePrecisionOutWhereNobodyIsRefused) {
  RunSummary run = full_run();
  run.models[1].sweep.push_back({0.9, {0, 0, 80, 20}, Money{200'000'000}});
  const auto pictures = pictures_of(run);
  const plot::Chart& picture = named(pictures, "threshold_analysis");
  EXPECT_EQ(picture.panels[1].series[0].points.back().x, 0.9);
  EXPECT_EQ(picture.panels[2].series[0].points.back().x, 0.5);
}

TEST(Pictures, OfAllModelsDifferInMoreThanColour) {
  RunSummary run = full_run();
  while (run.models.size() < 4) run.models.push_back(run.models[0]);
  const auto pictures = pictures_of(run);
  for (const char* name : {"roc", "precision_recall"}) {
    const auto& series = named(pictures, name).panels[0].series;
    ASSERT_EQ(series.size(), 5u);
    EXPECT_TRUE(series.back().title.starts_with("LightGBM: "));
    EXPECT_EQ(series.back().dash, plot::Dash::solid);
    for (std::size_t a = 1; a < series.size(); ++a)
      for (std::size_t b = a + 1; b < series.size(); ++b)
        EXPECT_NE(series[a].dash, series[b].dash) << name << a << b;
  }
  EXPECT_EQ(named(pictures, "calibration").panels.size(), 4u);
  EXPECT_EQ(named(pictures, "calibration").columns, 2);
}

TEST(Pictures, OfCalibrationShowBeforeAndAfterWithIntervals) {
  const auto pictures = pictures_of(full_run());
  const plot::Panel& panel = named(pictures, "calibration").panels[0];
  ASSERT_EQ(panel.series.size(), 3u);
  EXPECT_EQ(panel.series[1].title, "before calibration");
  // The map halves margins and takes 1 off: log(1/7) came from 2 log(1/7) + 2.
  EXPECT_NEAR(panel.series[1].points[0].x,
              1 / (1 + std::exp(-2 * (std::log(0.125 / 0.875) + 1))), 1e-9);
  EXPECT_EQ(panel.series[2].points[0].x, 0.125);
  EXPECT_EQ(panel.series[2].points[0].y, 0.1);
  EXPECT_NEAR(panel.series[2].points[0].low, 0.0434, 1e-4);  // Wilson, 5 of 50
  EXPECT_NEAR(panel.series[2].points[0].high, 0.2136, 1e-4);
}

TEST(DrawnPictures, OfHostileNamesAreDrawn) {
  RunSummary run = full_run();
  run.title = "<script>'\n`id`";
  for (ModelSummary& model : run.models)
    model.title = "'; system('id') #\n\"<b>\" {x}_y @z ₹";
  const auto drawn = draw_pictures(run, "/usr/bin:/bin", 3);
  if (!drawn) GTEST_SKIP() << drawn.error().message;
  ASSERT_EQ(drawn->size(), std::size(picture_names));
  for (const DrawnPicture& picture : *drawn) {
    EXPECT_TRUE(picture.png.starts_with("\x89PNG"));
    EXPECT_EQ(picture.svg.find("<b>"), std::string::npos);
  }
}

TEST(ThresholdJson, HoldsTheAnalysisOfEveryModel) {
  const Json document = threshold_optimization_json(full_run());
  EXPECT_EQ(document["champion"], "lightgbm");
  EXPECT_EQ(document["currency"]["code"], "INR");
  const Json& model = document["models"][0];
  EXPECT_EQ(model["threshold"], 0.25);
  EXPECT_EQ(model["out_of_fold"]["chosen"]["cost"], 60'000'000);
  EXPECT_EQ(model["out_of_fold"]["interval"]["low"], 0.125);
  EXPECT_EQ(model["out_of_fold"]["theoretical"]["threshold"], 0.0625);
  EXPECT_EQ(model["out_of_fold"]["sensitivity"][0]["cost_ratio"], 5.0);
  EXPECT_EQ(model["sweep"][1]["confusion"]["true_bad"], 5);
  EXPECT_EQ(model["test"]["cost_interval"]["high"], 70'000'000.0);
  EXPECT_EQ(threshold_optimization_json(some_run())["models"][0]["out_of_fold"],
            nullptr);
}

}  // namespace
}  // namespace credence::report
