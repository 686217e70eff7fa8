// test_parts.h
// This component provides the parts of the test set that reports show apart, and a
// model's results on each, to the training line.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "calibrate/calibration.h"
#include "engine/engine.h"
#include "features/feature_set.h"
#include "features/segments.h"
#include "model/model.h"
#include "portfolio/portfolio.h"
#include "prepare/pipeline.h"
#include "report/model_summary.h"
#include "table/table.h"

namespace credence::train {

struct TestParts {
  std::vector<std::uint32_t> rows;              // the test rows, ascending
  std::vector<features::SegmentRows> segments;  // the portfolio's
  // The test rows as they would be with the form's fields alone; those of them that a
  // version may score, since nothing is missing that never was in training. Empty
  // without a form.
  std::string form_name;
  table::Table form_features;
  std::vector<std::uint32_t> form_places;  // in `rows`, one per row of form_features
};

// Without an engine there is no way to make features anew, and so no part of the form.
Result<TestParts> make_test_parts(const portfolio::Portfolio& portfolio,
                                  const features::FeatureSet& set,
                                  std::vector<std::uint32_t> rows,
                                  const prepare::Pipeline& pipeline,
                                  engine::Engine* engine);

// One result per segment, then that of the form's fields. `probabilities` are those of
// the test rows.
Result<std::vector<report::SegmentResult>> segment_results(
    const TestParts& parts, const features::FeatureSet& set,
    std::span<const double> probabilities, const prepare::Pipeline& pipeline,
    prepare::Form form, const model::Model& model,
    const calibrate::Calibration& calibration);

}  // namespace credence::train
