// run_summary_json.h
// This component provides a training run as JSON: what `credence run --json` prints,
// summary.json holds, and a version keeps as facts about its training.
#pragma once

#include "base/json.h"
#include "report/run_summary.h"

namespace credence::report {

// One object: portfolio, title, currency, rows, without_outcome, rows_with_outcome,
// bad, bad_rate, features, columns, left_out, split, seed, models, champion, threshold,
// version, warnings, seconds. Costs are whole numbers of the currency's smallest unit,
// of which `currency.units` make one.
Json to_json(const RunSummary& run);

// name, title, version, cv_auc, cv_auc_std, trials, fits, fits_done, parameters,
// threshold, test, out_of_time (null without dates), seconds.
Json to_json(const ModelSummary& model);

// The same without version and seconds: what is the same whenever training is repeated.
Json facts_of(const ModelSummary& model);

Json to_json(const Evaluation& evaluation, double threshold);

}  // namespace credence::report
