// draw.h
// This component provides the drawing of charts by gnuplot, to the reports.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"
#include "plot/chart.h"
#include "plot/gnuplot_script.h"

namespace credence::plot {

class Painter {
 public:
  // Looks for gnuplot in the folders of `search_path` ("/usr/bin:/bin"). Fails with
  // `environment` when it is not there.
  static Result<Painter> find(std::string_view search_path);

  // The bytes of the picture. Fails when gnuplot refuses, dies, or takes too long.
  Result<std::string> draw(const Chart& chart, Format format) const;

 private:
  explicit Painter(std::string program) : program_(std::move(program)) {}
  std::string program_;
};

}  // namespace credence::plot
