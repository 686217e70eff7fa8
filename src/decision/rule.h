// rule.h
// This component provides `Rule`, how a probability becomes a decision, to version and
// scoring.
#pragma once

#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "portfolio/portfolio.h"

namespace credence::decision {

struct Rule {
  double threshold = 0.5;  // refused at or above
  portfolio::Costs costs;
  std::vector<portfolio::Band> bands;  // ascending, at least one

  bool refuses(double probability) const { return probability >= threshold; }
  const portfolio::Band& band(double probability) const;
};

Json to_json(const Rule& rule);
Result<Rule> rule_from_json(const Json& document);

}  // namespace credence::decision
