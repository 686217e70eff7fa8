#include "engine/load/typed_column.h"

#include <fmt/core.h>

#include <array>
#include <cmath>

#include "base/date.h"
#include "engine/sql_text.h"
#include "portfolio/date_bounds.h"

namespace credence::engine {
namespace {

using portfolio::ColumnSpec;
using table::Type;

enum class RawKind { text, integer, real, date, time };

RawKind kind_of(std::string_view type) {
  for (const auto name : {"BIGINT", "INTEGER", "SMALLINT", "TINYINT", "HUGEINT",
                          "UBIGINT", "UINTEGER", "USMALLINT", "UTINYINT", "BOOLEAN"})
    if (type == name) return RawKind::integer;
  if (type == "DOUBLE" || type == "FLOAT" || type.starts_with("DECIMAL"))
    return RawKind::real;
  if (type == "DATE") return RawKind::date;
  if (type.starts_with("TIMESTAMP")) return RawKind::time;
  return RawKind::text;
}

// Whether SQL casts between the two without going through text.
bool casts_directly(RawKind from, Type to) {
  switch (to) {
    case Type::integer:
    case Type::real:
      return from == RawKind::integer || from == RawKind::real;
    case Type::date:
      return from == RawKind::date || from == RawKind::time;
    case Type::text:
      return from == RawKind::text;
  }
  return false;
}

std::string number(double value, Type type) {
  if (type == Type::integer && std::trunc(value) == value && std::abs(value) < 0x1p63)
    return fmt::format("{}", static_cast<std::int64_t>(value));
  return fmt::format("CAST('{}' AS DOUBLE)", value);
}

// Condition under which a raw value that is there has no value of the type. DuckDB
// rounds '12.5' to an integer and takes unpadded dates, which are refused here.
std::string type_fault(const ColumnSpec& spec, RawKind from, const std::string& r,
                       const std::string& v) {
  const std::string none = v + " IS NULL";
  const bool is_text = !casts_directly(from, spec.type) || from == RawKind::text;
  switch (spec.type) {
    case Type::integer:
      if (is_text)
        return fmt::format(
            "{} OR ((contains({r}, '.') OR contains({r}, 'e') OR contains({r}, 'E')) "
            "AND "
            "TRY_CAST({r} AS DOUBLE) <> {v})",
            none, fmt::arg("r", r), fmt::arg("v", v));
      return from == RawKind::real ? fmt::format("{} OR {} <> {}", none, v, r) : none;
    case Type::real:
      return fmt::format("{} OR NOT isfinite({})", none, v);
    case Type::date: {
      std::string fault = fmt::format(
          "{} OR {} < DATE '0001-01-01' OR {} > DATE '9999-12-31'", none, v, v);
      if (is_text && spec.date_format.empty())
        fault += fmt::format(" OR length({}) <> 10 OR substr({}, 5, 1) <> '-'", r, r);
      return fault;
    }
    case Type::text:
      return "false";
  }
  return "false";
}

}  // namespace

int code_of(std::size_t index, Fault fault) {
  return static_cast<int>(index) * faults + static_cast<int>(fault);
}

std::string missing_check(const ColumnSpec& spec, std::size_t index) {
  if (!spec.required) return "";
  return fmt::format(" WHEN v{} IS NULL THEN {}", index,
                     code_of(index, Fault::missing));
}

std::string range_check(const ColumnSpec& spec, std::size_t index) {
  std::string condition;
  const auto also = [&](const std::string& more) {
    condition += (condition.empty() ? "" : " OR ") + more;
  };
  if (spec.minimum)
    also(fmt::format("v{} < {}", index, number(*spec.minimum, spec.type)));
  if (spec.maximum)
    also(fmt::format("v{} > {}", index, number(*spec.maximum, spec.type)));
  if (spec.type == Type::date)
    also(fmt::format("v{0} < DATE '{1}' OR v{0} > DATE '{2}'", index,
                     format_date(portfolio::first_day),
                     format_date(portfolio::last_day)));
  if (!spec.categories.empty()) {
    std::string list;
    for (const std::string& category : spec.categories)
      list += (list.empty() ? "" : ", ") + literal(category);
    also(fmt::format("v{} NOT IN ({})", index, list));
  }
  if (condition.empty()) return "";
  return fmt::format(" WHEN {} THEN {}", condition, code_of(index, Fault::range));
}

TypedColumn typed_column(const ColumnSpec& spec, std::size_t index,
                         std::string_view expression, std::string_view type,
                         const std::string& missing_texts, bool is_csv) {
  const RawKind from = kind_of(type);
  const bool direct = casts_directly(from, spec.type);
  const std::string r = fmt::format("r{}", index), v = fmt::format("v{}", index);
  TypedColumn column;
  column.raw = expression;
  if (type == "FLOAT") column.raw = fmt::format("CAST({} AS DOUBLE)", expression);
  if (!direct && from != RawKind::text)
    column.raw = fmt::format("CAST({} AS VARCHAR)", expression);
  if (from == RawKind::text && !is_csv) {  // CSV reading has replaced them already
    if (type != "VARCHAR") column.raw = fmt::format("CAST({} AS VARCHAR)", expression);
    column.raw = fmt::format("CASE WHEN {} NOT IN ({}) THEN {} END", column.raw,
                             missing_texts, column.raw);
  }
  if (spec.type == Type::date && !direct && !spec.date_format.empty())
    column.value =
        fmt::format("CAST(try_strptime({}, {}) AS DATE)", r, literal(spec.date_format));
  else if (spec.type == Type::text)
    column.value = r;
  else
    column.value = fmt::format("TRY_CAST({} AS {})", r, sql_type(spec.type));
  // Minus zero would sort and print unlike zero; adding zero is optimised away.
  if (spec.type == Type::real)
    column.value = fmt::format("CASE WHEN {0} = 0 THEN CAST(0 AS DOUBLE) ELSE {0} END",
                               column.value);

  column.wrong = fmt::format(" WHEN {} IS NOT NULL AND ({}) THEN {}", r,
                             type_fault(spec, from, r, v), code_of(index, Fault::type));
  if (spec.type == Type::text) column.wrong.clear();
  column.wrong += missing_check(spec, index) + range_check(spec, index);
  return column;
}

std::string expected(const ColumnSpec& spec, Fault fault) {
  if (spec.type == Type::date && fault == Fault::range)
    return portfolio::within_date_bounds;
  if (!spec.categories.empty()) {
    std::string list;
    for (const std::string& category : spec.categories)
      list += fmt::format("{}'{}'", list.empty() ? "" : ", ", category);
    return "one of " + list;
  }
  std::string what;
  switch (spec.type) {
    case Type::integer:
      what = "an integer";
      break;
    case Type::real:
      what = "a number";
      break;
    case Type::text:
      what = "a text";
      break;
    case Type::date:
      what = spec.date_format.empty()
                 ? "a date like 2026-03-01"
                 : fmt::format("a date written as {}", spec.date_format);
  }
  if (spec.minimum && spec.maximum)
    return fmt::format("{} from {} to {}", what, *spec.minimum, *spec.maximum);
  if (spec.minimum) return fmt::format("{} not below {}", what, *spec.minimum);
  if (spec.maximum) return fmt::format("{} not above {}", what, *spec.maximum);
  return what;
}

}  // namespace credence::engine
