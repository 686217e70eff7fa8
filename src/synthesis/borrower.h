// borrower.h
// This component provides `Borrower`, one customer with all applications, drawn from
// the customer's own random stream, so that any thread may draw any borrower at any
// time, to the calibration and the writer.
#pragma once

#include <cstdint>
#include <vector>

#include "synthesis/application.h"
#include "synthesis/customer.h"
#include "synthesis/default_risk.h"

namespace credence::synthesis {

inline constexpr int window_days = 730;  // 24 months after disbursement

struct World {
  std::uint64_t seed = 0;
  Day first_application = 0;
  Day observed_until = 0;
};

// A place in the book: which customer, how many applications, and their numbers.
struct Place {
  std::int64_t customer_id = 0;
  std::int64_t first_loan_id = 0;
  int applications = 1;
  bool walk_in = false;
};

struct Loan {
  std::int64_t id = 0;
  Application application;
  Risk risk;

  bool was_disbursed() const { return application.disbursed != none; }
};

struct Borrower {
  Customer customer;
  std::vector<Loan> loans;  // in order of application
};

Borrower draw_borrower(const World& world, const Place& place);

// Whether the loan could be watched for the whole window.
bool is_mature(const World& world, const Application& application);

// The stream of what happens after disbursement; the other one stays as it was drawn.
Chance course_chance(const World& world, std::int64_t customer_id);

}  // namespace credence::synthesis
