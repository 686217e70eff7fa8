// classification_report.h
// This component provides precision, recall and F1 by class as text, laid out as
// scikit-learn's classification_report, to the result files.
#pragma once

#include <string>

#include "metric/confusion.h"
#include "report/model_summary.h"

namespace credence::report {

// As classification_report(..., target_names=["good", "bad"], digits=4,
// zero_division=0) prints it, where refused is predicted bad.
std::string class_table(const metric::Confusion& counts);

// The table and the confusion matrix at the registered threshold and at 0.50, on the
// test set, and at the registered one out of time.
std::string classification_report(const ModelSummary& model);

}  // namespace credence::report
