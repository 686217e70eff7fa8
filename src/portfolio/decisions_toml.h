// decisions_toml.h
// This component provides what portfolio.toml says of currency, target, validation,
// costs, bands, decisions and search spaces, to the reading of a portfolio.
#pragma once

#include <vector>

#include "base/result.h"
#include "portfolio/portfolio.h"
#include "portfolio/toml_document.h"

namespace credence::portfolio {

Result<Currency> read_currency(const TomlNode& root);

// Without its text.
Result<Target> read_target(const TomlNode& root);

Result<Validation> read_validation(const TomlNode& root);

// A wrong decision has to cost more than the right one.
Result<Costs> read_costs(const TomlNode& root, const Currency& currency);

Result<std::vector<Band>> read_bands(const TomlNode& root);

// [decision], which may be left out.
struct DecisionRules {
  ThresholdRule threshold = ThresholdRule::chosen;
  std::vector<std::string> champion_order;  // every learner once
};
Result<DecisionRules> read_decision_rules(const TomlNode& root);

Result<std::vector<SearchSpace>> read_searches(const TomlNode& root);

}  // namespace credence::portfolio
