#include "plot/gnuplot_script.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "plot/axis_script.h"
#include "plot/colors.h"

namespace credence::plot {
namespace {

using namespace colors;

// In pixels of the page.
constexpr double title_height = 50, panel_title_height = 30, left = 88, right = 22,
                 bottom = 66, gap = 14;

std::string_view color_of(Hue hue) {
  switch (hue) {
    case Hue::accent:
      return accent;
    case Hue::second:
      return second;
    case Hue::grey:
      return grey;
    case Hue::faint:
      return faint;
    case Hue::ink:
      return ink;
  }
  return ink;
}

std::string dash_of(Dash dash) {
  switch (dash) {
    case Dash::solid:
      return "1";
    case Dash::dashed:
      return "(10,6)";
    case Dash::dotted:
      return "(2,5)";
    case Dash::dash_dotted:
      return "(12,5,2,5)";
  }
  return "1";
}

std::string legend_text(Legend legend) {
  const auto at = [](const char* corner) {
    return fmt::format(
        "set key {} Left reverse opaque fillcolor rgb '{}' samplen 3 spacing "
        "1.25 width 1 tc rgb '{}'\n",
        corner, paper, ink);
  };
  switch (legend) {
    case Legend::none:
      return "unset key\n";
    case Legend::top_left:
      return at("top left");
    case Legend::top_right:
      return at("top right");
    case Legend::bottom_left:
      return at("bottom left");
    case Legend::bottom_right:
      return at("bottom right");
  }
  return "unset key\n";
}

// Labels stand beside their lines, to the left in the last third, and one lower than
// the other.
std::string marks_text(const Panel& panel, const Range& x) {
  std::string text;
  int number = 0;
  for (const Mark& mark : panel.marks) {
    const double place = panel.x.logarithmic
                             ? std::log(mark.x / x.low) / std::log(x.high / x.low)
                             : (mark.x - x.low) / (x.high - x.low);
    if (!(place >= 0 && place <= 1)) continue;
    const double at = scale_of(panel.x) * mark.x;
    const double height =
        0.955 - 0.075 * number++;  // of the label, and one below the
                                   // other, so that no line crosses one
    const bool late = place > 0.66;
    text += fmt::format(
        "set arrow from {0},graph 0 to {0},graph {1} nohead front lw 1.6 dt {2} lc rgb "
        "'{3}'\n",
        at, number == 1 ? 1 : height + 0.03, dash_of(mark.dash), color_of(mark.hue));
    text +=
        fmt::format("set label {} at {},graph {} {} offset {},0 front tc rgb '{}'\n",
                    literal(mark.label, 40), at, height, late ? "right" : "left",
                    late ? -0.7 : 0.7, color_of(mark.hue));
  }
  for (const Note& note : panel.notes)
    text += fmt::format("set label {} at {},{} {} offset {},0 front tc rgb '{}'\n",
                        literal(note.text, 60), scale_of(panel.x) * note.x,
                        scale_of(panel.y) * note.y, note.to_the_left ? "right" : "left",
                        note.to_the_left ? -0.8 : 0.8, ink);
  if (panel.band)
    text += fmt::format(
        "set object rectangle from {},graph 0 to {},graph 1 behind fs solid noborder "
        "fc rgb '{}'\n",
        scale_of(panel.x) * std::clamp(panel.band->low, x.low, x.high),
        scale_of(panel.x) * std::clamp(panel.band->high, x.low, x.high), shade);
  return text;
}

std::string how_drawn(const Series& series, const std::string& block) {
  const auto color = color_of(series.hue);
  switch (series.kind) {
    case Kind::line:
      return fmt::format("{} using 1:2 with lines lw {} dt {} lc rgb '{}'", block,
                         series.width, dash_of(series.dash), color);
    case Kind::boxes:
      return fmt::format(
          "{} using 1:2:3:4:(0):2 with boxxyerror fs solid noborder fc rgb '{}'", block,
          color);
    case Kind::points:
      return fmt::format(
          "{} using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.4 lc rgb '{}'", block,
          color);
    case Kind::open_points:
      return fmt::format("{} using 1:2 with points pt 6 ps 0.9 lw 1.4 lc rgb '{}'",
                         block, color);
  }
  return "";
}

// The numbers of one series as gnuplot reads them.
std::string block_of(const Series& series, const Panel& panel) {
  std::string text;
  for (const Point& point : series.points) {
    if (!is_drawn(point, panel)) continue;
    const double sx = scale_of(panel.x), sy = scale_of(panel.y);
    const double side = series.kind == Kind::boxes ? sx : sy;
    text += fmt::format("{} {} {} {}\n", sx * point.x, sy * point.y, side * point.low,
                        side * point.high);
  }
  return text;
}

std::string panel_text(const Panel& panel, std::size_t number) {
  const auto [x, y] = ranges_of(panel);
  std::string text;
  text += panel.title.empty() ? "unset title\n"
                              : fmt::format("set title {} font ',13' tc rgb '{}'\n",
                                            literal(panel.title), ink);
  text += axis_text('x', panel.x, x) + axis_text('y', panel.y, y);
  text += legend_text(panel.legend) + marks_text(panel, x);
  std::string plots;
  for (std::size_t s = 0; s < panel.series.size(); ++s) {
    const std::string numbers = block_of(panel.series[s], panel);
    if (numbers.empty()) continue;
    const std::string block = fmt::format("$data_{}_{}", number, s);
    text += fmt::format("{} << end_of_data\n{}end_of_data\n", block, numbers);
    plots += (plots.empty() ? "" : ", \\\n  ") + how_drawn(panel.series[s], block);
    plots += panel.series[s].title.empty()
                 ? " notitle"
                 : " title " + literal(panel.series[s].title, 60);
  }
  // A function without values still draws the axes.
  return text + "plot " + (plots.empty() ? "NaN notitle" : plots) + "\n";
}

}  // namespace

std::string literal(std::string_view text, std::size_t most) {
  std::string inner;
  std::size_t characters = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80 && ++characters > most) {
      inner += "…";
      break;
    }
    if (byte < 0x20 || byte == 0x7F)
      inner += ' ';
    else if (c == '\'')
      inner += "’";
    else
      inner += c;
  }
  return "'" + inner + "'";
}

std::string gnuplot_script(const Chart& chart, Format format) {
  const int width = chart.width, height = chart.height;
  std::string text =
      format == Format::png
          ? fmt::format(
                "set terminal pngcairo size {},{} fontscale 2 linewidth 2 "
                "pointscale 2",
                2 * width, 2 * height)
          : fmt::format("set terminal svg size {},{} dynamic", width, height);
  text += fmt::format(" noenhanced font '{},12' background '{}'\n", font, paper);
  text += fmt::format(
      "set encoding utf8\nset border 3 lw 1 lc rgb '{}'\nset grid lt 1 lw 0.8 dt 1 lc "
      "rgb "
      "'{}'\n"
      "set tics nomirror scale 0.5 tc rgb '{}'\nset style fill solid\n"
      "set multiplot\n",
      frame, grid, words);
  const auto columns = static_cast<std::size_t>(std::max(1, chart.columns));
  const std::size_t across = std::min(columns, chart.panels.size());
  const std::size_t down =
      across == 0 ? 0 : (chart.panels.size() + across - 1) / across;
  for (std::size_t p = 0; p < chart.panels.size(); ++p) {
    const double one_wide = (width - gap) / static_cast<double>(across);
    const double one_high = (height - title_height) / static_cast<double>(down);
    const double x = one_wide * static_cast<double>(p % across);
    const double y = title_height + one_high * static_cast<double>(p / across);
    const double above = chart.panels[p].title.empty() ? 8 : panel_title_height;
    text += fmt::format(
        "set margins at screen {:.5f},at screen {:.5f},at screen {:.5f},at screen "
        "{:.5f}\n",
        (x + left) / width, (x + one_wide - right + gap) / width,
        1 - (y + one_high - bottom) / height, 1 - (y + above) / height);
    text += "unset label\nunset arrow\nunset object\n";
    if (p == 0)
      text += fmt::format(
          "set label {} at screen {:.5f},screen {:.5f} left font '{}:Bold,15' tc rgb "
          "'{}'\n",
          literal(chart.title, 110), 18.0 / width, 1 - 26.0 / height, font, ink);
    text += panel_text(chart.panels[p], p);
  }
  return text + "unset multiplot\n";
}

}  // namespace credence::plot
