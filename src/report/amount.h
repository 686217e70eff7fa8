// amount.h
// This component provides counts, amounts and shares as people write them, to the
// reports.
#pragma once

#include <cstdint>
#include <string>

#include "base/money.h"
#include "portfolio/portfolio.h"

namespace credence::report {

// "1,234,567".
std::string grouped(std::int64_t number);

// The currency's own manner: "₹12,34,567" for INR, "€1,234,567" otherwise; a fraction
// only where there is one, "₹16,607.15".
std::string amount(Money money, const portfolio::Currency& currency);

// To three figures and in words: "₹12.3 lakh", "₹1.23 crore", "€1.23 million"; below a
// lakh (a million) as `amount`.
std::string round_amount(Money money, const portfolio::Currency& currency);

// The unit in which an axis or a column reaching up to `largest` is best read: "₹
// lakh", and how many smallest units of the currency it has.
struct AmountUnit {
  std::string name;
  double units = 1;
};
AmountUnit amount_unit(Money largest, const portfolio::Currency& currency);

// "17.3%" of 0.1732.
std::string percent(double share);

}  // namespace credence::report
