#include "engine/load/applicant_rows.h"

#include <algorithm>

#include "engine/load/faults.h"
#include "engine/sql_text.h"

namespace credence::engine {
namespace {

using portfolio::Portfolio;
using portfolio::TableSpec;

// What is looked up in the connection while rows are counted.
constexpr const char* crowds = "credence crowds";  // applicants: grp, tbl (place), n
constexpr const char* links = "credence links";    // their values of a link: key

std::string group_of(const Portfolio& portfolio) {
  const auto& application = portfolio.application;
  return identifier(application.group.empty() ? application.id : application.group);
}

// SELECT of `key`, values of a table's column, with the applicants `grp` whose they
// are.
std::string applicants_by(const Portfolio& portfolio, const TableSpec& spec,
                          const std::string& column) {
  if (spec.name == portfolio.application.table)
    return fmt::format("SELECT DISTINCT {} AS key, {} AS grp FROM {}",
                       identifier(column), group_of(portfolio), identifier(spec.name));
  return fmt::format(
      "SELECT DISTINCT t.{} AS key, a.grp FROM {} AS t JOIN ({}) AS a ON t.{} = a.key",
      identifier(column), identifier(spec.name),
      applicants_by(portfolio, *portfolio.find_table(spec.link->table), spec.link->key),
      identifier(spec.link->column));
}

// The column by which a row finds its applicants, and the SELECT of those.
struct Belonging {
  std::string column, applicants;
};

std::optional<Belonging> belonging(const Portfolio& portfolio, const TableSpec& spec) {
  if (spec.name == portfolio.application.table) {
    const std::string group = group_of(portfolio);
    return Belonging{group, fmt::format("SELECT DISTINCT {0} AS key, {0} AS grp FROM "
                                        "{1}",
                                        group, identifier(spec.name))};
  }
  if (!spec.link) return std::nullopt;
  return Belonging{identifier(spec.link->column),
                   applicants_by(portfolio, *portfolio.find_table(spec.link->table),
                                 spec.link->key)};
}

// One row an applicant with too many rows of this table. Rows are counted by their link
// before applicants are looked up: there are fewer links than rows.
std::string crowds_in(const TableSpec& spec, const Belonging& belonging) {
  return fmt::format(
      "SELECT a.grp, CAST(sum(c.n) AS BIGINT) AS n FROM (SELECT {0} AS key, count(*) "
      "AS "
      "n FROM {1} GROUP BY {0}) AS c JOIN ({2}) AS a ON c.key = a.key WHERE a.grp IS "
      "NOT "
      "NULL GROUP BY a.grp HAVING sum(c.n) > {3}",
      belonging.column, identifier(spec.name), belonging.applicants, spec.most_rows);
}

std::string description(const Portfolio& portfolio, const TableSpec& spec,
                        std::string_view applicant, std::int64_t rows) {
  const auto& application = portfolio.application;
  return fmt::format(
      "the applicant of {} = {} has {} rows of {}, more than the {} that most_rows of "
      "[tables.{}] allows",
      application.group.empty() ? application.id : application.group, applicant, rows,
      spec.name, spec.most_rows, spec.name);
}

Result<> refuse_crowds_in(duckdb::Connection& connection, const Portfolio& portfolio,
                          const LoadedTable& table, const Belonging& belonging) {
  const TableSpec& spec = *table.spec;
  const std::string crowded = crowds_in(spec, belonging);
  if (TRY(connection.count(fmt::format("SELECT count(*) FROM ({})", crowded))) == 0)
    return {};
  const table::Table first = TRY(connection.query(fmt::format(
      "SELECT row, CAST(grp AS VARCHAR), n FROM (SELECT t.rowid AS row, a.grp, b.n, "
      "row_number() OVER (PARTITION BY a.grp ORDER BY t.rowid) AS place FROM {} AS t "
      "JOIN ({}) AS a ON t.{} = a.key JOIN ({}) AS b ON a.grp = b.grp) WHERE place = "
      "{} "
      "ORDER BY row, grp LIMIT 1",
      identifier(spec.name), belonging.applicants, belonging.column, crowded,
      spec.most_rows + 1)));
  return bad_input("{}: {}: {}; mend the rows, or raise most_rows in portfolio.toml",
                   table.raw->place(),
                   TRY(table.raw->place_of(first.columns[0].integers[0])),
                   description(portfolio, spec, first.columns[1].text(0),
                               first.columns[2].integers[0]));
}

// Fills the table of crowds, whose `tbl` is a place in `tables`, and counts them.
Result<std::int64_t> find_crowds(duckdb::Connection& connection,
                                 const Portfolio& portfolio,
                                 const std::vector<LoadedTable>& tables) {
  std::string all;
  for (std::size_t i = 0; i < tables.size(); ++i)
    if (const auto how = belonging(portfolio, *tables[i].spec); how && tables[i].raw)
      all += fmt::format("{}SELECT grp, {} AS tbl, n FROM ({})",
                         all.empty() ? "" : " UNION ALL ", i,
                         crowds_in(*tables[i].spec, *how));
  if (all.empty()) return 0;
  TRY(connection.run(
      fmt::format("CREATE OR REPLACE TABLE {} AS {}", identifier(crowds), all)));
  return connection.count(fmt::format("SELECT count(*) FROM {}", identifier(crowds)));
}

Result<> set_applications_aside(duckdb::Connection& connection,
                                const Portfolio& portfolio,
                                const std::vector<LoadedTable>& tables,
                                std::size_t most, Loaded& loaded) {
  const auto& application = portfolio.application;
  const LoadedTable& applications =
      *std::ranges::find(tables, application.table,
                         [](const LoadedTable& table) { return table.spec->name; });
  // Of several crowds of one applicant the first table's is reported.
  const std::string of_crowds = fmt::format(
      "FROM {0} AS t JOIN (SELECT grp, min(tbl) AS tbl, arg_min(n, tbl) AS n FROM {1} "
      "GROUP BY grp) AS b ON t.{2} = b.grp",
      identifier(application.table), identifier(crowds), group_of(portfolio));
  const table::Table found = TRY(connection.query(fmt::format(
      "SELECT t.rowid, CAST(t.{} AS VARCHAR), CAST(b.grp AS VARCHAR), b.tbl, "
      "b.n {} ORDER BY t.rowid LIMIT {}",
      identifier(application.id), of_crowds,
      most - std::min(most, loaded.rejected.size()))));
  for (std::size_t i = 0; i < found.rows(); ++i) {
    const TableSpec& spec =
        *tables[static_cast<std::size_t>(found.columns[3].integers[i])].spec;
    loaded.rejected.push_back(
        {application.table, std::string(found.columns[1].text(i)),
         description(portfolio, spec, found.columns[2].text(i),
                     found.columns[4].integers[i]),
         data_row(applications.unread, found.columns[0].integers[i]) + 1});
  }
  loaded.rejected_count +=
      TRY(connection.count(fmt::format("SELECT count(*) {}", of_crowds)));
  return connection.run(fmt::format("DELETE FROM {} WHERE {} IN (SELECT grp FROM {})",
                                    identifier(application.table), group_of(portfolio),
                                    identifier(crowds)));
}

}  // namespace

Result<> refuse_crowds(duckdb::Connection& connection, const Portfolio& portfolio,
                       const std::vector<LoadedTable>& tables) {
  for (const LoadedTable& table : tables)
    if (const auto how = belonging(portfolio, *table.spec); how && table.raw)
      TRY(refuse_crowds_in(connection, portfolio, table, *how));
  return {};
}

Result<> set_crowds_aside(duckdb::Connection& connection, const Portfolio& portfolio,
                          const std::vector<LoadedTable>& tables, std::size_t most,
                          Loaded& loaded) {
  const std::int64_t found = TRY(find_crowds(connection, portfolio, tables));
  if (found > 0) {
    // The ways from rows to applicants lead over the applications that will be gone.
    for (std::size_t i = 0; i < tables.size(); ++i)
      if (const auto how = belonging(portfolio, *tables[i].spec))
        TRY(
            connection.run(fmt::format("CREATE OR REPLACE TABLE {} AS SELECT DISTINCT "
                                       "a.key FROM ({}) AS a JOIN {} "
                                       "AS b ON a.grp = b.grp WHERE b.tbl = {}",
                                       identifier(fmt::format("{} {}", links, i)),
                                       how->applicants, identifier(crowds), i)));
    TRY(set_applications_aside(connection, portfolio, tables, most, loaded));
    for (std::size_t i = 0; i < tables.size(); ++i)
      if (const auto how = belonging(portfolio, *tables[i].spec))
        TRY(connection.run(fmt::format(
            "DELETE FROM {0} WHERE {1} IN (FROM {2}) AND {1} NOT IN (SELECT key FROM "
            "({3}) WHERE key IS NOT NULL); DROP TABLE {2}",
            identifier(tables[i].spec->name), how->column,
            identifier(fmt::format("{} {}", links, i)), how->applicants)));
  }
  return connection.run(fmt::format("DROP TABLE IF EXISTS {}", identifier(crowds)));
}

}  // namespace credence::engine
