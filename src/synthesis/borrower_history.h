// borrower_history.h
// This component provides `add_borrower`, the whole story of one borrower as rows of
// the tables and of the truth, to the generator.
#pragma once

#include <utility>
#include <vector>

#include "synthesis/borrower.h"
#include "synthesis/lending_tables.h"

namespace credence::synthesis {

// What the report adds up over borrowers.
struct Tally {
  std::int64_t customers = 0, walk_ins = 0, applications = 0, disbursed = 0;
  std::int64_t declined = 0, immature = 0, instalments = 0;
  double probability_sum = 0, variance_sum = 0;  // over labelled loans
  std::vector<std::pair<double, bool>> oracle;   // the same: probability, bad
};

struct Story {
  World world;
  double intercept = 0;
  bool leaky = false;
};

void add_borrower(const Story& story, const Place& place, Blocks& blocks, Tally& tally);

}  // namespace credence::synthesis
