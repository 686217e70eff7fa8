// application.h
// This component provides `Application`, one request for a loan with everything that is
// settled before the first instalment, and how one is drawn, to the risk and the
// repayments.
#pragma once

#include <cstdint>

#include "base/date.h"
#include "synthesis/bureau.h"
#include "synthesis/customer.h"
#include "synthesis/loan_product.h"
#include "table/table.h"

namespace credence::synthesis {

inline constexpr std::int64_t none = table::missing_integer;

struct Application {
  LoanType type{};
  int purpose = 0;
  std::int64_t amount = 0, emi = 0, income = 0;  // paise
  int months = 0;
  int rate = 0;  // hundredths of a percent a year
  bool secured = false;
  std::int64_t collateral = none;  // paise
  int age = 0;
  int tenure_halves = -1;  // half years in the job; -1: not given
  Day applied = 0;
  Day approved = none, disbursed = none, refused = none;  // none: has not happened
  BureauPull bureau;

  double interest_rate() const { return rate / 100.0; }
};

// What the lender knows about another application of the same customer when it draws
// this one, the first having been made on `first_day`.
struct Occasion {
  Day first_day, applied;
  int earlier;         // applications before
  Day observed_until;  // nothing later is written down
};

Application draw_application(const Customer& customer, const Occasion& occasion,
                             Chance& chance);

// (Obligations the lender knows of + instalment) / monthly income; loan / collateral,
// or 0 without one that is known.
double debt_to_income(const Customer& customer, const Application& application);
double loan_to_value(const Customer& customer, const Application& application);

}  // namespace credence::synthesis
