#include "plot/axis_script.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "plot/colors.h"
#include "plot/gnuplot_script.h"

namespace credence::plot {

using namespace colors;

namespace {

// Of the axis in its own units, never of width 0.
Range range_of(const Axis& axis, double low, double high) {
  if (axis.range) return *axis.range;
  if (low > high) return {0, 1};
  if (axis.from_zero) low = std::min(low, 0.0), high = std::max(high, 0.0);
  const double width = high - low;
  if (!(width > 0))
    return {low - std::max(1e-6, std::abs(low) / 10),
            high + std::max(1e-6, std::abs(high) / 10)};
  const double room = axis.logarithmic ? 0 : 0.05 * width;
  return {axis.from_zero && low == 0 ? 0 : low - room, high + room};
}

struct Extent {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  void take(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

// 1, 2 or 5 times a power of ten, about a fifth of the width.
double step_of(double width) {
  const double power = std::pow(10.0, std::floor(std::log10(width / 5)));
  for (const double step : {1.0, 2.0, 5.0})
    if (step * power >= 0.8 * width / 5) return step * power;
  return 10 * power;
}

// A logarithmic axis over less than a power of ten would else have one number or none.
std::string tics_text(char name, const Axis& axis, const Range& range) {
  if (!axis.logarithmic)
    return fmt::format("set {}tics {}\n", name,
                       scale_of(axis) * step_of(range.high - range.low));
  const bool few = range.high / range.low > 300;
  std::string places;
  for (int power = -12; power <= 12; ++power)
    for (const int first : {1, 2, 5}) {
      const double value = first * std::pow(10.0, power);
      if (value < range.low || value > range.high || (few && first != 1)) continue;
      places += fmt::format("{}{}", places.empty() ? "" : ",", scale_of(axis) * value);
    }
  return fmt::format("set {}tics ({})\n", name, places);
}

}  // namespace

bool is_drawn(const Point& point, const Panel& panel) {
  return std::isfinite(point.x) && std::isfinite(point.y) && std::isfinite(point.low) &&
         std::isfinite(point.high) && (!panel.x.logarithmic || point.x > 0);
}

double scale_of(const Axis& axis) { return axis.percent ? 100 : 1; }

std::pair<Range, Range> ranges_of(const Panel& panel) {
  Extent x, y;
  for (const Series& series : panel.series)
    for (const Point& point : series.points) {
      if (!is_drawn(point, panel)) continue;
      x.take(series.kind == Kind::boxes ? point.low : point.x);
      x.take(series.kind == Kind::boxes ? point.high : point.x);
      y.take(series.kind == Kind::points ? std::min(point.low, point.y) : point.y);
      y.take(series.kind == Kind::points ? std::max(point.high, point.y) : point.y);
    }
  return {range_of(panel.x, x.low, x.high), range_of(panel.y, y.low, y.high)};
}

std::string axis_text(char name, const Axis& axis, const Range& range) {
  std::string text;
  const double scale = scale_of(axis);
  text += fmt::format("set {}label {} offset {} tc rgb '{}'\n", name,
                      literal(axis.title), name == 'x' ? "0,0.3" : "0,0", words);
  text +=
      fmt::format("set {}range [{}:{}]\n", name, scale * range.low, scale * range.high);
  text += fmt::format("set format {} '{}'\n", name, axis.percent ? "%g%%" : "%g");
  text += fmt::format("{} logscale {}\n", axis.logarithmic ? "set" : "unset", name);
  return text + tics_text(name, axis, range);
}

}  // namespace credence::plot
