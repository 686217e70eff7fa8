#include "draft/column_facts.h"

#include <array>
#include <span>

#include "engine/sql_text.h"

namespace credence::draft {
namespace {

using table::Type;

// With a padded day, month and four-digit year first: where several fit, the day is
// taken to stand before the month.
constexpr std::array<std::string_view, 23> date_formats{"%Y-%m-%d",
                                                        "%Y-%m-%d %H:%M:%S",
                                                        "%Y-%m-%dT%H:%M:%S",
                                                        "%Y-%m-%d %H:%M:%S.%f",
                                                        "%Y-%m-%dT%H:%M:%SZ",
                                                        "%Y-%m-%d %H:%M",
                                                        "%Y/%m/%d",
                                                        "%Y/%m/%d %H:%M:%S",
                                                        "%Y.%m.%d",
                                                        "%d/%m/%Y",
                                                        "%d.%m.%Y",
                                                        "%d-%m-%Y",
                                                        "%d/%m/%Y %H:%M:%S",
                                                        "%d/%m/%Y %H:%M",
                                                        "%m/%d/%Y",
                                                        "%m-%d-%Y",
                                                        "%m/%d/%Y %H:%M:%S",
                                                        "%m/%d/%Y %H:%M",
                                                        "%d-%b-%Y",
                                                        "%d %b %Y",
                                                        "%b %d, %Y",
                                                        "%d/%m/%y",
                                                        "%m/%d/%y"};
constexpr std::array<std::string_view, 2> number_formats{"%Y%m%d", "%y%m%d"};

// The conditions under which loading takes a text for a type.
std::string is_whole(const std::string& c) {
  return fmt::format(
      "TRY_CAST({0} AS BIGINT) IS NOT NULL AND NOT ((contains({0}, '.') OR "
      "contains(lower({0}), 'e')) AND TRY_CAST({0} AS DOUBLE) <> TRY_CAST({0} AS "
      "BIGINT))",
      c);
}

std::string is_real(const std::string& c) {
  return fmt::format("COALESCE(isfinite(TRY_CAST({} AS DOUBLE)), false)", c);
}

std::string is_iso_date(const std::string& c) {
  return fmt::format(
      "TRY_CAST({0} AS DATE) IS NOT NULL AND length({0}) = 10 AND substr({0}, 5, 1) = "
      "'-'",
      c);
}

std::string is_padded(const std::string& c) {
  return fmt::format("regexp_full_match(trim({}), '[-+]?0[0-9]+')", c);
}

std::string is_date_as(const std::string& c, std::string_view format) {
  // Two-digit years would otherwise be taken for the first century.
  return fmt::format(
      "COALESCE(year(try_strptime({}, {})) BETWEEN 1900 AND 2199, "
      "false)",
      c, engine::literal(format));
}

Result<bool> holds(RawFile& file, const std::string& condition) {
  const auto found = TRY(file.engine->query(fmt::format(
      "SELECT COALESCE(bool_and({}), false) AS holds FROM raw", condition)));
  return found.columns[0].integers[0] != 0;
}

Result<std::optional<std::string>> date_format(RawFile& file, const std::string& c,
                                               const std::string& example,
                                               std::span<const std::string_view> from) {
  for (const std::string_view format : from) {
    const auto one = TRY(file.engine->query(fmt::format(
        "SELECT {} AS fits", is_date_as(engine::literal(example), format))));
    if (one.columns[0].integers[0] == 0) continue;
    if (TRY(holds(file, fmt::format("{} IS NULL OR {}", c, is_date_as(c, format)))))
      return std::string(format);
  }
  return std::nullopt;
}

Result<> measure_numbers(RawFile& file, const std::string& c, ColumnFacts& facts) {
  const auto found = TRY(file.engine->query(fmt::format(
      "SELECT MIN(x) AS low, MAX(x) AS high, COUNT(DISTINCT v) AS n, "
      "quantile_cont(x, 0.05) AS q05, quantile_cont(x, 0.5) AS q50, quantile_cont(x, "
      "0.95) AS q95 FROM (SELECT CAST({0} AS {1}) AS v, CAST({0} AS DOUBLE) AS x FROM "
      "raw)",
      c, engine::sql_type(facts.type))));
  const auto at = [&](std::size_t i) { return found.columns[i].number(0); };
  facts.minimum = at(0);
  facts.maximum = at(1);
  facts.distinct = found.columns[2].integers[0];
  const double width = at(5) - at(3);
  if (width > 0) facts.skewness = (at(5) + at(3) - 2 * at(4)) / width;
  return {};
}

Result<> find_date(RawFile& file, const std::string& c, ColumnFacts& facts,
                   std::span<const std::string_view> formats) {
  const auto format = TRY(date_format(file, c, facts.example, formats));
  if (!format) return {};
  facts.type = Type::date;
  facts.date_format = *format;
  if (format->starts_with("%d/%m") || format->starts_with("%d-%m")) {
    std::string other = *format;
    std::swap(other[1], other[4]);
    facts.is_day_first_guessed =
        TRY(holds(file, fmt::format("{} IS NULL OR {}", c, is_date_as(c, other))));
  }
  return {};
}

}  // namespace

Result<ColumnFacts> facts_of(RawFile& file, std::size_t column, bool as_date) {
  const std::string c = fmt::format("c{}", column);
  const auto found = TRY(file.engine->query(fmt::format(
      "SELECT COUNT({0}) AS present, COUNT(DISTINCT {0}) AS n, MIN({0}) AS example, "
      "bool_and({1}) AS whole, bool_and({2}) AS real, bool_and({3}) AS iso, "
      "bool_or({4}) AS padded, bool_and(regexp_full_match(trim({0}), "
      "'[-+(]?[$€£₹]? ?[0-9][0-9.,'' ]*\\)? ?[%€]?')) AS almost, COUNT(*) FILTER "
      "(WHERE "
      "NOT ({2})) AS others, MIN({0}) FILTER (WHERE NOT ({2})) AS other FROM raw WHERE "
      "{0} IS NOT NULL",
      c, is_whole(c), is_real(c), is_iso_date(c), is_padded(c))));
  const auto says = [&](std::size_t i) {
    return !found.columns[i].is_missing(0) && found.columns[i].integers[0] != 0;
  };
  ColumnFacts facts;
  facts.present = found.columns[0].integers[0];
  facts.distinct = found.columns[1].integers[0];
  facts.example = std::string(found.columns[2].text(0));
  facts.unlike_numbers = found.columns[8].integers[0];
  if (facts.unlike_numbers > 0) facts.no_number = std::string(found.columns[9].text(0));
  const bool whole = says(3), real = says(4), padded = says(6);
  if (facts.present == 0) return facts;
  if (says(5)) {
    facts.type = Type::date;
  } else if (whole && as_date) {
    TRY(find_date(file, c, facts, number_formats));
  } else if (!real) {
    TRY(find_date(file, c, facts, date_formats));
    facts.looks_like_number = facts.type == Type::text && says(7);
  }
  if (facts.type == Type::text && real && !padded) {
    facts.type = whole ? Type::integer : Type::real;
    TRY(measure_numbers(file, c, facts));
  }
  return facts;
}

Result<std::vector<Counted>> values_of(RawFile& file, std::size_t column, Type type,
                                       std::size_t most) {
  const std::string value =
      type == Type::integer
          ? fmt::format("CAST(CAST(c{} AS BIGINT) AS VARCHAR)", column)
          : fmt::format("c{}", column);
  const auto found = TRY(file.engine->query(
      fmt::format("SELECT {} AS value, COUNT(*) AS n FROM raw WHERE c{} IS NOT NULL "
                  "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {}",
                  value, column, most)));
  std::vector<Counted> values;
  for (std::size_t i = 0; i < found.rows(); ++i)
    values.push_back(
        {std::string(found.columns[0].text(i)), found.columns[1].integers[i]});
  return values;
}

}  // namespace credence::draft
