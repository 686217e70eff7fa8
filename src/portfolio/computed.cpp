#include "portfolio/computed.h"

#include <cmath>
#include <limits>

namespace credence::portfolio {
namespace {

constexpr std::string_view emi_name = "emi";

// Integer, or a real that holds a whole number, as raw files may give it.
Result<std::int64_t> whole(const table::Value& value, std::string_view what) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
  if (const auto* real = std::get_if<double>(&value);
      real && std::trunc(*real) == *real && std::abs(*real) < 0x1p53)
    return static_cast<std::int64_t>(*real);
  return bad_input("{}: the {} is not a whole number", emi_name, what);
}

Result<double> number(const table::Value& value, std::string_view what) {
  if (const auto* integer = std::get_if<std::int64_t>(&value))
    return static_cast<double>(*integer);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  return bad_input("{}: the {} is not a number", emi_name, what);
}

}  // namespace

std::int64_t emi(std::int64_t principal, double annual_percent, std::int64_t months) {
  const long double amount = static_cast<long double>(principal);
  const long double rate = static_cast<long double>(annual_percent) / 1200.0L;
  long double instalment = amount / static_cast<long double>(months);
  if (rate > 0.0L) {
    // By repeated squaring rather than pow, whose last bits differ between machines.
    long double growth = 1.0L;
    long double square = 1.0L + rate;
    for (std::int64_t left = months; left > 0; left >>= 1) {
      if (left & 1) growth *= square;
      square *= square;
    }
    // Beyond any loan the growth leaves the range; the instalment is then the interest.
    instalment =
        std::isinf(growth) ? amount * rate : amount * rate * growth / (growth - 1.0L);
  }
  return static_cast<std::int64_t>(std::floor(instalment + 0.5L));
}

Result<table::Value> compute(std::string_view name,
                             std::span<const table::Value> arguments) {
  if (!is_computed_function(name))
    return bad_input("\"{}\" is not a function for computed columns; there is: {}",
                     name, emi_name);
  if (arguments.size() != 3)
    return bad_input(
        "{}: found {} arguments, expected 3: principal, annual percent, months",
        emi_name, arguments.size());
  for (const table::Value& argument : arguments)
    if (table::is_missing(argument)) return table::Value{};
  const std::int64_t principal = TRY(whole(arguments[0], "principal"));
  const double annual_percent = TRY(number(arguments[1], "annual percent"));
  const std::int64_t months = TRY(whole(arguments[2], "number of months"));
  if (principal < 0 || principal > std::int64_t{1} << 53)
    return bad_input("{}: the principal is {}, expected 0 to 2^53", emi_name,
                     principal);
  if (!(annual_percent >= 0 && annual_percent <= 1000))
    return bad_input("{}: the annual percent is {}, expected 0 to 1000", emi_name,
                     annual_percent);
  if (months < 1 || months > 1200)
    return bad_input("{}: the number of months is {}, expected 1 to 1200", emi_name,
                     months);
  return table::Value{emi(principal, annual_percent, months)};
}

bool is_computed_function(std::string_view name) { return name == emi_name; }

}  // namespace credence::portfolio
