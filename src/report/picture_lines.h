// picture_lines.h
// This component provides the lines of which pictures are drawn to the pictures of a
// run.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "plot/chart.h"
#include "report/curves.h"
#include "report/run_summary.h"

namespace credence::report {

struct Pen {
  plot::Hue hue;
  plot::Dash dash;
  double width;
};

// The champion stands out; the others differ by dash as much as by colour.
Pen pen_of(std::size_t model, const RunSummary& run);

plot::Series line_of(std::string title, const std::vector<CurvePoint>& points,
                     const Pen& pen);

// Of two points, thin and grey: what chance or perfection would give.
plot::Series guide(std::string title, CurvePoint from, CurvePoint to);

}  // namespace credence::report
