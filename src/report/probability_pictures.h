// probability_pictures.h
// This component provides the pictures of what probabilities mean and how they spread,
// to the pictures of a run.
#pragma once

#include "plot/chart.h"
#include "report/run_summary.h"

namespace credence::report {

// Both without panels where nothing is known.
plot::Chart calibration_picture(const RunSummary& run);         // of all models
plot::Chart score_distribution_picture(const RunSummary& run);  // of the champion

}  // namespace credence::report
