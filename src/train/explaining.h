// explaining.h
// This component provides what moves a fitted model's log-odds over a set of rows, to
// the training line.
#pragma once

#include <span>

#include "base/result.h"
#include "model/model.h"
#include "portfolio/portfolio.h"
#include "prepare/pipeline.h"
#include "report/explanation_summary.h"
#include "table/matrix.h"

namespace credence::train {

// Every row is explained, and its contributions are checked against the model's own
// log-odds. `means` as in explain::Explainer. Fails with `internal` where they miss
// them by more than 1e-9: such an explanation may not be given to anyone.
Result<report::ExplanationSummary> explain_rows(const model::Model& model,
                                                std::span<const double> means,
                                                const table::Matrix& rows,
                                                const prepare::Pipeline& pipeline,
                                                const portfolio::Portfolio& portfolio,
                                                unsigned threads);

}  // namespace credence::train
