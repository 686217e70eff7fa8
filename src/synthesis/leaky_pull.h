// leaky_pull.h
// This component provides the bureau's answer as a careless data team would store it,
// asked long after the decision, to the generator's leaky variant.
#pragma once

#include "synthesis/borrower.h"
#include "synthesis/repayment.h"

namespace credence::synthesis {

struct LeakyPull {
  BureauPull pull;
  Day day = 0;  // 12 to 24 months after the application; see below
};

// The file of that day knows how this loan went: its overdue entries, utilisation and
// score separate good from bad almost perfectly. It is never thin. The day is cut off
// where the books end, but always lies after the application.
LeakyPull draw_leaky_pull(const World& world, const Loan& loan, const Course& course);

}  // namespace credence::synthesis
