#include "plot/draw.h"

#include "plot/process.h"
#include "plot/svg.h"

namespace credence::plot {
namespace {

constexpr std::chrono::seconds limit{60};

bool is_whole(const std::string& bytes, Format format) {
  return format == Format::png ? bytes.starts_with("\x89PNG\r\n\x1a\n") &&
                                     bytes.ends_with("IEND\xae\x42\x60\x82")
                               : bytes.find("<svg") != std::string::npos &&
                                     bytes.find("</svg>") != std::string::npos;
}

}  // namespace

Result<Painter> Painter::find(std::string_view search_path) {
  auto program = find_program("gnuplot", search_path);
  if (!program)
    return environment(
        "gnuplot is not installed: no folder of PATH has it (Debian's package is "
        "gnuplot-nox, bin/setup installs it)");
  return Painter(*std::move(program));
}

Result<std::string> Painter::draw(const Chart& chart, Format format) const {
  // Without the user's own settings, which could change every look.
  auto finished =
      TRY(run_program(program_, {"-d"}, gnuplot_script(chart, format), limit));
  if (finished.status != 0 || !is_whole(finished.output, format))
    return environment(
        "{}: the picture \"{}\" was not drawn: {}", program_, chart.name,
        finished.errors.empty() ? "it ended without a word" : finished.errors);
  return format == Format::svg ? standalone(finished.output, chart)
                               : std::move(finished.output);
}

}  // namespace credence::plot
