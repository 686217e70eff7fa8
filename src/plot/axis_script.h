// axis_script.h
// This component provides the ranges, tics and titles of axes as gnuplot reads them, to
// the scripts of charts.
#pragma once

#include <string>
#include <utility>

#include "plot/chart.h"

namespace credence::plot {

bool is_drawn(const Point& point, const Panel& panel);  // finite, and on the axis

// Of x and y, in the axes' own units; given or as the data have them, never of width 0.
std::pair<Range, Range> ranges_of(const Panel& panel);

double scale_of(const Axis& axis);  // shown over own units

std::string axis_text(char name, const Axis& axis, const Range& range);

}  // namespace credence::plot
