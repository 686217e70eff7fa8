// oracle_auc.h
// This component provides the area under the ROC curve of the oracle, to the report of
// the generator (the metric room lies below this one).
#pragma once

#include <utility>
#include <vector>

namespace credence::synthesis {

// Mann-Whitney's statistic with mid-ranks over (probability, bad); 0 when there is one
// class only.
double oracle_auc(std::vector<std::pair<double, bool>> scored);

}  // namespace credence::synthesis
