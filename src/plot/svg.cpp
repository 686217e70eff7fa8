#include "plot/svg.h"

#include <fmt/core.h>

#include <array>
#include <charconv>
#include <utility>

#include "plot/colors.h"

namespace credence::plot {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos;
       at += to.size())
    text.replace(at, from.size(), to);
}

// Every piece from `begin` to the next `end`, both included, becomes what `make` makes
// of the text between them.
template <class Make>
std::string replaced_between(std::string_view text, std::string_view begin,
                             std::string_view end, Make make) {
  std::string result;
  for (;;) {
    const std::size_t from = text.find(begin);
    const std::size_t to =
        from == text.npos ? text.npos : text.find(end, from + begin.size());
    if (to == text.npos) return result + std::string(text);
    result += text.substr(0, from);
    result += make(text.substr(from + begin.size(), to - from - begin.size()));
    text.remove_prefix(to + end.size());
  }
}

// "29,  78, 216" as "#1d4ed8".
std::string hexadecimal(std::string_view numbers) {
  std::string text = "#";
  while (!numbers.empty()) {
    const std::string_view one = numbers.substr(0, numbers.find(','));
    const std::size_t digits = one.find_first_not_of(' ');
    int value = 0;
    if (digits != one.npos)
      std::from_chars(one.data() + digits, one.data() + one.size(), value);
    text += fmt::format("{:02x}", value);
    numbers.remove_prefix(std::min(numbers.size(), one.size() + 1));
  }
  return text;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        // XML knows no other control characters, not even escaped.
        result +=
            static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? ' ' : c;
    }
  return result;
}

std::string standalone(std::string_view drawn, const Chart& chart) {
  std::string text = replaced_between(drawn, "rgb(", ")", hexadecimal);
  // Groups have the same identifiers and titles twice where there is a legend.
  text = replaced_between(text, "<g id=\"gnuplot_plot_", "</title>",
                          [](std::string_view) { return "<g>"; });
  text = replaced_between(text, "<title>Gnuplot", "</title>", [&](std::string_view) {
    return "<title>" + escaped(chart.title) + "</title>";
  });
  text = replaced_between(text, "<desc>", "</desc>", [&](std::string_view) {
    return "<desc>" + escaped(chart.description) + "</desc>";
  });
  replace_all(text, fmt::format("\"{}:Bold\"", colors::font),
              fmt::format("\"{}\" font-weight=\"bold\"", colors::font));
  replace_all(
      text, fmt::format("\"{}\"", colors::font),
      fmt::format("\"{}, Verdana, Helvetica, Arial, sans-serif\"", colors::font));
  return text;
}

std::string for_page(std::string_view standalone, const Chart& chart) {
  const std::size_t begin = standalone.find("<svg");
  if (begin == standalone.npos) return "";
  std::string text = replaced_between(
      standalone.substr(begin), " xmlns", "\n",
      [](std::string_view rest) { return rest.ends_with('>') ? ">" : ""; });
  replace_all(text, "<svg",
              "<svg role=\"img\" aria-label=\"" + escaped(chart.title) + "\"");
  text = replaced_between(text, "<rect x=\"0\" y=\"0\"", "/>",
                          [](std::string_view) { return ""; });
  text = replaced_between(text, "<filter ", "</filter>",
                          [](std::string_view) { return ""; });
  for (const char* reference : {"id='", "id=\"", "href='#", "href=\"#", "url(#"})
    replace_all(text, reference, reference + chart.name + "-");
  replace_all(text, "xlink:href", "href");
  return text;
}

std::string page_style() {
  using namespace colors;
  static constexpr std::pair<std::string_view, std::string_view> named[] = {
      {accent, "accent"}, {second, "second"}, {grey, "grey"},    {faint, "faint"},
      {ink, "ink"},       {words, "words"},   {grid, "grid"},    {frame, "frame"},
      {shade, "shade"},   {paper, "paper"},   {"black", "frame"}};
  std::string text;
  for (const auto& [color, name] : named)
    for (const std::string_view property : {"fill", "stroke", "color"})
      text += fmt::format("svg [{0}=\"{1}\" i]{{{0}:var(--plot-{2})}}\n", property,
                          color, name);
  return text;
}

}  // namespace credence::plot
