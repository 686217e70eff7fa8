// bureau.h
// This component provides `BureauPull`, what a credit bureau answers about one
// applicant on one day, and how it is drawn, to the applications.
#pragma once

#include <cstdint>

#include "synthesis/chance.h"
#include "synthesis/customer.h"

namespace credence::synthesis {

struct BureauPull {
  int score = 0;  // 0: the bureau cannot score a file this thin
  bool thin = false;
  int total_accounts = 0, active_accounts = 0;
  int overdue_30 = 0, overdue_60 = 0, overdue_90 = 0;
  std::int64_t credit_limit = 0, balance = 0, obligations = 0;  // paise
  int utilization = 0;                                          // ten-thousandths
  int enquiries_6m = 0, enquiries_12m = 0;
  int history_months = 0;

  double utilization_fraction() const { return utilization / 10'000.0; }
};

// Score = what the rest of the file explains - `score_slope` x (carelessness + noise),
// noise of deviation `score_noise`.
inline constexpr double score_slope = 48.0, score_noise = 0.75;
// Of a walk-in the lender sees neither enquiries nor the length of the history, and
// they explain nothing.
double explained_score(const Customer& customer, const BureauPull& pull);

// Expected number of overdue entries of a customer of average carelessness; it grows by
// exp(overdue_slope x carelessness). A walk-in's entries are not seen.
inline constexpr double overdue_slope = 0.8;
double expected_overdue(const BureauPull& pull);

// `earlier` are the applications that went before; with none the file may be thin.
BureauPull draw_bureau_pull(const Customer& customer, double age, double log_income,
                            int earlier, Chance& chance);

}  // namespace credence::synthesis
