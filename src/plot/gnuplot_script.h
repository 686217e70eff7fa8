// gnuplot_script.h
// This component provides charts as scripts for gnuplot, with the look that all
// pictures share, to the drawing of pictures.
#pragma once

#include <string>
#include <string_view>

#include "plot/chart.h"

namespace credence::plot {

enum class Format { png, svg };

// Text as gnuplot reads it literally: between single quotes, where neither backslash
// nor backquote nor macro means anything. Apostrophes become typographic ones (gnuplot
// 5.4 misreads a doubled one at the beginning), control characters blanks; what is
// longer than `most` characters is cut with an ellipsis.
std::string literal(std::string_view text, std::size_t most = 90);

// The picture goes to standard output. A PNG has twice the chart's size in pixels.
std::string gnuplot_script(const Chart& chart, Format format);

}  // namespace credence::plot
