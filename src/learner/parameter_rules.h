// parameter_rules.h
// This component provides `ParameterRule`, what a learner's parameter may be, and the
// reading of parameters by such rules, to the learners.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "portfolio/parameters.h"

namespace credence::learner {

enum class ParameterKind {
  integer,
  real,
  choice,
  choice_or_real,  // one of the choices, or a number, which may be given as text
};

struct ParameterRule {
  std::string name;
  ParameterKind kind;
  portfolio::ParameterValue initial;  // when it is not given
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
  bool open = false;  // the minimum itself is excluded
  std::vector<std::string> choices = {};
};

// Every rule's parameter, given or initial, in its own kind: an integer stands for a
// real. Fails with `bad_input` on a name without a rule, listing those with one, and on
// a value that its rule excludes.
Result<portfolio::Parameters> complete(std::string_view learner,
                                       const portfolio::Parameters& given,
                                       std::span<const ParameterRule> rules);

// Of completed parameters.
std::int64_t integer_of(const portfolio::Parameters& parameters,
                        const std::string& name);
double real_of(const portfolio::Parameters& parameters, const std::string& name);
const std::string& choice_of(const portfolio::Parameters& parameters,
                             const std::string& name);

// "0.5", "31", "balanced"
std::string text_of(const portfolio::ParameterValue& value);

}  // namespace credence::learner
