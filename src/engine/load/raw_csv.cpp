#include <set>

#include "engine/load/csv_file.h"
#include "engine/load/raw_table.h"
#include "engine/sql_text.h"

namespace credence::engine {
namespace {

std::vector<std::string> possible_names(const portfolio::TableSpec& spec) {
  std::vector<std::string> names;
  for (const portfolio::ColumnSpec& column : spec.columns) {
    names.push_back(column.name);
    if (!column.source_name.empty()) names.push_back(column.source_name);
  }
  return names;
}

std::string missing_texts(const portfolio::Portfolio& portfolio) {
  std::string list = "''";
  for (const std::string& mark : portfolio.missing_marks) list += ", " + literal(mark);
  return list;
}

}  // namespace

std::string RawTable::place() const {
  return table.empty() ? path.string()
                       : fmt::format("{}: table {}", path.string(), table);
}

Result<std::string> RawTable::place_of(std::int64_t row) const {
  if (!is_csv) return fmt::format("row {}", row + 1);
  return fmt::format("line {}", TRY(line_of_record(path, row + (header ? 1 : 0))));
}

Result<RawTable> raw_csv(const std::filesystem::path& path,
                         const portfolio::Portfolio& portfolio,
                         const portfolio::TableSpec& spec, bool keep_going) {
  const CsvDialect dialect = TRY(
      inspect_csv(path, {possible_names(spec), portfolio.delimiter, portfolio.header}));
  RawTable raw;
  raw.path = path;
  raw.is_csv = true;
  raw.header = dialect.header;
  std::string columns;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < dialect.first_line.size(); ++i) {
    const std::string given = fmt::format("c{}", i);
    raw.columns.push_back(
        {dialect.header ? dialect.first_line[i] : fmt::format("{}", i + 1), given,
         "VARCHAR"});
    columns += fmt::format("{}'{}': 'VARCHAR'", i == 0 ? "" : ", ", given);
    if (dialect.header && !seen.insert(dialect.first_line[i]).second)
      return bad_input("{}: line 1: the column name '{}' stands there twice",
                       path.string(), dialect.first_line[i]);
  }
  // Every part of the dialect is said, so that nothing is guessed from the data.
  const std::string reader = fmt::format(
      "read_csv({}, auto_detect = false, delim = {}, quote = '\"', escape = '\"', "
      "header = {}, columns = {{{}}}, nullstr = [{}], max_line_size = 16777216, "
      "hive_partitioning = false",
      TRY(file_literal(path)), literal(dialect.delimiter), dialect.header, columns,
      missing_texts(portfolio));
  raw.relation = reader + (keep_going ? ", ignore_errors = true)" : ")");
  raw.rejecting = reader + (keep_going ? ", store_rejects = true)" : ")");
  return raw;
}

}  // namespace credence::engine
