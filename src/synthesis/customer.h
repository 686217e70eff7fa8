// customer.h
// This component provides `Customer`, one synthetic borrower, and how one is drawn, to
// the applications and the writer.
#pragma once

#include <cstdint>

#include "base/date.h"
#include "synthesis/chance.h"
#include "synthesis/vocabulary.h"

namespace credence::synthesis {

struct Customer {
  std::int64_t id = 0;
  // First-time applicant of whom only the form's fields are known.
  bool walk_in = false;
  Gender gender{};
  Marital marital{};
  int dependents = 0;
  Education education{};
  Employment employment{};
  int city_tier = 1;
  int state = 0;
  bool phone_verified = true, email_verified = true;
  Day born = 0;

  // What no table shows: how badly this customer pays, whatever the circumstances
  // (standard normal, high is bad), and the logarithm of a year's income in rupees on
  // the day of the first application.
  double carelessness = 0;
  double log_income = 0;
  double tenure_years = 0;  // in the job, on that day
  Method habit{};           // how instalments are usually paid
};

// `first_day` is the day of the first application.
Customer draw_customer(std::int64_t id, bool walk_in, Day first_day, Chance& chance);

}  // namespace credence::synthesis
