#include "portfolio/sql_expression_types.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/date.h"

namespace credence::portfolio {
namespace {

using Node = SqlExpression::Kind;

SqlValue integer_in(IntegerRange range, bool nullable) {
  return {.type = SqlType::integer, .nullable = nullable, .range = range};
}

SqlValue of_type(SqlType type, bool nullable) {
  return {.type = type, .nullable = nullable};
}

bool is_number(SqlType type) {
  return type == SqlType::integer || type == SqlType::decimal || type == SqlType::real;
}

// Nothing to say of a value whose type is not known: another finding has said it.
bool is_open(SqlType type) { return type == SqlType::unknown || type == SqlType::null; }

bool is_zero(const SqlExpression& expression) {
  return expression.kind == Node::number &&
         expression.name.find_first_not_of("0.") == std::string::npos;
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

SqlValue literal(const SqlExpression& expression) {
  const std::string& digits = expression.name;
  if (digits.find_first_not_of("0123456789") != std::string::npos)
    return of_type(SqlType::decimal, false);
  IntegerRange::Wide number = 0;
  for (const char digit : digits)
    number = std::min(number * 10 + (digit - '0'), IntegerRange::far);
  SqlValue value = integer_in(IntegerRange::of(number, number), false);
  value.unbounded = "the number " + digits + " is too long";
  return value;
}

}  // namespace

std::string_view name_of(SqlType type) {
  constexpr std::array<std::string_view, 8> names{
      "unknown",          "NULL",     "a condition", "a whole number",
      "a decimal number", "a DOUBLE", "a text",      "a date"};
  return names[static_cast<std::size_t>(type)];
}

void ExpressionTypes::break_rule(int line, std::string problem) {
  const auto is_same = [&](const SqlFinding& other) {
    return other.line == line && other.problem == problem;
  };
  if (std::ranges::none_of(findings_.broken_rules, is_same))
    findings_.broken_rules.push_back({line, std::move(problem)});
}

SqlValue ExpressionTypes::bounded(const SqlExpression& expression, IntegerRange range,
                                  std::initializer_list<const SqlValue*> from) {
  SqlValue value = integer_in(range, false);
  for (const SqlValue* each : from) {
    value.nullable |= each->nullable;
    value.is_reported |= each->is_reported;
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

SqlValue ExpressionTypes::value_of(const SqlExpression& expression,
                                   const SqlScope& scope, bool of_groups) {
  // What GROUP BY names may stand in the result as it is.
  if (of_groups && expression.kind != Node::column && expression.kind != Node::cases &&
      scope.group_texts.contains(text_of(expression)))
    of_groups = false;
  const auto part = [&](std::size_t i) {
    return value_of(expression.parts[i], scope, of_groups);
  };
  switch (expression.kind) {
    case Node::number: {
      const SqlValue value = literal(expression);
      if (value.type != SqlType::integer) return value;
      return bounded(expression, value.range, {&value});
    }
    case Node::text: {
      SqlValue value = of_type(SqlType::text, false);
      value.texts = {expression.name};
      return value;
    }
    case Node::null:
      return of_type(SqlType::null, true);
    case Node::column:
      return column(expression, scope, of_groups);
    case Node::star:
      break_rule(expression.line, "* stands for columns that may change; name them");
      return {};
    case Node::call:
      return call(expression, scope, of_groups);
    case Node::unary: {
      if (expression.name == "NOT") {
        check_condition(expression.parts[0], scope, of_groups);
        return of_type(SqlType::boolean, true);
      }
      const SqlValue value = part(0);
      if (expression.name == "+" || value.type != SqlType::integer) return value;
      return bounded(expression, IntegerRange::of(0, 0) - value.range, {&value});
    }
    case Node::binary:
      return binary(expression, scope, of_groups);
    case Node::cases:
      return cases(expression, scope, of_groups);
    case Node::cast:
      return cast(expression, part(0));
    case Node::in: {
      const SqlValue value = part(0);
      for (std::size_t i = 1; i < expression.parts.size(); ++i)
        compare(value, part(i), expression.line);
      if (expression.query) {
        const auto columns = subquery_(*expression.query, &scope);
        if (!columns.empty()) compare(value, columns[0].value, expression.line);
      }
      return of_type(SqlType::boolean, true);
    }
    case Node::between: {
      const SqlValue value = part(0);
      compare(value, part(1), expression.line);
      compare(value, part(2), expression.line);
      return of_type(SqlType::boolean, true);
    }
    case Node::is_null:
      part(0);
      return of_type(SqlType::boolean, false);
    case Node::exists:
      subquery_(*expression.query, &scope);
      return of_type(SqlType::boolean, false);
    case Node::subquery: {
      const auto columns = subquery_(*expression.query, &scope);
      if (columns.size() != 1) {
        break_rule(expression.line,
                   "a subquery used as a value has to give one column");
        return {};
      }
      SqlValue value = columns[0].value;
      value.nullable = true;
      return value;
    }
  }
  return {};
}

std::optional<SqlPlace> ExpressionTypes::place_of(const SqlExpression& expression,
                                                  const SqlScope& scope) {
  if (expression.kind != Node::column) return std::nullopt;
  for (std::size_t i = 0; i < scope.sources.size(); ++i)
    if ((expression.qualifier.empty() ||
         expression.qualifier == scope.sources[i].alias) &&
        scope.sources[i].relation.find(expression.name))
      return SqlPlace{i, expression.name};
  return std::nullopt;
}

SqlValue ExpressionTypes::column(const SqlExpression& expression, const SqlScope& scope,
                                 bool of_groups) {
  if (const auto place = place_of(expression, scope)) {
    const auto holds = [&](const SqlSource& source) {
      return source.relation.find(expression.name) != nullptr;
    };
    if (expression.qualifier.empty() && std::ranges::count_if(scope.sources, holds) > 1)
      break_rule(
          expression.line,
          fmt::format("\"{}\" is in several of the tables read here; write which, "
                      "as in {}.{}",
                      expression.name, scope.sources[place->first].alias,
                      expression.name));
    if (of_groups && !scope.group.contains(*place))
      break_rule(
          expression.line,
          fmt::format("\"{}\" is neither in GROUP BY nor inside an aggregate; engines "
                      "would refuse it or take any row's",
                      text_of(expression)));
    const SqlSource& source = scope.sources[place->first];
    SqlValue value = source.relation.find(expression.name)->value;
    value.nullable |= source.is_left;
    return value;
  }
  if (scope.outer) return column(expression, *scope.outer, false);
  // A table that was not found has been reported, its columns need not be.
  for (const SqlSource& source : scope.sources)
    if (source.relation.columns.empty()) return {};
  break_rule(expression.line,
             fmt::format("found no column \"{}\" in the tables read here",
                         text_of(expression)));
  return {};
}

SqlValue ExpressionTypes::binary(const SqlExpression& expression, const SqlScope& scope,
                                 bool of_groups) {
  const std::string& operation = expression.name;
  if (operation == "AND" || operation == "OR") {
    check_condition(expression.parts[0], scope, of_groups);
    check_condition(expression.parts[1], scope, of_groups);
    return of_type(SqlType::boolean, true);
  }
  const SqlValue a = value_of(expression.parts[0], scope, of_groups);
  const SqlValue b = value_of(expression.parts[1], scope, of_groups);
  if (operation == "+" || operation == "-" || operation == "*")
    return arithmetic(expression, a, b);
  if (operation == "/") return division(expression, a, b);
  if (operation == "%" || operation == "||" || operation == "LIKE") {
    // The rules over tokens have spoken.
    return of_type(operation == "LIKE" ? SqlType::boolean : SqlType::unknown, true);
  }
  compare(a, b, expression.line);
  return of_type(SqlType::boolean, true);
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
    if (from.type == SqlType::integer || is_open(from.type)) return from;
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

SqlValue ExpressionTypes::cases(const SqlExpression& expression, const SqlScope& scope,
                                bool of_groups) {
  SqlValue value = of_type(SqlType::null, !expression.has_else);
  const std::size_t size = expression.parts.size();
  for (std::size_t i = 0; i + 1 < size; i += 2) {
    check_condition(expression.parts[i], scope, of_groups);
    value = together(value, value_of(expression.parts[i + 1], scope, of_groups),
                     expression.line, "CASE");
  }
  if (expression.has_else)
    value = together(value, value_of(expression.parts[size - 1], scope, of_groups),
                     expression.line, "CASE");
  return value;
}

SqlValue ExpressionTypes::together(const SqlValue& a, const SqlValue& b, int line,
                                   std::string_view what) {
  SqlValue value = a.type == SqlType::null ? b : a;
  value.nullable = a.nullable || b.nullable;
  value.is_reported = a.is_reported || b.is_reported;
  if (is_open(a.type) || is_open(b.type)) return value;
  if (a.type == SqlType::integer && b.type == SqlType::integer) {
    value.range = either(a.range, b.range);
    if (value.unbounded.empty()) value.unbounded = b.unbounded;
  } else if (a.type == SqlType::text && b.type == SqlType::text) {
    if (a.texts && b.texts)
      value.texts->insert(b.texts->begin(), b.texts->end());
    else
      value.texts.reset();
  } else if (a.type != b.type) {
    break_rule(line, is_number(a.type) && is_number(b.type)
                         ? fmt::format(
                               "{} mixes {} with {}; write CAST(... AS DOUBLE) at each",
                               what, name_of(a.type), name_of(b.type))
                         : fmt::format("{} mixes {} with {}", what, name_of(a.type),
                                       name_of(b.type)));
    value.type =
        is_number(a.type) && is_number(b.type) ? SqlType::real : SqlType::unknown;
  }
  return value;
}

void ExpressionTypes::compare(const SqlValue& a, const SqlValue& b, int line) {
  if (is_open(a.type) || is_open(b.type) || a.type == b.type) return;
  if (is_number(a.type) && is_number(b.type)) return;
  const bool date_and_text = (a.type == SqlType::date && b.type == SqlType::text) ||
                             (a.type == SqlType::text && b.type == SqlType::date);
  if (date_and_text) return;  // a literal; the rules over tokens see to its form
  break_rule(line, fmt::format("a comparison of {} with {}", name_of(a.type),
                               name_of(b.type)));
}

void ExpressionTypes::check_condition(const SqlExpression& expression,
                                      const SqlScope& scope, bool of_groups) {
  const SqlValue value = value_of(expression, scope, of_groups);
  if (value.type != SqlType::boolean && !is_open(value.type))
    break_rule(
        expression.line,
        fmt::format("{} is {}, expected a condition such as {} = 1",
                    text_of(expression), name_of(value.type), text_of(expression)));
}

}  // namespace credence::portfolio
