// champion_text.h
// This component provides what there is to say about the champion, its threshold,
// costs, segments and drivers, as text to the text of a run.
#pragma once

#include <string>

#include "report/run_summary.h"
#include "report/run_summary_text.h"

namespace credence::report {

std::string champion_text(const RunSummary& run, Style style);

}  // namespace credence::report
