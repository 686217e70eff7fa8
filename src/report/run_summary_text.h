// run_summary_text.h
// This component provides a training run as text for a person at a terminal.
#pragma once

#include <string>

#include "report/run_summary.h"

namespace credence::report {

enum class Style { plain, colored };  // colored: for a terminal only

std::string run_summary_text(const RunSummary& run, Style style);

}  // namespace credence::report
