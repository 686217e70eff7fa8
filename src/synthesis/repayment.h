// repayment.h
// This component provides `Course`, what becomes of a loan after disbursement, and its
// instalments, to the oracle and the writer.
#pragma once

#include <cstdint>
#include <vector>

#include "synthesis/borrower.h"
#include "synthesis/vocabulary.h"

namespace credence::synthesis {

// One instalment as the books show it on the last day observed. Amounts in paise.
struct Instalment {
  int number = 0;
  Day due = 0;
  Day paid_on = none;  // none: not paid yet
  std::int64_t amount_due = 0, amount_paid = 0;
  int days_past_due = 0;
  Method method{};
  std::int64_t balance = 0, principal = 0, interest = 0;
};

struct Course {
  bool bad = false;        // 90 days past due within the window: the target
  Day default_day = none;  // the day on which 90 days past due are reached
  Day written_off = none;
  Day closed = none;
  Day first_due = none;  // none: no instalment has fallen due
};

// Draws the course of a disbursed loan that defaults within the window or does not, and
// appends its instalments up to the last day observed to `rows`. Days may lie after
// that day when they are the loan's but not yet the books'.
Course draw_course(const World& world, const Customer& customer, const Loan& loan,
                   bool bad, Chance& chance, std::vector<Instalment>& rows);

// The chance that a customer pays an instalment late while nothing is amiss:
// 1 / (1 + exp(-(late_level + late_slope x carelessness))).
inline constexpr double late_level = -2.6, late_slope = 1.0;

}  // namespace credence::synthesis
