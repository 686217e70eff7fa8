// facts.h
// This component provides the facts about a training that a version keeps: the same
// whenever it is repeated on the same data with the same seed.
#pragma once

#include <string>

#include "base/json.h"
#include "features/feature_set.h"
#include "report/run_summary.h"
#include "train/training.h"

namespace credence::train {

Json facts_of(const report::ModelSummary& model, const portfolio::Portfolio& portfolio,
              const prepare::Pipeline& pipeline, const std::string& library,
              const features::FeatureSet& set, const Options& options);

}  // namespace credence::train
