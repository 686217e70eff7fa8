// csv_files.h
// This component provides the tables of a training run as CSV, to its result files.
// Costs are in whole units of the currency.
#pragma once

#include <string>

#include "report/background.h"
#include "report/run_summary.h"

namespace credence::report {

// A row per model and set of applications, with intervals and the test against the
// champion.
std::string model_comparison_csv(const RunSummary& run);

// What each way of deciding costs, a row per model and policy.
std::string policies_csv(const RunSummary& run);

// One model's costs at every threshold, on out-of-fold predictions.
std::string threshold_sweep_csv(const ModelSummary& model, const RunSummary& run);

// Deciles, a row per model, set of applications and bin; empty where there are none.
std::string gains_csv(const RunSummary& run);

// One model's features by mean absolute SHAP contribution, with its share of all.
std::string feature_importance_csv(const ModelSummary& model,
                                   const Background& background);

// How far scores and features moved between the sets of applications.
std::string stability_csv(const RunSummary& run);

// Every feature's bins, a row per bin and sample, with bad rate and information value
// of the training rows.
std::string feature_bins_csv(const RunSummary& run);

}  // namespace credence::report
