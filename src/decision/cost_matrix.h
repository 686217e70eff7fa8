// cost_matrix.h
// This component provides `CostMatrix`, the money lost by each of the four outcomes of
// a lending decision, to the threshold search and the reports.
#pragma once

#include "base/money.h"
#include "base/result.h"
#include "metric/confusion.h"
#include "portfolio/portfolio.h"

namespace credence::decision {

// Wide enough for any cost times any count, so that totals compare exactly.
using WideCost = __int128;

// As much of it as Money holds: a total beyond 2^63 units is given as 2^63 - 1.
Money narrow(WideCost cost);

// Costs per outcome in the smallest unit of the portfolio's currency; a negative cost
// is a profit.
class CostMatrix {
 public:
  // Fails with `bad_input` when a wrong decision costs no more than the right one, for
  // bad or for good customers: no threshold is then worth choosing.
  static Result<CostMatrix> from(portfolio::Costs costs);

  const portfolio::Costs& costs() const { return costs_; }
  Money total(const metric::Confusion& counts) const;
  WideCost wide_total(const metric::Confusion& counts) const;

  // Bayes-optimal threshold for calibrated probabilities (Elkan 2001, eq. 2).
  double theoretical_threshold() const;

 private:
  explicit CostMatrix(portfolio::Costs costs) : costs_(costs) {}
  portfolio::Costs costs_;
};

}  // namespace credence::decision
