// loan_product.h
// This component provides `LoanProduct`, the terms of each of the seven loan types, to
// the applications and the repayments.
#pragma once

#include <array>

#include "synthesis/vocabulary.h"

namespace credence::synthesis {

struct LoanProduct {
  double demand;           // share of applications, before age and work are looked at
  double income_multiple;  // typical amount in yearly incomes
  double spread;           // deviation of the logarithm of the amount
  double least, most;      // rupees
  int amount_step;         // rupees: amounts are asked for in round figures
  std::array<int, 6> months;  // terms on offer, the likelier ones repeated
  double base_rate;           // percent a year, for a good customer
  double rate_spread;
  double secured_share;      // loans with collateral
  double low_ltv, high_ltv;  // loan to value where there is collateral
  double early_closure;      // chance a month of repaying everything early
};

// In the order of `LoanType`.
// clang-format off
inline constexpr std::array<LoanProduct, 7> loan_products = {{
    // personal
    {.demand = 0.32, .income_multiple = 0.55, .spread = 0.65, .least = 10'000,
     .most = 4'000'000, .amount_step = 1'000, .months = {12, 24, 24, 36, 36, 60},
     .base_rate = 12.0, .rate_spread = 1.6, .secured_share = 0,
     .low_ltv = 0, .high_ltv = 0, .early_closure = 0.032},
    // home
    {.demand = 0.08, .income_multiple = 3.6, .spread = 0.45, .least = 300'000,
     .most = 50'000'000, .amount_step = 10'000,
     .months = {120, 180, 180, 240, 240, 300},
     .base_rate = 8.6, .rate_spread = 0.5, .secured_share = 1,
     .low_ltv = 0.45, .high_ltv = 0.92, .early_closure = 0.015},
    // car
    {.demand = 0.14, .income_multiple = 0.85, .spread = 0.45, .least = 40'000,
     .most = 6'000'000, .amount_step = 5'000, .months = {24, 36, 48, 60, 60, 84},
     .base_rate = 9.4, .rate_spread = 0.9, .secured_share = 1,
     .low_ltv = 0.55, .high_ltv = 1.0, .early_closure = 0.020},
    // education
    {.demand = 0.07, .income_multiple = 1.2, .spread = 0.60, .least = 50'000,
     .most = 8'000'000, .amount_step = 5'000, .months = {36, 48, 60, 60, 84, 96},
     .base_rate = 10.5, .rate_spread = 1.0, .secured_share = 0.25,
     .low_ltv = 0.5, .high_ltv = 0.9, .early_closure = 0.012},
    // business
    {.demand = 0.10, .income_multiple = 1.1, .spread = 0.75, .least = 50'000,
     .most = 20'000'000, .amount_step = 10'000, .months = {12, 24, 36, 36, 48, 60},
     .base_rate = 14.0, .rate_spread = 2.0, .secured_share = 0.45,
     .low_ltv = 0.4, .high_ltv = 0.85, .early_closure = 0.022},
    // gold
    {.demand = 0.14, .income_multiple = 0.22, .spread = 0.60, .least = 10'000,
     .most = 2'000'000, .amount_step = 1'000, .months = {3, 6, 6, 12, 12, 18},
     .base_rate = 10.0, .rate_spread = 1.1, .secured_share = 1,
     .low_ltv = 0.45, .high_ltv = 0.75, .early_closure = 0.05},
    // credit card
    {.demand = 0.15, .income_multiple = 0.16, .spread = 0.60, .least = 10'000,
     .most = 1'000'000, .amount_step = 1'000, .months = {3, 6, 9, 12, 12, 24},
     .base_rate = 17.5, .rate_spread = 2.8, .secured_share = 0,
     .low_ltv = 0, .high_ltv = 0, .early_closure = 0.04},
}};
// clang-format on

inline const LoanProduct& product_of(LoanType type) {
  return loan_products[static_cast<std::size_t>(type)];
}

}  // namespace credence::synthesis
