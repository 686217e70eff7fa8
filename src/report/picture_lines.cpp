#include "report/picture_lines.h"

#include <iterator>

namespace credence::report {

using plot::Dash;
using plot::Hue;
using plot::Kind;
using plot::Series;

namespace {

// Thinner than a hair at the size of the pictures.
constexpr double hair = 0.003;

}  // namespace

Pen pen_of(std::size_t model, const RunSummary& run) {
  static constexpr Pen others[] = {{Hue::second, Dash::dashed, 2},
                                   {Hue::grey, Dash::dash_dotted, 2},
                                   {Hue::grey, Dash::dotted, 2.2},
                                   {Hue::second, Dash::dotted, 2.2},
                                   {Hue::faint, Dash::dashed, 2}};
  if (model == run.champion) return {Hue::accent, Dash::solid, 3};
  return others[(model - (model > run.champion ? 1 : 0)) % std::size(others)];
}

Series line_of(std::string title, const std::vector<CurvePoint>& points,
               const Pen& pen) {
  Series series{std::move(title), Kind::line, pen.hue, pen.dash, pen.width, {}};
  for (const CurvePoint& point : thinned(points, hair))
    series.points.push_back({point.x, point.y, 0, 0});
  return series;
}

Series guide(std::string title, CurvePoint from, CurvePoint to) {
  return {std::move(title), Kind::line, Hue::faint,
          Dash::dashed,     1.4,        {{from.x, from.y, 0, 0}, {to.x, to.y, 0, 0}}};
}

}  // namespace credence::report
