#include "decision/cost_matrix.h"

#include <algorithm>
#include <limits>

namespace credence::decision {
namespace {

double difference(Money wrong, Money right) {
  return static_cast<double>(static_cast<WideCost>(wrong.units) - right.units);
}

Result<> check(std::string_view wrong_key, Money wrong, std::string_view right_key,
               Money right, std::string_view wrong_deed, std::string_view right_deed) {
  if (wrong > right) return {};
  return bad_input(
      "costs: {} ({}) has to be more than {} ({}), both in the smallest unit: as it "
      "is, "
      "{} costs no more than {}, and no threshold is worth choosing",
      wrong_key, wrong.units, right_key, right.units, wrong_deed, right_deed);
}

}  // namespace

Result<CostMatrix> CostMatrix::from(portfolio::Costs costs) {
  TRY(check("missed_bad", costs.missed_bad, "refused_bad", costs.refused_bad,
            "granting a bad loan", "refusing it"));
  TRY(check("refused_good", costs.refused_good, "granted_good", costs.granted_good,
            "refusing a good customer", "granting the loan"));
  return CostMatrix(costs);
}

WideCost CostMatrix::wide_total(const metric::Confusion& counts) const {
  return static_cast<WideCost>(counts.false_good) * costs_.missed_bad.units +
         static_cast<WideCost>(counts.false_bad) * costs_.refused_good.units +
         static_cast<WideCost>(counts.true_bad) * costs_.refused_bad.units +
         static_cast<WideCost>(counts.true_good) * costs_.granted_good.units;
}

Money CostMatrix::total(const metric::Confusion& counts) const {
  return narrow(wide_total(counts));
}

double CostMatrix::theoretical_threshold() const {
  const double good = difference(costs_.refused_good, costs_.granted_good);
  const double bad = difference(costs_.missed_bad, costs_.refused_bad);
  return good / (good + bad);
}

Money narrow(WideCost cost) {
  using Limits = std::numeric_limits<std::int64_t>;
  return {static_cast<std::int64_t>(
      std::clamp<WideCost>(cost, Limits::min(), Limits::max()))};
}

}  // namespace credence::decision
