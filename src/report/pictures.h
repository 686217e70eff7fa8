// pictures.h
// This component provides the pictures of a training run as charts, to its result
// files and its report page.
#pragma once

#include <string>
#include <vector>

#include "plot/chart.h"
#include "report/run_summary.h"

namespace credence::report {

// threshold_analysis, roc, precision_recall, ks, calibration, score_distribution; one
// is left out where its numbers are not known.
std::vector<plot::Chart> pictures_of(const RunSummary& run);

}  // namespace credence::report
