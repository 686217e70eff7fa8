// some_chart.h
// This component provides a small chart with a bit of everything to the tests of
// pictures.
#pragma once

#include "plot/chart.h"

namespace credence::plot {

inline Chart some_chart() {
  Panel panel;
  panel.title = "Panel";
  panel.x = {.title = "x"};
  panel.y = {.title = "y", .percent = true};
  panel.series = {
      {"line", Kind::line, Hue::accent, Dash::solid, 2, {{0, 0}, {0.5, 0.25}, {1, 1}}},
      {"boxes", Kind::boxes, Hue::faint, Dash::solid, 1, {{0.25, 0.5, 0, 0.5}}},
      {"points", Kind::points, Hue::second, Dash::solid, 1, {{0.5, 0.5, 0.4, 0.6}}},
      {"open", Kind::open_points, Hue::grey, Dash::solid, 1, {{0.75, 0.5}}}};
  panel.marks = {{0.25, "here", Hue::second, Dash::dashed}};
  panel.notes = {{0.5, 0.5, "there", false}};
  panel.band = Band{0.2, 0.3};
  panel.legend = Legend::top_left;
  return {.name = "some",
          .title = "Bad & good",
          .description = "A <line> that rises.",
          .panels = {panel},
          .width = 400,
          .height = 300};
}

}  // namespace credence::plot
