// svg.h
// This component provides gnuplot's SVG made fit to be read anywhere, to files and to
// pages that hold it within them.
#pragma once

#include <string>
#include <string_view>

#include "plot/chart.h"

namespace credence::plot {

// `text` within XML or HTML, also within quoted attributes.
std::string escaped(std::string_view text);

// A file of its own: the chart's title and description for who cannot see it, and
// other fonts where the first is missing.
std::string standalone(std::string_view drawn, const Chart& chart);

// The same for the midst of an HTML page: no prologue, no background, and identifiers
// that no other picture of the page has.
std::string for_page(std::string_view standalone, const Chart& chart);

// CSS by which pictures in a page take the page's colours, from its variables
// --plot-accent, --plot-second, --plot-grey, --plot-faint, --plot-ink, --plot-words,
// --plot-grid, --plot-frame, --plot-shade and --plot-paper.
std::string page_style();

}  // namespace credence::plot
