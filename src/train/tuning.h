// tuning.h
// This component provides one learner tuned, calibrated, fitted and measured, to the
// training line.
#pragma once

#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "learner/learner.h"
#include "report/model_summary.h"
#include "train/ground.h"
#include "version/version.h"

namespace credence::train {

struct Tuned {
  report::ModelSummary summary;
  version::Version version;  // its facts are still empty
};

// The best point of the search by cross-validated AUC; the calibration and the
// threshold on its out-of-fold margins; then the model fitted on all training rows and
// measured on the test rows, once, and fitted on the earlier rows and measured on the
// out-of-time ones.
Result<Tuned> tune(const learner::Learner& learner, const Ground& ground,
                   Progress& progress);

}  // namespace credence::train
