// any_scored.h
// This component provides arbitrary outcomes with probabilities, and arbitrary costs,
// to the property tests of this room.
#pragma once

#include <rapidcheck.h>

#include "decision/cost_matrix.h"
#include "metric/scored.h"

namespace credence::decision {

struct Case {
  std::vector<std::int8_t> labels;
  std::vector<double> scores;

  metric::Scored scored() const { return *metric::Scored::from(labels, scores); }
};

// Both classes; few distinct probabilities or many, the ends 0 and 1 among them.
inline Case any_case() {
  const auto rows = *rc::gen::inRange<std::size_t>(2, 60);
  const int distinct = *rc::gen::element(1, 2, 5, 20, 1000);
  Case result;
  for (std::size_t i = 0; i < rows; ++i) {
    result.labels.push_back(i < 2 ? static_cast<std::int8_t>(i)
                                  : *rc::gen::element<std::int8_t>(0, 1));
    result.scores.push_back(static_cast<double>(*rc::gen::inRange(0, distinct + 1)) /
                            distinct);
  }
  return result;
}

// Wrong decisions cost more than right ones; profits among them.
inline portfolio::Costs any_costs() {
  const auto amount = [](std::int64_t least, std::int64_t most) {
    return Money{*rc::gen::inRange<std::int64_t>(least, most)};
  };
  portfolio::Costs costs;
  costs.refused_bad = amount(-50, 50);
  costs.granted_good = amount(-50, 50);
  costs.missed_bad = costs.refused_bad + amount(1, 100);
  costs.refused_good = costs.granted_good + amount(1, 100);
  return costs;
}

}  // namespace credence::decision
