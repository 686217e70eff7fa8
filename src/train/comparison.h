// comparison.h
// This component provides the comparison of tuned models, which is the champion and
// whether the others differ from it by more than chance, to the training line.
#pragma once

#include "base/result.h"
#include "portfolio/portfolio.h"
#include "report/run_summary.h"

namespace credence::train {

// Fills in champion, champion_reason and each model's against_champion. Candidates are
// the models that could be calibrated and keep every declared direction; unless there
// are none, then all are.
Result<> compare(const portfolio::Portfolio& portfolio, report::RunSummary& summary);

}  // namespace credence::train
