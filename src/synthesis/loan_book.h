// loan_book.h
// This component provides the plan of a loan book, how its applications are shared out
// among its customers, to the generator.
#pragma once

#include <cstdint>
#include <vector>

#include "synthesis/borrower.h"

namespace credence::synthesis {

// Exactly `customers` places with `loans` applications in all; the share of
// the loans that is asked for (of at most half the customers) belongs to walk-ins,
// customers with one application each. The others' numbers are skewed. Takes
// `customers` <= `loans` <= 5 x `customers`.
std::vector<Place> plan_book(std::uint64_t seed, std::int64_t customers,
                             std::int64_t loans, double walk_in_share);

}  // namespace credence::synthesis
