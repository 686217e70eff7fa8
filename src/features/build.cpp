#include <algorithm>
#include <cmath>

#include "features/feature_set.h"

namespace credence::features {
namespace {

using portfolio::Feature;
using portfolio::Kind;
using portfolio::Portfolio;
using table::Column;
using table::Table;
using table::Type;

// A statement as a subquery; the line break ends a comment on its last line.
std::string subquery(std::string_view sql) {
  while (!sql.empty() &&
         (std::isspace(static_cast<unsigned char>(sql.back())) || sql.back() == ';'))
    sql.remove_suffix(1);
  return fmt::format("({}\n)", sql);
}

std::string decisions_sql(const portfolio::Application& application) {
  return fmt::format(
      "CREATE TABLE decisions AS SELECT {} AS application_id, {} AS decided_at FROM {}",
      application.id,
      application.decided_at.empty() ? "CAST(NULL AS DATE)" : application.decided_at,
      application.table);
}

std::string observation_sql(const Portfolio& portfolio) {
  std::string until = "CAST(NULL AS DATE)";
  if (portfolio.target.observed_until)
    until = fmt::format("CAST('{}' AS DATE)",
                        format_date(*portfolio.target.observed_until));
  else if (!portfolio.application.decided_at.empty())
    until = "MAX(decided_at)";
  return fmt::format(
             "CREATE TABLE observation AS SELECT {} AS observed_until, CAST({} AS "
             "BIGINT) AS "
             "window_months FROM decisions",
             until, portfolio.target.window_months) +
         (until == "MAX(decided_at)" ? "" : " LIMIT 1");
}

std::string shown(const Column& ids, std::size_t row) {
  if (row >= ids.size()) return "nothing more";
  return ids.type == Type::text ? std::string(ids.text(row))
                                : fmt::format("{}", ids.integers[row]);
}

// One row per application, in the order of ids; what else was found is the error.
Result<> expect_ids(const Column& expected, const Column& found,
                    std::string_view file) {
  const auto same = [&](std::size_t i) { return expected.value(i) == found.value(i); };
  std::size_t i = 0;
  while (i < expected.size() && i < found.size() && same(i)) ++i;
  if (i == expected.size() && i == found.size()) return {};
  return bad_input(
      "{}: expected one row per application, {} in all, but found {} rows; the first "
      "difference: expected application {}, found {}",
      file, expected.size(), found.size(), shown(expected, i), shown(found, i));
}

Result<> check_flag(const Column& column) {
  for (std::size_t i = 0; i < column.size(); ++i)
    if (!column.is_missing(i) && column.number(i) != 0 && column.number(i) != 1)
      return bad_input(
          "features.sql: {} is declared a flag in portfolio.toml but holds {}; "
          "expected 0, "
          "1 or NULL",
          column.name, column.number(i));
  return {};
}

Result<> check_column(const Feature& feature, const Column& column, const Column& ids) {
  const bool wants_text =
      feature.kind == Kind::ordinal || feature.kind == Kind::nominal;
  const bool whole_or_real = column.type == Type::integer || column.type == Type::real;
  if (wants_text && column.type != Type::text)
    return bad_input(
        "features.sql: {} gives {} values, but portfolio.toml declares it as "
        "categories; "
        "expected text",
        feature.name, table::name_of(column.type));
  if (!wants_text && !whole_or_real)
    return bad_input(
        "features.sql: {} gives {} values; declare it under features.nominal or "
        "features.ordinal in portfolio.toml, or make it a number",
        feature.name, table::name_of(column.type));
  if (column.type == Type::real)
    for (std::size_t i = 0; i < column.size(); ++i)
      if (std::isinf(column.reals[i]))
        return bad_input(
            "features.sql: {} is {} for application {}; expected a finite number: "
            "guard "
            "divisions with NULLIF and keep products below 1e308",
            feature.name, column.reals[i], shown(ids, i));
  return feature.kind == Kind::flag ? check_flag(column) : Result<>{};
}

Result<Table> feature_columns(const Portfolio& portfolio, const Column& ids,
                              Table&& result) {
  Table features;
  for (const Feature& feature : portfolio.features) {
    const auto found =
        std::find_if(result.columns.begin(), result.columns.end(),
                     [&](const Column& column) { return column.name == feature.name; });
    if (found == result.columns.end())
      return bad_input("features.sql: gives no column {}", feature.name);
    TRY(check_column(feature, *found, ids));
    features.columns.push_back(std::move(*found));
  }
  return features;
}

std::vector<std::uint32_t> numbered(const Column& column) {
  Column texts;
  texts.type = Type::text;
  std::vector<std::uint32_t> numbers(column.size());
  std::unordered_map<std::int64_t, std::uint32_t> seen;
  std::uint32_t next = 0;
  for (std::size_t i = 0; i < column.size(); ++i) {
    const std::int64_t key =
        column.type == Type::text ? column.codes[i] : column.integers[i];
    // A row without a group stands alone.
    if (column.is_missing(i)) {
      numbers[i] = next++;
      continue;
    }
    const auto [place, fresh] = seen.try_emplace(key, next);
    next += fresh;
    numbers[i] = place->second;
  }
  return numbers;
}

Result<> read_outcomes(engine::Engine& engine, const Portfolio& portfolio,
                       FeatureSet& set) {
  const Table target = TRY_IN(
      "target.sql",
      engine.query(fmt::format(
          "SELECT application_id, CAST(outcome AS BIGINT) AS outcome, no_outcome "
          "FROM {} AS target ORDER BY application_id",
          subquery(portfolio.target.sql))));
  TRY(expect_ids(set.application_id, target.columns[0], "target.sql"));
  const Column& outcome = target.columns[1];
  const Column& reason = target.columns[2];
  for (std::size_t i = 0; i < outcome.size(); ++i) {
    if (outcome.is_missing(i)) {
      set.outcomes.push_back(no_outcome);
      std::string why = reason.type == Type::text && !reason.is_missing(i)
                            ? std::string(reason.text(i))
                            : "no reason given";
      const auto known =
          std::find_if(set.without_outcome.begin(), set.without_outcome.end(),
                       [&](const auto& entry) { return entry.first == why; });
      if (known == set.without_outcome.end())
        set.without_outcome.emplace_back(std::move(why), 1);
      else
        ++known->second;
    } else if (outcome.integers[i] == 0 || outcome.integers[i] == 1) {
      set.outcomes.push_back(static_cast<std::int8_t>(outcome.integers[i]));
    } else {
      return bad_input(
          "target.sql: outcome is {} in row {}; expected 1 (bad), 0 (good) or NULL",
          outcome.integers[i], i + 1);
    }
  }
  std::sort(set.without_outcome.begin(), set.without_outcome.end());
  return {};
}

Result<> expect_two_classes(const FeatureSet& set) {
  const auto bad = std::count(set.outcomes.begin(), set.outcomes.end(), 1);
  const auto good = std::count(set.outcomes.begin(), set.outcomes.end(), 0);
  if (bad > 0 && good > 0) return {};
  return bad_input(
      "target.sql: of {} applications {} are bad and {} good; a model needs both "
      "classes",
      set.rows(), bad, good);
}

}  // namespace

std::vector<std::uint32_t> FeatureSet::labelled() const {
  std::vector<std::uint32_t> rows;
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    if (outcomes[i] != no_outcome) rows.push_back(static_cast<std::uint32_t>(i));
  return rows;
}

std::string features_query(const Portfolio& portfolio) {
  return fmt::format("SELECT * FROM {} AS features ORDER BY application_id",
                     subquery(portfolio.texts.features_sql));
}

Result<> make_decisions(engine::Engine& engine, const Portfolio& portfolio) {
  TRY(engine.execute("DROP TABLE IF EXISTS decisions"));
  return engine.execute(decisions_sql(portfolio.application));
}

Result<FeatureSet> build(engine::Engine& engine, const Portfolio& portfolio) {
  TRY(make_decisions(engine, portfolio));
  TRY(engine.execute("DROP TABLE IF EXISTS observation"));
  TRY(engine.execute(observation_sql(portfolio)));

  FeatureSet set;
  const auto& application = portfolio.application;
  const bool dated = !application.decided_at.empty();
  // The date is the application table's own, which every engine knows to be one.
  Table ids = TRY(engine.query(
      fmt::format("SELECT {0} AS application_id, {1} AS decided_at, {2} AS grouped_by "
                  "FROM {3} ORDER "
                  "BY {0}",
                  application.id, dated ? application.decided_at : "CAST(NULL AS DATE)",
                  application.group.empty() ? application.id : application.group,
                  application.table)));
  if (ids.rows() == 0)
    return bad_input("{}: holds no application; there is nothing to learn from",
                     application.table);
  set.application_id = std::move(ids.columns[0]);
  set.decided_at =
      dated ? std::move(ids.columns[1].integers)
            : std::vector<Day>(set.application_id.size(), table::missing_integer);
  set.groups = numbered(ids.columns[2]);

  Table result = TRY_IN("features.sql", engine.query(features_query(portfolio)));
  const Column* found_ids = result.find("application_id");
  if (!found_ids) return bad_input("features.sql: gives no column application_id");
  TRY(expect_ids(set.application_id, *found_ids, "features.sql"));
  set.features = TRY(feature_columns(portfolio, set.application_id, std::move(result)));
  TRY(read_outcomes(engine, portfolio, set));
  TRY(expect_two_classes(set));
  return set;
}

}  // namespace credence::features
