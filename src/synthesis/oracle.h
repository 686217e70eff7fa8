// oracle.h
// This component provides the probability of default that a lender could name who knew
// the model and everything in the tables on the day of application, and nothing that
// the tables do not show, to the truth file.
#pragma once

#include <cstdint>

#include "synthesis/borrower.h"

namespace credence::synthesis {

// How the customer's earlier loans look on that day.
struct Record {
  int due = 0, late = 0;  // instalments
  struct Ended {
    double log_odds;  // of default, at carelessness 0
    bool bad;
  };
  std::vector<Ended> ended;  // loans whose outcome was known
};

double oracle_probability(double intercept, const Customer& customer, const Loan& loan,
                          const Record& record);

}  // namespace credence::synthesis
