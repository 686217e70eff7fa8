// drawn_pictures.h
// This component provides the pictures of a training run, drawn, to its result files
// and its report page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "plot/chart.h"
#include "report/run_summary.h"

namespace credence::report {

struct DrawnPicture {
  plot::Chart chart;
  std::string png, svg;  // bytes
};

// All of `pictures_of`. Fails when there is no gnuplot in `search_path` or when it
// fails. So many are drawn at once.
Result<std::vector<DrawnPicture>> draw_pictures(const RunSummary& run,
                                                std::string_view search_path,
                                                unsigned threads);

// Every name that a picture may have.
inline constexpr const char* picture_names[] = {
    "threshold_analysis", "roc", "precision_recall", "ks", "calibration",
    "score_distribution"};

}  // namespace credence::report
