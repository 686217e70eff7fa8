// chart.h
// This component provides `Chart`, what a picture shows, as values: to the reports that
// compose pictures and to whatever draws them.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace credence::plot {

// Two hues and greys, told apart without colour by dash, mark and fill too.
enum class Hue { accent, second, grey, faint, ink };
enum class Dash { solid, dashed, dotted, dash_dotted };

struct Point {
  double x = 0, y = 0;
  // Of points: the ends of the error bar. Of boxes: the sides of the box.
  double low = 0, high = 0;
};

enum class Kind {
  line,
  boxes,       // from 0 to y, from x `low` to x `high`, filled
  points,      // filled marks with error bars
  open_points  // hollow marks without
};

struct Series {
  std::string title;  // in the legend; empty: not there
  Kind kind = Kind::line;
  Hue hue = Hue::accent;
  Dash dash = Dash::solid;
  double width = 2.5;
  std::vector<Point> points;  // those that are not finite are left out
};

// A vertical line over the whole height, with words beside it.
struct Mark {
  double x = 0;
  std::string label;
  Hue hue = Hue::accent;
  Dash dash = Dash::solid;
};

// A shaded range of x behind everything.
struct Band {
  double low = 0, high = 0;
};

// Words at a place, to the right of it (or to the left).
struct Note {
  double x = 0, y = 0;
  std::string text;
  bool to_the_left = false;
};

struct Range {
  double low = 0, high = 1;
};

struct Axis {
  std::string title;
  std::optional<Range> range = {};  // none: as the data have it
  bool from_zero = false;           // the range of the data reaches down to 0
  bool percent = false;             // values are shares, shown as "20%"
  bool logarithmic = false;         // for values above 0
};

enum class Legend { none, top_left, top_right, bottom_left, bottom_right };

struct Panel {
  std::string title;
  Axis x, y;
  std::vector<Series> series;
  std::vector<Mark> marks;
  std::vector<Note> notes;
  std::optional<Band> band = {};
  Legend legend = Legend::none;
};

// Panels stand side by side in rows of `columns`.
struct Chart {
  std::string name;         // of the files: "roc"
  std::string title;        // what is to be seen
  std::string description;  // the same in a sentence, for who cannot see it
  std::vector<Panel> panels;
  int columns = 3;
  int width = 800, height = 500;  // in pixels of a page; a PNG has twice as many
};

}  // namespace credence::plot
