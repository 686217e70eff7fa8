#include "scoring/field_value.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "scoring/form_rows.h"

namespace credence::scoring {
namespace {

using portfolio::ColumnSpec;
using portfolio::FormField;
using table::Type;
using table::Value;

// Integers beyond this are not exact as real numbers.
constexpr double most_exact = 9007199254740992.0;

std::string shown(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value))
    return fmt::format("\"{}\"", *text);
  if (const auto* whole = std::get_if<std::int64_t>(&value))
    return fmt::format("{}", *whole);
  if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
  return "null";
}

std::string expectation(const FormField& field) {
  if (field.type == Type::text)
    return field.choices.empty()
               ? "a text"
               : fmt::format("one of {}", fmt::join(field.choices, ", "));
  std::string text = field.type == Type::integer ? "a whole number" : "a number";
  if (field.minimum && field.maximum)
    text += fmt::format(" from {} to {}", *field.minimum, *field.maximum);
  else if (field.minimum)
    text += fmt::format(" of at least {}", *field.minimum);
  else if (field.maximum)
    text += fmt::format(" of at most {}", *field.maximum);
  if (field.nullable) text += ", or none";
  return text;
}

std::unexpected<Error> unexpected_value(const FormField& field, const Value& entered) {
  return bad_input("is {}; expected {}", shown(entered), expectation(field));
}

Result<Value> text_value(const FormField& field, const Value& entered) {
  const auto* text = std::get_if<std::string>(&entered);
  if (!text ||
      (!field.choices.empty() && std::find(field.choices.begin(), field.choices.end(),
                                           *text) == field.choices.end()))
    return unexpected_value(field, entered);
  return entered;
}

Result<Value> number_value(const FormField& field, const ColumnSpec& column,
                           const Value& entered) {
  double number;
  if (const auto* whole = std::get_if<std::int64_t>(&entered))
    number = static_cast<double>(*whole);
  else if (const auto* real = std::get_if<double>(&entered))
    number = *real;
  else
    return unexpected_value(field, entered);
  if (!std::isfinite(number) ||
      (field.type == Type::integer && number != std::trunc(number)) ||
      (field.minimum && number < *field.minimum) ||
      (field.maximum && number > *field.maximum))
    return unexpected_value(field, entered);
  const double scaled = number * field.scale + 0.0;  // -0 becomes 0
  if (column.type != Type::integer) return Value(scaled);
  // The scale is a decimal, so that a whole result may miss by its rounding.
  const double whole = std::round(scaled);
  if (std::abs(scaled - whole) > 1e-6 || std::abs(whole) > most_exact)
    return bad_input("is {}; expected a multiple of {}", shown(entered),
                     1 / field.scale);
  return Value(static_cast<std::int64_t>(whole));
}

}  // namespace

Result<Value> column_value(const FormField& field, const ColumnSpec& column,
                           const Value& entered) {
  if (table::is_missing(entered)) {
    if (field.nullable) return entered;
    return unexpected_value(field, entered);
  }
  return field.type == Type::text ? text_value(field, entered)
                                  : number_value(field, column, entered);
}

Value value_of_text(const FormField& field, std::string_view text) {
  if (field.type == Type::text) return std::string(text);
  const char* end = text.data() + text.size();
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(text.data(), end, whole);
      read.ec == std::errc() && read.ptr == end)
    return whole;
  double real = 0;
  if (const auto read = std::from_chars(text.data(), end, real);
      read.ec == std::errc() && read.ptr == end && std::isfinite(real))
    return real;
  return std::string(text);
}

}  // namespace credence::scoring
