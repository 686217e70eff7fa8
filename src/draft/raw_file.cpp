#include "draft/raw_file.h"

#include <algorithm>
#include <set>

#include "draft/names.h"
#include "engine/load/csv_file.h"
#include "engine/source.h"
#include "engine/sql_text.h"
#include "portfolio/nearest_name.h"
#include "portfolio/sql_tokens.h"

namespace credence::draft {
namespace {

using engine::literal;

struct Sniffed {
  std::string delimiter;
  bool header = true;
  std::int64_t columns = 0;
};

// What DuckDB takes the dialect to be; none where it finds none. Quotes are always
// double ones here, as in loading. `file` is its name as SQL has it.
std::optional<Sniffed> sniff(engine::Engine& engine, const std::string& file,
                             std::string_view delimiter) {
  const auto found = engine.query(fmt::format(
      "SELECT Delimiter AS delimiter, HasHeader AS header, len(Columns) AS columns "
      "FROM sniff_csv({}, quote = '\"', escape = '\"', max_line_size = 16777216{})",
      file, delimiter.empty() ? "" : fmt::format(", delim = {}", literal(delimiter))));
  if (!found || found->rows() != 1) return std::nullopt;
  return Sniffed{std::string(found->columns[0].text(0)),
                 found->columns[1].integers[0] != 0, found->columns[2].integers[0]};
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::any_of(names, [&](const std::string& each) {
    return portfolio::lower_case(each) == portfolio::lower_case(name);
  });
}

std::vector<std::string> numbered_columns(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= count; ++i) names.push_back(fmt::format("column_{}", i));
  return names;
}

Result<> expect_distinct(const RawFile& file) {
  std::set<std::string> seen;
  for (const std::string& name : file.columns)
    if (!name.empty() && !seen.insert(name).second)
      return bad_input(
          "{}: line 1: the column name '{}' stands there twice; give each column a "
          "name of its own",
          file.path.string(), name);
  return {};
}

// SQL names keep the letters of a name and lose its accents.
Result<std::vector<std::string>> plain_names(RawFile& file) {
  std::string list;
  for (std::size_t i = 0; i < file.columns.size(); ++i)
    list += fmt::format("{}({}, {})", i == 0 ? "" : ", ", i, literal(file.columns[i]));
  const auto plain = file.engine->query(fmt::format(
      "SELECT strip_accents(name) AS name FROM (VALUES {}) AS given(place, name) "
      "ORDER BY place",
      list));
  if (!plain)
    return bad_input(
        "{}: line 1: a character is not UTF-8; save the file as CSV in UTF-8",
        file.path.string());
  std::vector<std::string> names;
  for (std::size_t i = 0; i < plain->rows(); ++i)
    names.emplace_back(plain->columns[0].text(i));
  return names;
}

}  // namespace

Result<RawFile> open_raw(const std::filesystem::path& path, const std::string& target) {
  if (TRY(engine::find_source(path)).kind != engine::SourceKind::csv)
    return bad_input(
        "{}: is no CSV file; expected one whose name ends in .csv, .tsv, "
        ".txt or .data",
        path.string());
  RawFile file;
  file.path = path;
  file.engine = TRY(engine::open_duckdb({}));
  TRY(engine::inspect_csv(path, {{}, "", true}));  // refuses empty files

  const std::string in_sql = TRY(engine::file_literal(path));
  auto sniffed = sniff(*file.engine, in_sql, "");
  if (!sniffed || sniffed->columns < 2)
    if (const auto spaced = sniff(*file.engine, in_sql, " ");
        spaced && spaced->columns > 1)
      sniffed = spaced;
  // Where nothing was found, the first line decides.
  const bool is_found = sniffed && sniffed->columns > 1;
  const std::string delimiter = is_found ? sniffed->delimiter : "";
  const auto dialect = TRY(engine::inspect_csv(path, {{target}, delimiter, true}));
  file.delimiter = dialect.delimiter;
  const auto by_number = numbered_columns(dialect.first_line.size());
  file.header = holds(dialect.first_line, target) ||
                (!holds(by_number, target) && (!is_found || sniffed->header));
  file.columns = file.header ? dialect.first_line : by_number;
  if (file.columns.size() < 2)
    return bad_input(
        "{}: line 1: found one column, expected several, separated by comma, "
        "semicolon, tab, | or blank, with nothing above the header",
        path.string());
  TRY(expect_distinct(file));
  file.names = sql_names(TRY(plain_names(file)));
  return file;
}

Result<> read_raw(RawFile& file, const std::vector<std::string>& missing_marks) {
  std::string columns, marks = "''";
  for (std::size_t i = 0; i < file.columns.size(); ++i)
    columns += fmt::format("{}'c{}': 'VARCHAR'", i == 0 ? "" : ", ", i);
  for (const std::string& mark : missing_marks) marks += ", " + literal(mark);
  TRY_IN(file.path.string(),
         file.engine->execute(fmt::format(
             "CREATE OR REPLACE TABLE raw AS SELECT * FROM read_csv({}, auto_detect = "
             "false, delim = {}, quote = '\"', escape = '\"', header = {}, columns = "
             "{{{}}}, nullstr = [{}], max_line_size = 16777216, "
             "hive_partitioning = false)",
             TRY(engine::file_literal(file.path)), literal(file.delimiter), file.header,
             columns, marks)));
  const auto count = TRY(file.engine->query("SELECT COUNT(*) AS n FROM raw"));
  file.rows = count.columns[0].integers[0];
  if (file.rows == 0)
    return bad_input("{}: there are no rows below the header; a model needs data",
                     file.path.string());
  return {};
}

Result<std::size_t> place_of(const RawFile& file, const std::string& name,
                             std::string_view option) {
  for (const auto* names : {&file.columns, &file.names})
    if (const auto found = std::ranges::find(*names, name); found != names->end())
      return static_cast<std::size_t>(found - names->begin());
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < file.columns.size(); ++i)
    if (portfolio::lower_case(file.columns[i]) == portfolio::lower_case(name))
      places.push_back(i);
  if (places.size() == 1) return places.front();
  return bad_input("{} {}: there is no such column{}{}", option, name,
                   file.header ? "" : " (the file has no header line)",
                   portfolio::suggestion(name, file.columns));
}

}  // namespace credence::draft
