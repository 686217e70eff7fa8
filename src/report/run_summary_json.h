// run_summary_json.h
// This component provides a training run as JSON: what `credence run --json` prints,
// training_report.json holds, and a version keeps as facts about its training.
#pragma once

#include "base/json.h"
#include "report/run_summary.h"

namespace credence::report {

// One object: portfolio, title, currency, rows, without_outcome, rows_with_outcome,
// bad, bad_rate, features, columns, left_out, split, seed, theoretical_threshold,
// models, champion, champion_reason, oracle_auc, threshold, version, warnings, seconds.
// Costs are whole numbers of the currency's smallest unit, of which `currency.units`
// make one. What is not known is null.
Json to_json(const RunSummary& run);

// name, title, version, cv_auc, cv_auc_std, fold_auc, trials, fits, fits_done,
// parameters, calibration (or uncalibrated, why not), threshold, threshold_analysis,
// test, out_of_time, against_champion, segments, explanation, directions,
// score_stability, seconds.
Json to_json(const ModelSummary& model);

// The same without version and seconds: what is the same whenever training is repeated.
Json facts_of(const ModelSummary& model);

}  // namespace credence::report
