// threshold_picture.h
// This component provides the picture of the decision threshold, cost, recall and
// precision side by side, to the pictures of a run.
#pragma once

#include "plot/chart.h"
#include "report/run_summary.h"

namespace credence::report {

// Of the champion, on out-of-fold predictions; without panels where there is no sweep.
plot::Chart threshold_picture(const RunSummary& run);

}  // namespace credence::report
