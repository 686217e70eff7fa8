#include "features/truth.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "engine/engine.h"
#include "engine/load/csv_file.h"
#include "engine/sql_text.h"

namespace credence::features {
namespace {

using portfolio::Portfolio;
using table::Column;
using table::Table;

constexpr const char *best = "probability_from_observables", *whole = "probability";

// Where in the file each thing stands.
struct Layout {
  engine::CsvDialect dialect;
  std::size_t id = 0, probability = 0;
  std::optional<std::size_t> outcome;

  const std::string& name(std::size_t place) const { return dialect.first_line[place]; }
};

Result<Layout> layout_of(const std::filesystem::path& path,
                         const Portfolio& portfolio) {
  const std::string& id = portfolio.application.id;
  Layout layout;
  layout.dialect = TRY(engine::inspect_csv(
      path, {{id, "application_id", best, whole, "outcome"}, "", true}));
  const std::vector<std::string>& names = layout.dialect.first_line;
  const auto place =
      [&](std::initializer_list<std::string> known) -> std::optional<std::size_t> {
    for (const std::string& name : known)
      if (const auto found = std::ranges::find(names, name); found != names.end())
        return static_cast<std::size_t>(found - names.begin());
    return std::nullopt;
  };
  const auto id_place = place({id, "application_id"});
  const auto probability = place({best, whole});
  if (!id_place || !probability)
    return bad_input("{}: line 1: no column {}; found {}; expected {} and {}",
                     path.string(), id_place ? whole : id, fmt::join(names, ", "), id,
                     whole);
  layout.id = *id_place;
  layout.probability = *probability;
  layout.outcome = place({"outcome"});
  return layout;
}

// The rows in the file's order: id, probability, outcome, and the texts of an id and a
// probability that are none.
Result<Table> read_rows(const std::filesystem::path& path, const Layout& layout,
                        table::Type id_type) {
  std::string columns;
  for (std::size_t i = 0; i < layout.dialect.first_line.size(); ++i)
    columns += fmt::format("{}'c{}': 'VARCHAR'", i == 0 ? "" : ", ", i);
  const bool is_text = id_type == table::Type::text;
  const std::string id = fmt::format("c{}", layout.id);
  const std::string is_id = is_text
                                ? id + " IS NOT NULL"
                                : fmt::format(
                                      "COALESCE(regexp_full_match({0}, '-?[0-9]+') AND "
                                      "TRY_CAST({0} AS BIGINT) IS NOT NULL, FALSE)",
                                      id);
  const std::string sql = fmt::format(
      "SELECT {0} AS id, TRY_CAST(c{3} AS DOUBLE) AS probability, {4} AS outcome, "
      "CASE WHEN NOT {1} THEN COALESCE({2}, '') END AS wrong_id, "
      "CASE WHEN TRY_CAST(c{3} AS DOUBLE) BETWEEN 0 AND 1 THEN NULL "
      "ELSE COALESCE(c{3}, '') END AS wrong_probability "
      "FROM read_csv({5}, auto_detect = false, delim = {6}, quote = '\"', "
      "escape = '\"', header = true, columns = {{{7}}}, hive_partitioning = false)",
      is_text ? id
              : fmt::format("CASE WHEN {} THEN TRY_CAST({} AS BIGINT) END", is_id, id),
      is_id, id, layout.probability,
      layout.outcome ? fmt::format("TRY_CAST(c{} AS BIGINT)", *layout.outcome)
                     : "CAST(NULL AS BIGINT)",
      TRY(engine::file_literal(path)), engine::literal(layout.dialect.delimiter),
      columns);
  const auto engine = TRY(engine::open_engine("duckdb", {}));
  return TRY_IN(path.string(), engine->query(sql));
}

std::string shown(const Column& ids, std::size_t row) {
  return ids.type == table::Type::text ? fmt::format("\"{}\"", ids.text(row))
                                       : fmt::format("{}", ids.integers[row]);
}

// Takes the rows one by one into what is known of the set's applications.
class Reading {
 public:
  Reading(const FeatureSet& set, const Layout& layout, const Table& rows)
      : set_(set),
        layout_(layout),
        rows_(rows),
        seen_(set.rows()),
        result_(set.rows(), std::numeric_limits<double>::quiet_NaN()) {}

  // Without the line, which is only looked for when there is something to say.
  Result<> take(std::size_t row) {
    const Column &wrong_id = rows_.columns[3], &wrong_probability = rows_.columns[4];
    if (!wrong_id.is_missing(row))
      return bad_input(
          "{} is \"{}\"; expected {}", layout_.name(layout_.id), wrong_id.text(row),
          set_.application_id.type == table::Type::text ? "the application's id"
                                                        : "a whole number");
    if (!wrong_probability.is_missing(row))
      return bad_input("{} is \"{}\"; expected a number from 0 to 1",
                       layout_.name(layout_.probability), wrong_probability.text(row));
    const auto application = find(rows_.columns[0], row);
    if (!application) return {};
    const auto name = [&] {
      return fmt::format("{} {}", layout_.name(layout_.id),
                         shown(rows_.columns[0], row));
    };
    if (seen_[*application])
      return bad_input("{} stands there twice; expected one row per application",
                       name());
    seen_[*application] = true;
    ++known_;
    const Column& outcome = rows_.columns[2];
    const std::int8_t expected = set_.outcomes[*application];
    if (!outcome.is_missing(row) && expected != no_outcome &&
        outcome.integers[row] != expected)
      return bad_input(
          "outcome is {}, but target.sql makes it {} for {}: this is the truth of "
          "other data or of another target; name the file that was made with the data",
          outcome.integers[row], expected, name());
    result_[*application] = rows_.columns[1].reals[row];
    return {};
  }

  Result<std::vector<double>> finish(const Portfolio& portfolio) {
    if (known_ == 0)
      return bad_input(
          "none of its {} ids is an application of {}; expected the file that was made "
          "with the data",
          rows_.rows(), portfolio.application.table);
    return std::move(result_);
  }

 private:
  // The set is ordered by application id.
  std::optional<std::size_t> find(const Column& ids, std::size_t row) const {
    const Column& known = set_.application_id;
    const bool is_text = known.type == table::Type::text;
    std::size_t low = 0, high = known.size();
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      const bool is_below = is_text ? known.text(middle) < ids.text(row)
                                    : known.integers[middle] < ids.integers[row];
      (is_below ? low : high) = is_below ? middle + 1 : middle;
    }
    const bool is_there =
        low < known.size() && (is_text ? known.text(low) == ids.text(row)
                                       : known.integers[low] == ids.integers[row]);
    if (!is_there) return std::nullopt;
    return low;
  }

  const FeatureSet& set_;
  const Layout& layout_;
  const Table& rows_;
  std::vector<bool> seen_;
  std::size_t known_ = 0;
  std::vector<double> result_;
};

}  // namespace

std::optional<std::filesystem::path> truth_beside(const std::filesystem::path& data) {
  std::error_code ignored;
  const auto folder =
      std::filesystem::is_directory(data, ignored) ? data : data.parent_path();
  const auto path = folder / "truth.csv";
  if (!std::filesystem::is_regular_file(path, ignored)) return std::nullopt;
  return path;
}

Result<std::vector<double>> read_truth(const std::filesystem::path& path,
                                       const Portfolio& portfolio,
                                       const FeatureSet& set) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored))
    return bad_input("{}: there is no such file; expected the truth as a CSV file",
                     path.string());
  const Layout layout = TRY(layout_of(path, portfolio));
  const Table rows = TRY(read_rows(path, layout, set.application_id.type));
  Reading reading(set, layout, rows);
  for (std::size_t row = 0; row < rows.rows(); ++row)
    if (const auto taken = reading.take(row); !taken)
      return std::unexpected(within(
          fmt::format(
              "{}: line {}", path.string(),
              TRY(engine::line_of_record(path, static_cast<std::int64_t>(row) + 1))),
          taken.error()));
  return TRY_IN(path.string(), reading.finish(portfolio));
}

}  // namespace credence::features
