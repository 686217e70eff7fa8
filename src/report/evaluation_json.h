// evaluation_json.h
// This component provides an evaluation and its parts as JSON, to the JSON of runs and
// of thresholds. Costs are whole numbers of the currency's smallest unit.
#pragma once

#include "base/json.h"
#include "report/evaluation.h"

namespace credence::report {

Json confusion_json(const metric::Confusion& counts);
Json interval_json(const metric::AucInterval& interval);
Json interval_json(const metric::BootstrapInterval& interval);

Json policy_json(const decision::Policy& policy);

// rows, bad, the measures with intervals where they are known, the confusion at 0.50
// and at `threshold`, policies, reliability and gains tables.
Json evaluation_json(const Evaluation& evaluation, double threshold);

}  // namespace credence::report
