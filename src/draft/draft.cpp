#include "draft/draft.h"

#include <algorithm>

#include "draft/missing_marks.h"
#include "draft/names.h"
#include "draft/plausible.h"
#include "draft/roles.h"
#include "draft/target.h"
#include "engine/source.h"

namespace credence::draft {
namespace {

using table::Type;

constexpr std::int64_t few_rows = 2000;  // one split of so few says little
constexpr std::int64_t few_bad = 100;

struct Places {
  std::size_t target = 0;
  std::optional<std::size_t> id, date;
};

Result<Places> places_of(const RawFile& file, const Request& request) {
  Places places;
  places.target = TRY(place_of(file, request.target, "--target"));
  if (!request.id.empty()) places.id = TRY(place_of(file, request.id, "--id"));
  if (!request.date.empty()) places.date = TRY(place_of(file, request.date, "--date"));
  if (places.id == places.target || places.date == places.target)
    return bad_input("{} is the target and cannot be the id or the date too",
                     file.columns[places.target]);
  if (places.id && places.id == places.date)
    return bad_input("{} cannot be both the id and the date", file.columns[*places.id]);
  return places;
}

bool is_called_date(const std::string& name) { return name.find("date") != name.npos; }

std::string example_of_twice(RawFile& file, std::size_t place) {
  const auto found = file.engine->query(fmt::format(
      "SELECT c{0} AS value, COUNT(*) AS n FROM raw WHERE c{0} IS NOT NULL GROUP BY 1 "
      "HAVING COUNT(*) > 1 ORDER BY 2 DESC, 1 LIMIT 1",
      place));
  if (!found || found->rows() == 0) return "two rows are numerically the same";
  return fmt::format("\"{}\" stands in {} rows", found->columns[0].text(0),
                     found->columns[1].integers[0]);
}

Result<> make_id(RawFile& file, std::size_t place, Column& column) {
  // Neither 1.5 nor a date names a row, but their texts may.
  if (column.type == Type::real || column.type == Type::date) {
    column.type = Type::text;
    column.date_format.clear();
  }
  if (column.missing > 0)
    return bad_input("--id {}: {} row{} no value, expected one in each", column.source,
                     column.missing, column.missing == 1 ? " has" : "s have");
  if (column.distinct < file.rows)
    return bad_input("--id {}: {}, expected a value of its own in each row",
                     column.source, example_of_twice(file, place));
  column.role = Role::id;
  return {};
}

Result<> make_date(Column& column, const ColumnFacts& facts) {
  if (column.type != Type::date)
    return bad_input(
        "--date {}: is no column of dates: found \"{}\"; expected 2026-03-01 or "
        "another usual form, the same in every row",
        column.source, facts.example);
  if (column.missing > 0)
    return bad_input("--date {}: {} row{} no date, expected one in each", column.source,
                     column.missing, column.missing == 1 ? " has" : "s have");
  column.role = Role::date;
  column.note = "the day of the decision";
  return {};
}

Column described(const RawFile& file, std::size_t place, const ColumnFacts& facts) {
  Column column;
  column.source = file.columns[place];
  column.name = file.names[place];
  column.type = facts.type;
  column.date_format = facts.date_format;
  column.missing = file.rows - facts.present;
  column.distinct = facts.distinct;
  column.minimum = facts.minimum;
  column.maximum = facts.maximum;
  return column;
}

// The value of the target is compared as it is stored: whole numbers or texts.
void as_target(Column& column) {
  column.role = Role::target;
  if (column.type == Type::integer) return;
  column.type = Type::text;
  column.date_format.clear();
}

Result<> list_categories(RawFile& file, std::size_t place, Column& column) {
  if (column.role != Role::feature || column.kind != portfolio::Kind::nominal)
    return {};
  for (const Counted& each : TRY(values_of(file, place, Type::text, 1000)))
    column.categories.push_back(each.value);
  std::ranges::sort(column.categories);
  return {};
}

// One group only; a second person's column would be left over as a number.
void choose_id_and_group(Draft& draft, bool has_id) {
  bool has_group = false;
  for (Column& column : draft.columns) {
    if (column.role == Role::group) {
      if (has_group) {
        column.role = Role::left_out;
        column.note = "an identifier by its name";
      }
      has_group = true;
    }
    if (has_id || column.role == Role::target || column.role == Role::date ||
        column.role == Role::group || column.source.empty())
      continue;
    if (!looks_like_id(column, draft.rows)) continue;
    column.role = Role::id;
    column.note = "a value of its own in each row";
    has_id = true;
  }
  std::vector<std::string> names;
  for (const Column& column : draft.columns) names.push_back(column.name);
  draft.is_numbered = !has_id;
  draft.id = draft.is_numbered ? unlike("row_id", names) : draft.find(Role::id)->name;
}

// A key that hardly any row shares is one that should not be shared.
void warn_of_doubled_rows(RawFile& file, Draft& draft) {
  constexpr double nearly_all = 0.95;
  if (!draft.is_numbered) return;
  for (std::size_t i = 0; i < draft.columns.size(); ++i) {
    const Column& column = draft.columns[i];
    if (column.role != Role::left_out || !is_identifier_name(column.name) ||
        column.missing > 0 || column.distinct == draft.rows ||
        static_cast<double>(column.distinct) <
            nearly_all * static_cast<double>(draft.rows))
      continue;
    draft.warnings.push_back(fmt::format(
        "{} would name the rows, but {}: if that is one row twice, remove it and say "
        "--id {}",
        column.source, example_of_twice(file, i), column.source));
  }
}

// With room for those who will come more often.
Result<> find_most_rows(RawFile& file, Draft& draft) {
  for (std::size_t i = 0; i < draft.columns.size(); ++i) {
    if (draft.columns[i].role != Role::group) continue;
    const auto found = TRY(file.engine->query(fmt::format(
        "SELECT MAX(n) AS most FROM (SELECT COUNT(*) AS n FROM raw GROUP BY c{})", i)));
    draft.most_rows = std::max<std::int64_t>(100, 10 * found.columns[0].integers[0]);
  }
  return {};
}

// Every fold needs a row of either outcome, and groups are not divided.
Result<> choose_validation(RawFile& file, const Places& places, Draft& draft) {
  std::int64_t rarer = std::min(draft.target.bad_rows, draft.target.good_rows);
  for (std::size_t i = 0; i < draft.columns.size(); ++i) {
    if (draft.columns[i].role != Role::group) continue;
    const auto found = TRY(file.engine->query(fmt::format(
        "SELECT COUNT(DISTINCT c{0}) FILTER (WHERE {1}) AS bad, COUNT(DISTINCT c{0}) "
        "FILTER (WHERE NOT {1}) AS good FROM raw",
        i, is_bad(draft, places.target))));
    rarer = std::min(found.columns[0].integers[0], found.columns[1].integers[0]);
  }
  draft.folds = static_cast<int>(std::clamp<std::int64_t>(rarer * 4 / 5, 2, 5));
  draft.repeats = draft.rows < few_rows ? 3 : 1;
  if (draft.target.bad_rows < few_bad)
    draft.warnings.push_back(
        fmt::format("only {} rows are bad: whatever is measured on them varies much",
                    draft.target.bad_rows));
  return {};
}

Result<> expect_features(const Draft& draft, const RawFile& file) {
  if (draft.find(Role::feature) != nullptr) return {};
  std::string why;
  for (const Column& column : draft.columns)
    if (column.role == Role::left_out)
      why += fmt::format("\n  {}: {}", column.source, column.note);
  return bad_input("{}: no column is left to be a feature{}", file.path.string(), why);
}

Result<> describe_columns(RawFile& file, const Places& places, Draft& draft,
                          Progress& progress) {
  progress.begin("Looking at the columns", file.columns.size());
  for (std::size_t i = 0; i < file.columns.size(); ++i) {
    const ColumnFacts facts =
        TRY(facts_of(file, i, places.date == i || is_called_date(file.names[i])));
    Column column = described(file, i, facts);
    if (i == places.target)
      as_target(column);
    else if (i == places.id)
      TRY(make_id(file, i, column));
    else if (i == places.date)
      TRY(make_date(column, facts));
    else
      assign_role(column, facts, file.rows);
    if (column.role == Role::feature && column.source.empty()) {
      column.role = Role::left_out;
      column.note = "the header gives it no name";
    }
    if (facts.is_day_first_guessed && column.role == Role::date)
      draft.warnings.push_back(
          fmt::format("{}: the day is taken to stand first; if it is the month, change "
                      "date_formats in portfolio.toml",
                      column.source));
    TRY(list_categories(file, i, column));
    draft.columns.push_back(std::move(column));
    progress.advance(1);
  }
  progress.end();
  return {};
}

}  // namespace

const Column* Draft::find(Role role) const {
  const auto found = std::ranges::find(columns, role, &Column::role);
  return found == columns.end() ? nullptr : &*found;
}

Result<Draft> draft_from(const Request& request, Progress& progress) {
  RawFile file = TRY(open_raw(request.csv, request.target));
  const Places places = TRY_IN(request.csv.string(), places_of(file, request));
  TRY(read_raw(file, {}));
  MissingMarks marks =
      TRY(find_marks(file, request.missing_marks, request.bad.value_or("")));
  if (!marks.marks.empty()) TRY(read_raw(file, marks.marks));

  Draft draft;
  draft.name = sql_name(request.name, "portfolio");
  draft.table = sql_name(request.csv.stem().string(), "applications");
  draft.file = request.csv.filename().string();
  draft.delimiter = file.delimiter;
  draft.header = file.header;
  draft.rows = file.rows;
  draft.missing_marks = std::move(marks.marks);
  draft.warnings = std::move(marks.warnings);
  TRY_IN(request.csv.string(), describe_columns(file, places, draft, progress));

  const Column& target = draft.columns[places.target];
  constexpr std::size_t most_values = 1'000'000;
  const auto values = TRY(values_of(file, places.target, target.type, most_values));
  draft.target =
      TRY_IN(request.csv.string(), choose_target(target.source, values, request.bad));
  draft.target.missing_rows = target.missing;

  choose_id_and_group(draft, places.id.has_value());
  warn_of_doubled_rows(file, draft);
  TRY(find_most_rows(file, draft));
  TRY(leave_out_implausible(file, places.target, draft));
  TRY(expect_features(draft, file));
  TRY(choose_validation(file, places, draft));
  return draft;
}

}  // namespace credence::draft
