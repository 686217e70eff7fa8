#include "report/html_parts.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "plot/svg.h"

namespace credence::report {

std::string html_of(std::string_view text) { return plot::escaped(text); }

std::string paragraph(std::string_view html) {
  return html.empty() ? "" : fmt::format("<p>{}</p>\n", html);
}

std::string heading_3(std::string_view text) {
  return fmt::format("<h3>{}</h3>\n", html_of(text));
}

std::string section(std::string_view id, std::string_view heading_text,
                    const std::string& html) {
  if (html.empty()) return "";
  return fmt::format(
      "<section id=\"{0}\" aria-labelledby=\"{0}-heading\">\n<h2 "
      "id=\"{0}-heading\">{1}</h2>\n{2}</section>\n",
      id, html_of(heading_text), html);
}

std::string table(const HtmlTable& content) {
  if (content.rows.empty()) return "";
  const auto is_words = [&](std::size_t column) {
    return column == 0 ||
           std::ranges::find(content.words, column) != content.words.end();
  };
  // What may be wider than the screen can be scrolled, by keyboard too.
  std::string html = fmt::format(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
      "aria-label=\"{0}\">\n<table>\n"
      "<caption>{0}</caption>\n<thead><tr>",
      html_of(content.caption));
  for (std::size_t c = 0; c < content.heads.size(); ++c)
    html +=
        fmt::format("<th scope=\"col\"{}>{}</th>",
                    is_words(c) ? " class=\"words\"" : "", html_of(content.heads[c]));
  html += "</tr></thead>\n<tbody>\n";
  for (std::size_t r = 0; r < content.rows.size(); ++r) {
    html += content.marked == r ? "<tr class=\"marked\">" : "<tr>";
    for (std::size_t c = 0; c < content.rows[r].size(); ++c)
      html += c == 0
                  ? fmt::format("<th scope=\"row\">{}</th>", content.rows[r][c])
                  : fmt::format("<td{}>{}</td>", is_words(c) ? " class=\"words\"" : "",
                                content.rows[r][c]);
    html += "</tr>\n";
  }
  return html + "</tbody>\n</table>\n</div>\n";
}

std::string figure(std::string_view name, const std::vector<DrawnPicture>& pictures) {
  const auto found = std::ranges::find(pictures, name, [](const DrawnPicture& picture) {
    return std::string_view(picture.chart.name);
  });
  if (found == pictures.end()) return "";
  return fmt::format(
      "<figure>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
      "aria-label=\"{}\">"
      "<div class=\"picture\" style=\"max-width:{}px\">{}</div></div>\n"
      "<figcaption>{}</figcaption>\n</figure>\n",
      html_of(found->chart.title), found->chart.width,
      plot::for_page(found->svg, found->chart), html_of(found->chart.description));
}

std::string interval_bar(const IntervalBar& bar) {
  constexpr double width = 180, height = 24, middle = height / 2, side = 6;
  const auto place = [&](double value) {
    const double share = (value - bar.axis_low) / (bar.axis_high - bar.axis_low);
    return side + (width - 2 * side) * std::clamp(share, 0.0, 1.0);
  };
  std::string html = fmt::format(
      "<svg class=\"interval{}\" viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\" "
      "role=\"img\" aria-label=\"{} of {} to {}\">",
      bar.marked ? " best" : "", width, height, width, height,
      three_decimals(bar.value), three_decimals(bar.axis_low),
      three_decimals(bar.axis_high));
  html += fmt::format("<line class=\"axis\" x1=\"{}\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>",
                      side, width - side, height - 1, height - 1);
  if (bar.best)
    html += fmt::format(
        "<line class=\"possible\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"1\" "
        "y2=\"{1}\"/>",
        place(*bar.best), height - 1);
  html += fmt::format(
      "<line class=\"range\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{}\" "
      "y2=\"{}\"/>",
      place(bar.low), place(bar.high), middle, middle);
  for (const double end : {bar.low, bar.high})
    html += fmt::format(
        "<line class=\"range\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1}\" y2=\"{2}\"/>",
        place(end), middle - 4, middle + 4);
  return html + fmt::format("<circle cx=\"{:.1f}\" cy=\"{}\" r=\"4.5\"/></svg>",
                            place(bar.value), middle);
}

std::string share_bar(double share) {
  return fmt::format(
      "<svg class=\"share\" viewBox=\"0 0 100 10\" width=\"160\" height=\"12\" "
      "preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect x=\"0\" y=\"0\" "
      "width=\"{:.1f}\" height=\"10\"/></svg>",
      100 * std::clamp(share, 0.0, 1.0));
}

std::string three_decimals(double value) { return fmt::format("{:.3f}", value); }

std::string with_interval(double value, double low, double high) {
  return fmt::format("{:.3f} ({:.3f}–{:.3f})", value, low, high);
}

std::string small_p(double p) {
  return p < 0.001 ? "< 0.001" : fmt::format("{:.3f}", p);
}

std::string listed(const std::vector<std::string>& texts) {
  std::string text;
  for (std::size_t i = 0; i < texts.size(); ++i)
    text += (i == 0 ? "" : i + 1 == texts.size() ? " and " : ", ") + texts[i];
  return text;
}

}  // namespace credence::report
