// explanation_summary.h
// This component provides `ExplanationSummary`, what moves a model's log-odds most over
// a set of applications, to reports.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace credence::report {

// A feature, or a concept: what a person calls one or several features.
struct Driver {
  std::string name;
  double mean_absolute = 0;  // of its SHAP contributions over the rows, in log-odds
  // Correlation of a feature's value (of those present) with its contribution: above 0,
  // more of it is more risk. 0 for concepts and for what has no order.
  double direction = 0;
};

struct ExplanationSummary {
  std::int64_t rows = 0;
  double base = 0;              // log-odds before anything is known of an applicant
  double largest_residual = 0;  // |base + contributions - log-odds|, over all rows
  std::vector<Driver> concepts, features;  // the largest first
};

}  // namespace credence::report
