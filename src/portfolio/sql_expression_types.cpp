#include "portfolio/sql_expression_types.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace credence::portfolio {
namespace {

using Node = SqlExpression::Kind;

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
    case Node::number:
      return number(expression);
    case Node::text: {
      SqlValue value = of_type(SqlType::text, false);
      value.texts = {expression.name};
      value.is_written = true;
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
        const auto columns = subquery_(*expression.query, &scope).columns;
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
      const SqlRelation rows = subquery_(*expression.query, &scope);
      if (rows.columns.size() != 1) {
        break_rule(expression.line,
                   "a subquery used as a value has to give one column");
        return {};
      }
      if (!rows.has_one_row())
        break_rule(expression.line,
                   "a subquery used as a value may give several rows, of which engines "
                   "take any or none; aggregate it, as in SELECT MAX(...)");
      SqlValue value = rows.columns[0].value;
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
  value.is_written = false;
  if (is_open(a.type) || is_open(b.type)) return value;
  if (a.type == SqlType::integer && b.type == SqlType::integer) {
    value.range = either(a.range, b.range);
    value.is_small = a.is_small && b.is_small;
    if (value.unbounded.empty()) value.unbounded = b.unbounded;
  } else if (a.type == SqlType::text && b.type == SqlType::text) {
    if (a.texts && b.texts)
      value.texts->insert(b.texts->begin(), b.texts->end());
    else
      value.texts.reset();
  } else if (a.type == SqlType::date && b.type == SqlType::date) {
    value.range = either(days_of(a), days_of(b));
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
