// findings.h
// This component provides what follows from the numbers of a run, in words, to its
// texts.
#pragma once

#include <string>
#include <string_view>

#include "report/run_summary.h"

namespace credence::report {

double share(std::int64_t part, std::int64_t all);  // 0 of nothing

// The policy of this name; null when it is not there.
const decision::Policy* policy_of(const Evaluation& evaluation, std::string_view name);

// Of the models compared with the champion on the test set, which can be told apart
// from it (adjusted p below 0.05) and which cannot; empty where none was.
std::string ties_sentence(const RunSummary& run);

// "more of it, more risk"; empty for what has no clear direction.
std::string direction_words(double direction);

// A probability to three figures: "0.0930", "0.140".
std::string probability(double value);

}  // namespace credence::report
