// The functions that every engine has or gets from its prelude.
#include <algorithm>
#include <array>
#include <map>

#include "base/date.h"
#include "portfolio/sql_expression_types.h"

namespace credence::portfolio {
namespace {

using Node = SqlExpression::Kind;
using Wide = IntegerRange::Wide;

// From 1900-01-01 to 2199-12-31, the dates that ingestion takes; from 0001-01-01 to
// 9999-12-31, those that all engines write alike.
constexpr IntegerRange taken_days = IntegerRange::of(-25'567, 84'005);
constexpr IntegerRange written_days = IntegerRange::of(-719'162, 2'932'896);
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
  return integer_in(IntegerRange::of(low, high), nullable);
}

}  // namespace

IntegerRange days_of(const SqlValue& value) {
  if (value.type == SqlType::date && value.range.is_bounded()) return value.range;
  if (value.type != SqlType::text || !value.texts || value.texts->empty())
    return taken_days;
  std::optional<IntegerRange> all;
  for (const std::string& text : *value.texts) {
    const auto day = parse_date(text);
    if (!day) continue;
    const IntegerRange one = IntegerRange::of(*day, *day);
    all = all ? either(*all, one) : one;
  }
  return all.value_or(taken_days);
}

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

void ExpressionTypes::check_date(const SqlExpression& expression, const SqlValue& value,
                                 std::size_t argument) {
  expect_type(expression, value, argument, {SqlType::date, SqlType::text});
  if (value.type != SqlType::text) return;
  const auto is_date = [](const std::string& text) {
    return parse_date(text).has_value();
  };
  if (!value.texts || !std::ranges::all_of(*value.texts, is_date))
    break_rule(expression.line,
               fmt::format("{}: argument {} may be a text that is no date",
                           text_of(expression), argument + 1));
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
  std::set<std::string> keys;
  for (const SqlExpression& key : expression.partition) {
    value_of(key, scope, of_groups);
    keys.insert(text_of(key));
    if (const auto place = place_of(key, scope)) fixed.insert(*place);
  }
  for (const SqlOrder& order : expression.order) {
    const SqlValue value = value_of(order.key, scope, of_groups);
    keys.insert(text_of(order.key));
    if (value.nullable && !order.places_nulls)
      break_rule(
          order.key.line,
          fmt::format("ORDER BY {} may meet NULL, which engines place differently; "
                      "write NULLS FIRST or NULLS LAST",
                      text_of(order.key)));
    if (const auto place = place_of(order.key, scope)) fixed.insert(*place);
  }
  if (expression.order.empty()) {
    if (is_one_of(window_functions, expression.name) || expression.has_frame)
      break_rule(expression.line,
                 fmt::format("{} has no ORDER BY, so engines number rows differently",
                             text_of(expression)));
    return;
  }
  // Where the order does not reach a key, ties are left to the engine; a group is known
  // by all that it is grouped by.
  const bool is_total = of_groups
                            ? std::ranges::includes(keys, scope.group_texts)
                            : rows_for(scope.sources, scope.equalities, fixed) == 1;
  if (!is_total && expression.name != "RANK" && expression.name != "DENSE_RANK")
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
  value.is_written = false;
  if (name == "LAG" || name == "LEAD") {
    if (arguments.size() > 1 && (expression.parts[1].kind != Node::number ||
                                 arguments[1].type != SqlType::integer))
      break_rule(
          expression.line,
          fmt::format("{} looks {} rows away, expected a whole number written out",
                      text_of(expression), text_of(expression.parts[1])));
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
  each.is_small = false;  // a sum has 128 bits
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
  value.is_written = false;
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
  check_date(expression, arguments[0], 0);
  if (name == "DAYS_BETWEEN") {
    check_date(expression, arguments[1], 1);
    return integer_in(days_of(arguments[1]) - days_of(arguments[0]), nullable);
  }
  if (name == "ADD_DAYS") {
    expect_type(expression, arguments[1], 1, {SqlType::integer});
    const IntegerRange days = days_of(arguments[0]) + arguments[1].range;
    if (arguments[1].type == SqlType::integer &&
        (days.low < written_days.low || days.high > written_days.high))
      break_rule(expression.line,
                 fmt::format("{} may leave the years 1 to 9999; put lesser_of and "
                             "greater_of around the number of days",
                             text_of(expression)));
    return {.type = SqlType::date, .nullable = nullable, .range = days};
  }
  if (name == "YEAR_OF") return integer_in(1, 9999, nullable);
  return integer_in(1, 12, nullable);
}

}  // namespace credence::portfolio
