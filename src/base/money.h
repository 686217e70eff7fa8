// money.h
// This component provides `Money`, an amount in the smallest unit of a portfolio's
// currency, to costs and reports.
#pragma once

#include <compare>
#include <cstdint>

namespace credence {

struct Money {
  std::int64_t units = 0;
  friend auto operator<=>(Money, Money) = default;
  friend Money operator+(Money a, Money b) { return {a.units + b.units}; }
  friend Money operator-(Money a, Money b) { return {a.units - b.units}; }
  friend Money operator*(std::int64_t count, Money each) {
    return {count * each.units};
  }
};

}  // namespace credence
