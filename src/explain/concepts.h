// concepts.h
// This component provides `Concepts`, which sums contributions of matrix columns to
// what a person knows of themselves, to reports and scoring.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "portfolio/portfolio.h"
#include "prepare/pipeline.h"

namespace credence::explain {

// In log-odds: above 0 towards bad, below 0 towards good.
struct ConceptContribution {
  std::string_view name;  // lives as long as the Concepts that gave it
  double contribution = 0;
};

// Each matrix column belongs to the feature that it was made from (an indicator of
// missing values that several features share to the first of them), and each feature to
// its concept (Feature::concept_name, by default the feature's own name). Immutable:
// several threads may use one.
class Concepts {
 public:
  // Fails with `bad_input` when the pipeline prepares a feature that the portfolio does
  // not have.
  static Result<Concepts> of(const prepare::Pipeline& pipeline,
                             const portfolio::Portfolio& portfolio);

  // As they first appear among the matrix columns.
  const std::vector<std::string>& names() const { return names_; }
  // Of each of the p matrix columns, its concept's place in names().
  const std::vector<std::uint32_t>& of_column() const { return of_column_; }

  // One for each concept, the largest in size first (of equals, the first in names()).
  // `contributions` has p numbers; nothing of their total is lost but rounding, at most
  // 1e-12 of the sum of their sizes.
  std::vector<ConceptContribution> sums(std::span<const double> contributions) const;

 private:
  std::vector<std::string> names_;
  std::vector<std::uint32_t> of_column_;
};

}  // namespace credence::explain
