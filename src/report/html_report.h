// html_report.h
// This component provides report.html, a training run as one page that a risk committee
// can read, print and send, to its result files.
#pragma once

#include <string>
#include <vector>

#include "report/background.h"
#include "report/drawn_pictures.h"
#include "report/run_summary.h"

namespace credence::report {

// Whole in itself: pictures within it, no script, nothing fetched from anywhere. What
// is not known is left out.
std::string html_report(const RunSummary& run, const Background& background,
                        const std::vector<DrawnPicture>& pictures);

}  // namespace credence::report
