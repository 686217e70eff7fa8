#include "plot/axis_script.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "tests/plot/some_chart.h"

namespace credence::plot {
namespace {

TEST(AxisText, NamesTheAxisItsRangeAndItsTics) {
  EXPECT_EQ(axis_text('x', {.title = "it's x"}, {0, 0.09}),
            "set xlabel 'it’s x' offset 0,0.3 tc rgb '#5b6472'\n"
            "set xrange [0:0.09]\n"
            "set format x '%g'\n"
            "unset logscale x\n"
            "set xtics 0.02\n");
  EXPECT_EQ(axis_text('y', {.title = "share", .percent = true}, {0, 1}),
            "set ylabel 'share' offset 0,0 tc rgb '#5b6472'\n"
            "set yrange [0:100]\n"
            "set format y '%g%%'\n"
            "unset logscale y\n"
            "set ytics 20\n");
}

TEST(AxisText, OfALogarithmHasTicsWithinOnePowerOfTen) {
  const auto tics = [](Range range) {
    const std::string text = axis_text('x', {.title = "", .logarithmic = true}, range);
    return text.substr(text.find("set xtics "));
  };
  EXPECT_EQ(tics({0.015, 0.12}), "set xtics (0.02,0.05,0.1)\n");
  EXPECT_EQ(tics({0.0008, 0.9}), "set xtics (0.001,0.01,0.1)\n");
}

RC_GTEST_PROP(AxisText, HasNeitherFewTicsNorManyOnAnyRange, ()) {
  const double width = std::exp(*rc::gen::inRange(-30, 30)) * *rc::gen::inRange(1, 100);
  const std::string text = axis_text('x', {.title = ""}, {0, width});
  const double step = std::stod(text.substr(text.find("set xtics ") + 10));
  RC_ASSERT(width / step >= 2.5);
  RC_ASSERT(width / step <= 6.3);
}

TEST(RangesOf, HoldErrorBarsAndBoxesAndAreNeverEmpty) {
  Panel panel = some_chart().panels[0];
  panel.x = panel.y = {};
  const auto [x, y] = ranges_of(panel);
  EXPECT_LE(x.low, 0);
  EXPECT_GE(x.high, 1);
  EXPECT_LE(y.low, 0);
  EXPECT_GE(y.high, 1);
  for (const double value : {0.0, 5.0, -1e6, 1e-9}) {
    panel.series = {{"",
                     Kind::points,
                     Hue::accent,
                     Dash::solid,
                     1,
                     {{value, value, value, value}}}};
    const auto [one, other] = ranges_of(panel);
    EXPECT_LT(one.low, value);
    EXPECT_GT(one.high, value);
    EXPECT_LT(other.low, other.high);
  }
  panel.series[0].points = {{std::numeric_limits<double>::quiet_NaN(), 1}};
  EXPECT_EQ(ranges_of(panel).first.low, 0);
  EXPECT_EQ(ranges_of(panel).first.high, 1);
}

TEST(RangesOf, ReachDownToZeroWhereTheAxisSaysSo) {
  Panel panel;
  panel.y.from_zero = true;
  panel.series = {{"", Kind::line, Hue::accent, Dash::solid, 1, {{1, 5}, {2, 9}}}};
  EXPECT_EQ(ranges_of(panel).second.low, 0);
  EXPECT_GT(ranges_of(panel).second.high, 9);
}

}  // namespace
}  // namespace credence::plot
