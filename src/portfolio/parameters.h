// parameters.h
// This component provides a learner's named parameters and the spaces that a search
// draws them from, to portfolio, learners and search.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace credence::portfolio {

using ParameterValue = std::variant<std::int64_t, double, std::string>;
using Parameters = std::map<std::string, ParameterValue>;

// One dimension of a search: its name and the values that may be drawn.
struct Dimension {
  std::string name;
  std::vector<ParameterValue> values;
};

// `trials` distinct points are drawn from the grid of all dimensions; when the grid is
// no larger than that, every point is taken.
struct SearchSpace {
  std::string learner;  // "logistic", "lightgbm", ...
  int trials = 0;
  std::vector<Dimension> dimensions;
};

}  // namespace credence::portfolio
