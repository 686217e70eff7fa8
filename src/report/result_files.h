// result_files.h
// This component provides the files that a training run leaves in its --out folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "report/background.h"
#include "report/run_summary.h"

namespace credence::report {

// Whether a file of this name in the folder of a run is one that runs write (of models
// and numbers that another run may not have).
bool is_result_file(std::string_view name);

// The folder's training_report.json is one that a run wrote.
bool has_earlier_run(const std::filesystem::path& folder);

// Writes training_report.json, summary.txt, report.html, model_comparison.csv,
// policies.csv, gains.csv, stability.csv, feature_bins.csv,
// threshold_optimization.json, for each model classification_report_<learner>.txt,
// feature_importance_<learner>.csv and threshold_sweep_<learner>.csv, and the pictures
// (threshold_analysis here, the others under plots/) as PNG and SVG; leaves out what
// there are no numbers for. Makes the folder, replaces or removes the files of an
// earlier run there. Each file is whole or not there. Gives what a user has to know:
// that pictures could not be drawn, and why.
Result<std::vector<std::string>> write_result_files(const RunSummary& run,
                                                    const std::filesystem::path& folder,
                                                    const Background& background);

}  // namespace credence::report
