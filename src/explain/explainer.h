// explainer.h
// This component provides `Explainer`, which says how much each matrix column moved a
// row's log-odds away from what is expected, to reports and scoring.
#pragma once

#include <span>
#include <variant>
#include <vector>

#include "base/result.h"
#include "explain/forest_shap.h"
#include "model/model.h"
#include "table/matrix.h"

namespace credence::explain {

// The mean of each matrix column, against which a linear model is explained.
std::vector<double> column_means(const table::Matrix& training);  // n >= 1

// The log-odds as explanations add up to them: of any model its float64 sum, also of
// one whose own scores are summed in single precision.
double margin_f64(const model::Model& model, std::span<const double> row);

// Exact Shapley values of a model's uncalibrated log-odds. Made once per model and
// immutable: several threads may use one. The model need not be kept.
class Explainer {
 public:
  // `means` (p, see column_means) are for a linear model; a forest knows its own
  // expectations and takes none. Fails with `bad_input` when there is not one finite
  // mean for each coefficient.
  static Result<Explainer> of(const model::Model& model, std::span<const double> means);

  // Log-odds expected before anything is known of a row.
  double base() const;

  // Writes the contribution of each of the p columns of `row` to `out`: base() and they
  // add up to margin_f64. Linear: coefficient x (value - mean). Forest: see ForestShap;
  // NaN, zero and single precision count as they do in scoring.
  void contributions(std::span<const double> row, std::span<double> out) const;

 private:
  struct LinearTerms {
    std::vector<double> coefficients, means;
    double base = 0;
  };
  explicit Explainer(std::variant<LinearTerms, ForestShap> terms)
      : terms_(std::move(terms)) {}

  std::variant<LinearTerms, ForestShap> terms_;
};

}  // namespace credence::explain
