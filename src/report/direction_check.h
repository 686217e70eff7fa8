// direction_check.h
// This component provides `DirectionCheck`, what came of moving one raw input of a
// finished model, to the training run, the report and its page.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace credence::report {

struct DirectionCheck {
  std::string input;              // "credit_history.credit_utilization"
  std::string direction;          // of the risk: "increasing", "decreasing"
  std::int64_t applications = 0;  // that were moved
  std::int64_t steps = 0;         // from one value to the next, over all of them
  std::int64_t reversals = 0;     // steps in which the risk moved the wrong way
  double largest = 0;             // of these, in log-odds
  std::string example;            // the largest: "application 7, from 0.5 to 0.6"
  // Features of the model that are made of the input and are not held, or that move
  // against their own direction: each a sentence without its point.
  std::vector<std::string> remarks;

  bool holds() const { return reversals == 0; }
};

// "credit_history.credit_utilization: as it rises, the risk never falls, in 7800 steps
// of 200 applications." And the remarks.
std::string describe(const DirectionCheck& check);

}  // namespace credence::report
