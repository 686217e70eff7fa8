// threshold_json.h
// This component provides how every model's decision threshold was chosen as JSON, to
// the file threshold_optimization.json and to the JSON of runs.
#pragma once

#include "base/json.h"
#include "report/run_summary.h"

namespace credence::report {

// chosen (threshold, the range of equal cost, cost, counts), interval, theoretical,
// sensitivity to the cost ratio; null where it is not known.
Json threshold_analysis_json(const ModelSummary& model);

// The file: currency, champion, theoretical_threshold and for each model registered
// threshold, analysis, sweep, and what it means on the test set.
Json threshold_optimization_json(const RunSummary& run);

}  // namespace credence::report
