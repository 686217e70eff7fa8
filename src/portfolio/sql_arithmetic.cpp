// The numbers that an expression is made of.
#include <algorithm>
#include <cstdlib>

#include "base/date.h"
#include "portfolio/sql_expression_types.h"

namespace credence::portfolio {
namespace {

using Node = SqlExpression::Kind;

bool is_zero(const SqlExpression& expression) {
  return expression.kind == Node::number &&
         std::strtod(expression.name.c_str(), nullptr) == 0;
}

// A divisor that cannot be zero: NULLIF(..., 0) or a number that is written out.
bool is_guarded(const SqlExpression& expression) {
  switch (expression.kind) {
    case Node::number:
      return !is_zero(expression);
    case Node::unary:
    case Node::cast:
      return is_guarded(expression.parts[0]);
    case Node::call:
      return (expression.name == "NULLIF" && expression.parts.size() == 2 &&
              is_zero(expression.parts[1])) ||
             (expression.name == "SQRT" && expression.parts.size() == 1 &&
              is_guarded(expression.parts[0]));
    default:
      return false;
  }
}

// How a number is written: its digits without the point, and how many stand behind it.
struct Written {
  std::string digits;
  std::int64_t decimals = 0;
};

Written written(const std::string& number) {
  Written result;
  const std::size_t exponent = std::min(number.find_first_of("eE"), number.size());
  const std::string mantissa = number.substr(0, exponent);
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  std::string behind = point < mantissa.size() ? mantissa.substr(point + 1) : "";
  while (behind.ends_with('0')) behind.pop_back();
  result.digits = mantissa.substr(0, point) + behind;
  result.digits.erase(
      0, std::min(result.digits.find_first_not_of('0'), result.digits.size()));
  result.decimals = static_cast<std::int64_t>(behind.size());
  if (exponent < number.size())
    result.decimals -= std::atoi(number.c_str() + exponent + 1);
  return result;
}

// Fifteen digits divided by at most 10^4 round to the same double however an engine
// reads them; with more, some read another last bit.
bool is_read_alike(const Written& number) {
  const auto size = static_cast<std::int64_t>(number.digits.size());
  return number.decimals <= 4 &&
         size - std::min<std::int64_t>(number.decimals, 0) <= 15;
}

}  // namespace

SqlValue integer_in(IntegerRange range, bool nullable) {
  return {.type = SqlType::integer, .nullable = nullable, .range = range};
}

SqlValue of_type(SqlType type, bool nullable) {
  return {.type = type, .nullable = nullable};
}

bool is_number(SqlType type) {
  return type == SqlType::integer || type == SqlType::decimal || type == SqlType::real;
}

bool is_open(SqlType type) { return type == SqlType::unknown || type == SqlType::null; }

SqlValue ExpressionTypes::number(const SqlExpression& expression) {
  const std::string& digits = expression.name;
  if (digits.find_first_not_of("0123456789") != std::string::npos) {
    if (!is_read_alike(written(digits)))
      break_rule(
          expression.line,
          fmt::format("{} has more than 4 decimals or 15 digits, and engines may "
                      "read another last bit; write a division of whole numbers, "
                      "as in CAST(12345 AS DOUBLE) / 1000000",
                      digits));
    return of_type(SqlType::decimal, false);
  }
  IntegerRange::Wide number = 0;
  for (const char digit : digits)
    number = std::min(number * 10 + (digit - '0'), IntegerRange::far);
  SqlValue value = integer_in(IntegerRange::of(number, number), false);
  value.unbounded = "the number " + digits + " is too long";
  value.is_small = number <= INT32_MAX;
  return bounded(expression, value.range, {&value});
}

SqlValue ExpressionTypes::bounded(const SqlExpression& expression, IntegerRange range,
                                  std::initializer_list<const SqlValue*> from) {
  SqlValue value = integer_in(range, false);
  value.is_small = true;
  for (const SqlValue* each : from) {
    value.nullable |= each->nullable;
    value.is_reported |= each->is_reported;
    value.is_small &= each->is_small;
  }
  if (value.is_small && range.fits() && !range.fits_in_32_bits() &&
      !value.is_reported) {
    findings_.unproven.push_back(
        {expression.line,
         fmt::format(
             "{} is not proven to stay below 2^31, the limit of numbers written "
             "out in some engines: it may reach {}; write CAST(... AS BIGINT) "
             "around one of them",
             text_of(expression), range.farthest())});
    value.is_reported = true;
  }
  if (range.fits()) return value;
  if (!value.is_reported) {
    std::string why = fmt::format(
        "it may reach {}; declare narrower bounds or fewer most_rows, or put lesser_of "
        "around it",
        range.farthest());
    for (const SqlValue* each : from)
      if (!each->range.is_bounded()) why = each->unbounded;
    findings_.unproven.push_back(
        {expression.line, fmt::format("{} is not proven to stay below 2^63: {}",
                                      text_of(expression), why)});
  }
  value.is_reported = true;
  value.range = {std::max<IntegerRange::Wide>(range.low, INT64_MIN),
                 std::min<IntegerRange::Wide>(range.high, INT64_MAX)};
  return value;
}

SqlValue ExpressionTypes::arithmetic(const SqlExpression& expression, const SqlValue& a,
                                     const SqlValue& b) {
  const bool nullable = a.nullable || b.nullable;
  for (const SqlValue* value : {&a, &b}) {
    if (is_open(value->type)) return of_type(SqlType::unknown, nullable);
    if (is_number(value->type)) continue;
    break_rule(
        expression.line,
        value->type == SqlType::date
            ? fmt::format("{} calculates with a date; write days_between or add_days",
                          text_of(expression))
            : fmt::format("{} calculates with {}, expected numbers",
                          text_of(expression), name_of(value->type)));
    return {};
  }
  if (a.type == SqlType::integer && b.type == SqlType::integer) {
    IntegerRange range;
    if (expression.name == "+")
      range = a.range + b.range;
    else if (expression.name == "-")
      range = a.range - b.range;
    else if (text_of(expression.parts[0]) == text_of(expression.parts[1]) &&
             expression.parts[0].kind == Node::column)
      range = square(a.range);
    else
      range = a.range * b.range;
    return bounded(expression, range, {&a, &b});
  }
  if (a.type == SqlType::real || b.type == SqlType::real)
    return of_type(SqlType::real, nullable);
  break_rule(
      expression.line,
      fmt::format("{} is a decimal number in some engines and a DOUBLE in others; "
                  "write CAST(... AS DOUBLE)",
                  text_of(expression)));
  return of_type(SqlType::real, nullable);
}

SqlValue ExpressionTypes::division(const SqlExpression& expression, const SqlValue& a,
                                   const SqlValue& b) {
  for (const SqlValue* value : {&a, &b})
    if (!is_open(value->type) && !is_number(value->type))
      break_rule(expression.line,
                 fmt::format("{} divides {}, expected numbers", text_of(expression),
                             name_of(value->type)));
  if (!is_guarded(expression.parts[1]))
    break_rule(expression.line,
               fmt::format("the divisor of {} is not guarded; write / NULLIF({}, 0)",
                           text_of(expression), text_of(expression.parts[1])));
  const bool is_real = a.type == SqlType::real || b.type == SqlType::real;
  if (!is_real && !is_open(a.type) && !is_open(b.type))
    break_rule(
        expression.line,
        fmt::format("{} divides whole or decimal numbers; write CAST({} AS DOUBLE)",
                    text_of(expression), text_of(expression.parts[0])));
  return of_type(SqlType::real, true);
}

SqlValue ExpressionTypes::cast(const SqlExpression& expression, const SqlValue& from) {
  if (expression.name == "DOUBLE") {
    if (!is_open(from.type) && !is_number(from.type))
      break_rule(expression.line, fmt::format("{} casts {}, expected a number",
                                              text_of(expression), name_of(from.type)));
    return of_type(SqlType::real, from.nullable);
  }
  if (expression.name == "BIGINT") {
    SqlValue whole = from;
    whole.is_small = false;
    if (from.type == SqlType::integer || is_open(from.type)) return whole;
    break_rule(expression.line,
               fmt::format("{} casts {}; engines round differently: write floor_of",
                           text_of(expression), name_of(from.type)));
    return of_type(SqlType::integer, from.nullable);
  }
  const std::string& to = expression.name;
  if (to == "REAL" || to == "FLOAT" || to.starts_with("DOUBLE"))
    break_rule(
        expression.line,
        fmt::format("{} is of single precision in some engines or unknown to them; "
                    "write CAST(... AS DOUBLE)",
                    text_of(expression)));
  else if (to == "DATE")
    break_rule(
        expression.line,
        "CAST(... AS DATE) is a number in SQLite; compare with the padded text, as in "
        "x >= '2024-01-31'");
  else
    break_rule(
        expression.line,
        fmt::format("{}: only casts to DOUBLE and, of whole numbers, to BIGINT give "
                    "the same in all engines",
                    text_of(expression)));
  return {};
}

void ExpressionTypes::compare(const SqlValue& a, const SqlValue& b, int line) {
  if (is_open(a.type) || is_open(b.type) || a.type == b.type) return;
  if (is_number(a.type) && is_number(b.type)) {
    const SqlValue& whole = a.type == SqlType::integer ? a : b;
    if ((a.type == SqlType::real || b.type == SqlType::real) &&
        whole.type == SqlType::integer && !whole.range.is_exact_in_doubles())
      break_rule(
          line,
          "a comparison of a DOUBLE with a whole number that may pass 2^53, which "
          "some engines round first; write CAST(... AS DOUBLE) around it");
    return;
  }
  if ((a.type == SqlType::date && b.type == SqlType::text) ||
      (a.type == SqlType::text && b.type == SqlType::date)) {
    const SqlValue& text = a.type == SqlType::text ? a : b;
    if (!text.is_written)
      break_rule(line,
                 "a comparison of a date with a text that is not written out, as in "
                 "x >= '2024-01-31'");
    else if (!parse_date(*text.texts->begin()) &&
             !looks_like_date(*text.texts->begin()))  // the rules over tokens see to it
      break_rule(line, fmt::format("'{}' is compared with a date but is none",
                                   *text.texts->begin()));
    return;
  }
  break_rule(line, fmt::format("a comparison of {} with {}", name_of(a.type),
                               name_of(b.type)));
}

}  // namespace credence::portfolio
