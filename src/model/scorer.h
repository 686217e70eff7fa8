// scorer.h
// This component provides `Scorer`, a `Model` made ready to score many rows, to
// scoring, training and `margins`.
#pragma once

#include <span>
#include <variant>
#include <vector>

#include "model/forest_scorer.h"
#include "model/linear.h"
#include "model/model.h"
#include "table/matrix.h"

namespace credence::model {

// Made once for a model, which it does not need afterwards; making it takes about as
// long as scoring two hundred rows. May be used from several threads.
class Scorer {
 public:
  static Scorer of(const Model& model);

  // The same bits as margin(model, row).
  double margin(std::span<const double> row) const;
  // One per row of the matrix; the same for any number of threads.
  std::vector<double> margins(const table::Matrix& matrix, unsigned threads = 1) const;

 private:
  using Kind = std::variant<Linear, ForestScorer>;
  explicit Scorer(Kind kind) : kind_(std::move(kind)) {}

  Kind kind_;
};

}  // namespace credence::model
