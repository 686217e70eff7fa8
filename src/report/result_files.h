// result_files.h
// This component provides the files that a training run leaves in its --out folder.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "report/run_summary.h"

namespace credence::report {

// Writes summary.json, summary.txt, model_comparison.csv, policies.csv and for each
// model threshold_sweep_<learner>.csv; makes the folder, replaces what is there. Each
// file is whole or not there.
Result<> write_result_files(const RunSummary& run, const std::filesystem::path& folder);

}  // namespace credence::report
