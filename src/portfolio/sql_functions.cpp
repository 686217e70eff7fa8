// The functions that every engine has or gets from its prelude.
#include <algorithm>
#include <array>
#include <map>

#include "portfolio/sql_expression_types.h"

namespace credence::portfolio {
namespace {

using Node = SqlExpression::Kind;
using Wide = IntegerRange::Wide;

// From 1900-01-01 to 2199-12-31, the dates that ingestion takes.
constexpr std::int64_t most_days = 109'572;
// No database holds more rows; a count alone passes no limit.
constexpr std::int64_t most_rows_anywhere = std::int64_t{1} << 40;

constexpr std::array<std::string_view, 4> aggregates{"COUNT", "SUM", "MIN", "MAX"};
constexpr std::array<std::string_view, 5> window_functions{"ROW_NUMBER", "RANK",
                                                           "DENSE_RANK", "LAG", "LEAD"};

template <std::size_t size>
bool is_one_of(const std::array<std::string_view, size>& names, std::string_view name) {
  return std::ranges::count(names, name) != 0;
}

struct Arguments {
  std::size_t least, most;
};

const std::map<std::string, Arguments, std::less<>>& arguments_of() {
  static const std::map<std::string, Arguments, std::less<>> counts{
      {"COUNT", {1, 1}},      {"SUM", {1, 1}},          {"MIN", {1, 1}},
      {"MAX", {1, 1}},        {"ROW_NUMBER", {0, 0}},   {"RANK", {0, 0}},
      {"DENSE_RANK", {0, 0}}, {"LAG", {1, 3}},          {"LEAD", {1, 3}},
      {"COALESCE", {2, 99}},  {"NULLIF", {2, 2}},       {"ABS", {1, 1}},
      {"SQRT", {1, 1}},       {"DAYS_BETWEEN", {2, 2}}, {"ADD_DAYS", {2, 2}},
      {"YEAR_OF", {1, 1}},    {"MONTH_OF", {1, 1}},     {"FLOOR_OF", {1, 1}},
      {"GREATER_OF", {2, 2}}, {"LESSER_OF", {2, 2}}};
  return counts;
}

std::string instead_of(std::string_view name) {
  static const std::map<std::string, std::string, std::less<>> advice{
      {"AVG", "write CAST(SUM(x) AS DOUBLE) / NULLIF(COUNT(x), 0)"},
      {"STDDEV", "write sqrt over exact sums, n * SUM(x * x) - SUM(x) * SUM(x)"},
      {"VAR", "write exact sums, n * SUM(x * x) - SUM(x) * SUM(x)"},
      {"ROUND", "engines round halves differently; write floor_of, or leave it"},
      {"LN", "declare it in portfolio.toml under features.logarithms"},
      {"LOG", "declare it in portfolio.toml under features.logarithms"},
      {"IFNULL", "write COALESCE"},
      {"NVL", "write COALESCE"},
      {"IF", "write CASE"},
      {"IIF", "write CASE"},
      {"GREATEST", "write greater_of"},
      {"LEAST", "write lesser_of"},
      {"FLOOR", "write floor_of"},
      {"YEAR", "write year_of"},
      {"MONTH", "write month_of"},
      {"EXTRACT", "write year_of or month_of"},
      {"JULIANDAY", "write days_between"},
      {"DATE", "compare with the padded text, as in x >= '2024-01-31'"}};
  std::string best;
  for (const auto& [start, text] : advice)
    if (name == start || (start.size() >= 3 && name.starts_with(start))) best = text;
  if (name.starts_with("DATE") && name != "DATE") best = "write days_between";
  return best.empty() ? "there are COUNT, SUM, MIN, MAX, ROW_NUMBER, RANK, LAG, LEAD, "
                        "COALESCE, NULLIF, ABS, SQRT, days_between, add_days, year_of, "
                        "month_of, floor_of, greater_of, lesser_of"
                      : best;
}

SqlValue integer_in(Wide low, Wide high, bool nullable) {
  return {.type = SqlType::integer,
          .nullable = nullable,
          .range = IntegerRange::of(low, high)};
}

}  // namespace

bool is_aggregate(const SqlExpression& expression) {
  return expression.kind == Node::call && !expression.is_window &&
         is_one_of(aggregates, expression.name);
}

void ExpressionTypes::expect_type(const SqlExpression& expression,
                                  const SqlValue& value, std::size_t argument,
                                  std::initializer_list<SqlType> types) {
  if (value.type == SqlType::unknown || value.type == SqlType::null) return;
  if (std::ranges::find(types, value.type) != types.end()) return;
  break_rule(expression.line,
             fmt::format("{}: argument {} is {}, expected {}", text_of(expression),
                         argument + 1, name_of(value.type), name_of(*types.begin())));
}

SqlValue ExpressionTypes::call(const SqlExpression& expression, const SqlScope& scope,
                               bool of_groups) {
  const auto known = arguments_of().find(expression.name);
  if (known == arguments_of().end()) {
    break_rule(expression.line,
               fmt::format("the function {} is not the same in all engines; {}",
                           expression.name, instead_of(expression.name)));
    return {};
  }
  const std::size_t count = expression.parts.size();
  if (count < known->second.least || count > known->second.most) {
    break_rule(expression.line,
               fmt::format("{} has {} arguments, expected {}{}", text_of(expression),
                           count, known->second.least,
                           known->second.most > known->second.least
                               ? fmt::format(" to {}", known->second.most)
                               : ""));
    return {};
  }
  if (expression.is_window) check_window(expression, scope, of_groups);
  if (is_one_of(aggregates, expression.name) ||
      is_one_of(window_functions, expression.name))
    return aggregate(expression, scope, of_groups);
  if (expression.is_window || expression.is_distinct || !expression.filter.empty())
    break_rule(expression.line,
               fmt::format("{} takes no OVER, DISTINCT or FILTER", expression.name));
  std::vector<SqlValue> arguments;
  for (const SqlExpression& part : expression.parts)
    arguments.push_back(value_of(part, scope, of_groups));
  return prelude(expression, arguments);
}

void ExpressionTypes::check_window(const SqlExpression& expression,
                                   const SqlScope& scope, bool of_groups) {
  if (expression.is_distinct || !expression.filter.empty())
    break_rule(
        expression.line,
        fmt::format("{} has DISTINCT or FILTER over a window, which not all engines "
                    "have; put a CASE inside",
                    text_of(expression)));
  std::set<SqlPlace> fixed;
  bool all_columns = true;
  for (const SqlExpression& key : expression.partition) {
    value_of(key, scope, of_groups);
    if (const auto place = place_of(key, scope)) fixed.insert(*place);
  }
  for (const SqlOrder& order : expression.order) {
    const SqlValue value = value_of(order.key, scope, of_groups);
    if (value.nullable && !order.places_nulls)
      break_rule(
          order.key.line,
          fmt::format("ORDER BY {} may meet NULL, which engines place differently; "
                      "write NULLS FIRST or NULLS LAST",
                      text_of(order.key)));
    if (const auto place = place_of(order.key, scope))
      fixed.insert(*place);
    else
      all_columns = false;
  }
  if (expression.order.empty()) {
    if (is_one_of(window_functions, expression.name))
      break_rule(expression.line,
                 fmt::format("{} has no ORDER BY, so engines number rows differently",
                             text_of(expression)));
    return;
  }
  // Where keys are known and the order does not reach one, ties are left to the engine.
  const bool keys_known = std::ranges::all_of(
      scope.sources,
      [](const SqlSource& source) { return !source.relation.keys.empty(); });
  if (keys_known && all_columns && scope.group.empty() && expression.name != "RANK" &&
      expression.name != "DENSE_RANK" &&
      rows_for(scope.sources, scope.equalities, fixed) != 1)
    break_rule(
        expression.line,
        fmt::format("ORDER BY of {} leaves ties to the engine; add the primary key "
                    "of the table as its last column",
                    text_of(expression)));
}

SqlValue ExpressionTypes::aggregate(const SqlExpression& expression,
                                    const SqlScope& scope, bool of_groups) {
  const bool inner = expression.is_window && of_groups;
  if (!expression.is_window && is_one_of(window_functions, expression.name))
    break_rule(expression.line,
               fmt::format("{} has no OVER (...)", text_of(expression)));
  for (const SqlExpression& filter : expression.filter)
    check_condition(filter, scope, inner);
  std::vector<SqlValue> arguments;
  for (const SqlExpression& part : expression.parts)
    if (part.kind != Node::star) arguments.push_back(value_of(part, scope, inner));

  std::set<SqlPlace> fixed = expression.is_window ? std::set<SqlPlace>{} : scope.group;
  for (const SqlExpression& key : expression.partition)
    if (const auto place = place_of(key, scope)) fixed.insert(*place);
  const auto rows = rows_for(scope.sources, scope.equalities, fixed);
  const std::string& name = expression.name;
  if (name == "COUNT") return integer_in(0, rows.value_or(most_rows_anywhere), false);
  if (name == "ROW_NUMBER" || name == "RANK" || name == "DENSE_RANK")
    return integer_in(1, rows.value_or(most_rows_anywhere), false);

  SqlValue value = arguments.empty() ? SqlValue{} : arguments[0];
  value.nullable = true;
  if (name == "LAG" || name == "LEAD") {
    if (arguments.size() == 3)
      value = together(value, arguments[2], expression.line, name);
    return value;
  }
  if (value.type == SqlType::boolean)
    break_rule(expression.line,
               fmt::format("{} aggregates a condition; write CASE WHEN ... "
                           "THEN 1 ELSE 0 END",
                           text_of(expression)));
  if (name != "SUM") return value;
  if (value.type == SqlType::real || value.type == SqlType::decimal) {
    break_rule(expression.line,
               fmt::format("{} adds reals, whose sum depends on the order of rows; add "
                           "whole numbers of a smaller unit",
                           text_of(expression)));
    return value;
  }
  expect_type(expression, value, 0, {SqlType::integer});
  if (value.type != SqlType::integer) return {};
  SqlValue each = value;
  if (!rows) {
    each.range = {};
    each.unbounded =
        "nothing bounds the rows that it adds; group by application_id, and join each "
        "table by its link";
  }
  SqlValue sum =
      bounded(expression, rows ? sum_of(value.range, *rows) : IntegerRange{}, {&each});
  sum.nullable = true;
  return sum;
}

SqlValue ExpressionTypes::prelude(const SqlExpression& expression,
                                  const std::vector<SqlValue>& arguments) {
  const std::string& name = expression.name;
  bool nullable = false;
  for (const SqlValue& argument : arguments) nullable |= argument.nullable;
  SqlValue value = arguments[0];
  value.nullable = nullable;
  if (name == "COALESCE") {
    bool all = true;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      all = all && arguments[i].nullable;
      if (i > 0) value = together(value, arguments[i], expression.line, name);
    }
    value.nullable = all;
    return value;
  }
  if (name == "NULLIF") {
    compare(arguments[0], arguments[1], expression.line);
    value.nullable = true;
    return value;
  }
  if (name == "GREATER_OF" || name == "LESSER_OF") {
    value = together(arguments[0], arguments[1], expression.line, lower_case(name));
    if (value.type == SqlType::integer)
      value.range = name == "LESSER_OF"
                        ? lesser(arguments[0].range, arguments[1].range)
                        : greater(arguments[0].range, arguments[1].range);
    return value;
  }
  if (name == "ABS") {
    expect_type(expression, value, 0, {SqlType::integer, SqlType::real});
    if (value.type != SqlType::integer) return value;
    return bounded(expression, absolute(value.range), {&value});
  }
  if (name == "SQRT") {
    expect_type(expression, value, 0, {SqlType::real, SqlType::integer});
    return {.type = SqlType::real, .nullable = true};
  }
  if (name == "FLOOR_OF") {
    expect_type(expression, value, 0, {SqlType::real});
    SqlValue whole{.type = SqlType::integer, .nullable = nullable};
    whole.unbounded =
        text_of(expression) + " has no bounds; put greater_of and lesser_of around it";
    return whole;
  }
  expect_type(expression, arguments[0], 0, {SqlType::date, SqlType::text});
  if (name == "DAYS_BETWEEN") {
    expect_type(expression, arguments[1], 1, {SqlType::date, SqlType::text});
    return integer_in(-most_days, most_days, nullable);
  }
  if (name == "ADD_DAYS") {
    expect_type(expression, arguments[1], 1, {SqlType::integer});
    return {.type = SqlType::date, .nullable = nullable};
  }
  if (name == "YEAR_OF") return integer_in(1, 9999, nullable);
  return integer_in(1, 12, nullable);
}

}  // namespace credence::portfolio
