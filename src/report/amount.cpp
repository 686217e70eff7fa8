#include "report/amount.h"

#include <fmt/core.h>

#include <cstdlib>

namespace credence::report {
namespace {

// Western: groups of three. Indian: the last three digits, then groups of two.
enum class Grouping { western, indian };

Grouping grouping_of(const portfolio::Currency& currency) {
  return currency.code == "INR" ? Grouping::indian : Grouping::western;
}

std::string grouped(std::uint64_t number, Grouping grouping) {
  const std::string digits = std::to_string(number);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const std::size_t left = digits.size() - i;  // digits from here to the end
    const bool boundary = grouping == Grouping::western
                              ? left % 3 == 0
                              : left == 3 || (left > 3 && left % 2 == 1);
    if (i > 0 && boundary) text += ',';
    text += digits[i];
  }
  return text;
}

// Without overflow for the lowest number.
std::uint64_t magnitude(std::int64_t number) {
  return number < 0 ? 0 - static_cast<std::uint64_t>(number)
                    : static_cast<std::uint64_t>(number);
}

int digits_of(std::uint64_t units) {
  int digits = 0;
  for (; units > 1; units /= 10) ++digits;
  return digits;
}

struct Size {
  double from;
  const char* name;
};

double whole_of(Money money, const portfolio::Currency& currency) {
  return static_cast<double>(magnitude(money.units)) /
         static_cast<double>(currency.units);
}

// None: too small for a word.
const Size* size_of(Money money, const portfolio::Currency& currency) {
  static constexpr Size indian[] = {{1e7, "crore"}, {1e5, "lakh"}};
  static constexpr Size western[] = {{1e9, "billion"}, {1e6, "million"}};
  for (const Size& size : grouping_of(currency) == Grouping::indian ? indian : western)
    if (whole_of(money, currency) >= size.from) return &size;
  return nullptr;
}

std::string sign_of(std::int64_t number) { return number < 0 ? "-" : ""; }

}  // namespace

std::string grouped(std::int64_t number) {
  return sign_of(number) + grouped(magnitude(number), Grouping::western);
}

std::string amount(Money money, const portfolio::Currency& currency) {
  const auto units = static_cast<std::uint64_t>(currency.units);
  const std::uint64_t whole = magnitude(money.units) / units;
  const std::uint64_t part = magnitude(money.units) % units;
  std::string text =
      sign_of(money.units) + currency.symbol + grouped(whole, grouping_of(currency));
  if (part != 0) text += fmt::format(".{:0{}}", part, digits_of(units));
  return text;
}

std::string round_amount(Money money, const portfolio::Currency& currency) {
  const Size* size = size_of(money, currency);
  if (size == nullptr) return amount(money, currency);
  const double share = whole_of(money, currency) / size->from;
  const int decimals = share < 9.995 ? 2 : share < 99.95 ? 1 : 0;
  const auto rounded = fmt::format("{:.{}f}", share, decimals);
  return fmt::format("{}{}{} {}", sign_of(money.units), currency.symbol, rounded,
                     size->name);
}

AmountUnit amount_unit(Money largest, const portfolio::Currency& currency) {
  const auto units = static_cast<double>(currency.units);
  const Size* size = size_of(largest, currency);
  if (size == nullptr && whole_of(largest, currency) >= 1e4)
    return {currency.symbol + " thousand", units * 1e3};
  if (size == nullptr) return {currency.symbol, units};
  return {currency.symbol + " " + size->name, units * size->from};
}

std::string percent(double share) { return fmt::format("{:.1f}%", 100 * share); }

}  // namespace credence::report
