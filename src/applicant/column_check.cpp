#include "applicant/column_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/date.h"
#include "portfolio/date_bounds.h"

namespace credence::applicant {
namespace {

using portfolio::ColumnSpec;
using portfolio::TableSpec;
using table::Type;
using table::Value;

bool is_taken(Day day) {
  return day >= portfolio::first_day && day <= portfolio::last_day;
}

std::string shown_day(Day day) {
  static constexpr Day first = -719528, last = 2932896;  // 0000-01-01, 9999-12-31
  return day >= first && day <= last ? format_date(day)
                                     : fmt::format("the day {}", day);
}

std::string describe(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value))
    return fmt::format("{}", *whole);
  if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
  if (const auto* text = std::get_if<std::string>(&value))
    return fmt::format("\"{}\"", *text);
  return "nothing";
}

std::string described_bounds(const ColumnSpec& column) {
  if (column.minimum && column.maximum)
    return fmt::format("{} to {}", *column.minimum, *column.maximum);
  return column.minimum ? fmt::format("at least {}", *column.minimum)
                        : fmt::format("at most {}", *column.maximum);
}

std::unexpected<Error> refused(const TableSpec& table, const ColumnSpec& column,
                               const Value& value, std::string_view expected) {
  return bad_input("{}.{}: found {}, expected {}", table.name, column.name,
                   describe(value), expected);
}

bool within_bounds(const ColumnSpec& column, double number) {
  return (!column.minimum || number >= *column.minimum) &&
         (!column.maximum || number <= *column.maximum);
}

}  // namespace

bool may_be_missing(const TableSpec& table, const ColumnSpec& column) {
  return !column.required &&
         std::ranges::find(table.key, column.name) == table.key.end();
}

Result<> check_day(std::string_view place, Day day) {
  if (is_taken(day)) return {};
  return bad_input("{}: found {}, expected {}", place, shown_day(day),
                   portfolio::within_date_bounds);
}

Result<> check(const TableSpec& table, const ColumnSpec& column, const Value& value) {
  if (table::is_missing(value)) {
    if (may_be_missing(table, column)) return {};
    return bad_input("{}.{}: is missing, but schema.sql says NOT NULL; give it a value",
                     table.name, column.name);
  }
  if (column.type == Type::text) {
    const auto* text = std::get_if<std::string>(&value);
    if (!text) return refused(table, column, value, "a text");
    if (column.categories.empty() ||
        std::ranges::find(column.categories, *text) != column.categories.end())
      return {};
    return refused(table, column, value,
                   fmt::format("one of {}", fmt::join(column.categories, ", ")));
  }
  const auto* whole = std::get_if<std::int64_t>(&value);
  if (column.type == Type::date) {
    if (!whole) return refused(table, column, value, portfolio::within_date_bounds);
    if (is_taken(*whole)) return {};
    return check_day(fmt::format("{}.{}", table.name, column.name), *whole);
  }
  const auto* real = std::get_if<double>(&value);
  if (column.type == Type::integer ? !whole : !whole && !real)
    return refused(table, column, value,
                   column.type == Type::integer ? "a whole number" : "a number");
  const double number = whole ? static_cast<double>(*whole) : *real;
  if (!std::isfinite(number)) return refused(table, column, value, "a finite number");
  if (!within_bounds(column, number))
    return refused(table, column, value, described_bounds(column));
  return {};
}

}  // namespace credence::applicant
