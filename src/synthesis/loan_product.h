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

inline constexpr std::array<LoanProduct, 7> loan_products = {{
    {.32,
     .55,
     .65,
     10'000,
     4'000'000,
     1'000,
     {12, 24, 24, 36, 36, 60},
     12.0,
     1.6,
     0,
     0,
     0,
     .032},
    {.08,
     3.6,
     .45,
     300'000,
     50'000'000,
     10'000,
     {120, 180, 180, 240, 240, 300},
     8.6,
     .5,
     1,
     .45,
     .92,
     .015},
    {.14,
     .85,
     .45,
     40'000,
     6'000'000,
     5'000,
     {24, 36, 48, 60, 60, 84},
     9.4,
     .9,
     1,
     .55,
     1.0,
     .020},
    {.07,
     1.2,
     .60,
     50'000,
     8'000'000,
     5'000,
     {36, 48, 60, 60, 84, 96},
     10.5,
     1.0,
     .25,
     .5,
     .9,
     .012},
    {.10,
     1.1,
     .75,
     50'000,
     20'000'000,
     10'000,
     {12, 24, 36, 36, 48, 60},
     14.0,
     2.0,
     .45,
     .4,
     .85,
     .022},
    {.14,
     .22,
     .60,
     10'000,
     2'000'000,
     1'000,
     {3, 6, 6, 12, 12, 18},
     10.0,
     1.1,
     1,
     .45,
     .75,
     .05},
    {.15,
     .16,
     .60,
     10'000,
     1'000'000,
     1'000,
     {3, 6, 9, 12, 12, 24},
     17.5,
     2.8,
     0,
     0,
     0,
     .04},
}};

inline const LoanProduct& product_of(LoanType type) {
  return loan_products[static_cast<std::size_t>(type)];
}

}  // namespace credence::synthesis
