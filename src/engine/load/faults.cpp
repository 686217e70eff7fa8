#include "engine/load/faults.h"

#include <algorithm>

#include "engine/load/typed_column.h"
#include "engine/sql_text.h"

namespace credence::engine {
namespace {

using portfolio::ColumnSpec;
using portfolio::TableSpec;

// A row of the table, counted from 0 in the order of the raw rows that were read.
struct Finding {
  std::int64_t row = 0;
  std::string id, reason;
};

std::string reason_of(const ColumnSpec& spec, const std::string& name, Fault fault,
                      std::string_view found) {
  switch (fault) {
    case Fault::missing:
      return fmt::format("column {}: the value is missing; expected {}", name,
                         expected(spec, fault));
    case Fault::uncomputable:
      return fmt::format("column {}: cannot be computed from this row's values", name);
    default:
      break;
  }
  if (found.empty())
    return fmt::format("column {}: the computed value is out of range; expected {}",
                       name, expected(spec, fault));
  return fmt::format("column {}: found '{}', expected {}", name, found,
                     expected(spec, fault));
}

std::string key_text(const TableSpec& spec, const table::Table& texts,
                     std::size_t row) {
  std::string id;
  for (const std::string& key : spec.key)
    for (std::size_t i = 0; i < spec.columns.size(); ++i)
      if (spec.columns[i].name == key)
        id += (id.empty() ? "" : ", ") + std::string(texts.columns[i + 1].text(row));
  return id;
}

// The first `most` bad rows, with what their raw values were.
Result<std::vector<Finding>> bad_rows(duckdb::Connection& connection,
                                      const MadeTable& made, std::size_t most) {
  const std::string name = identifier(made.spec.name), fault = identifier(fault_column);
  const table::Table bad = TRY(connection.query(
      fmt::format("SELECT rowid, {1} FROM {0} WHERE {1} <> 0 ORDER BY rowid LIMIT {2}",
                  name, fault, most)));
  std::vector<Finding> findings;
  if (bad.rows() == 0) return findings;
  std::string rows;
  for (const std::int64_t row : bad.columns[0].integers)
    rows += (rows.empty() ? "" : ", ") + std::to_string(row);
  const table::Table texts = TRY(connection.query(
      fmt::format("{} WHERE n IN ({}) ORDER BY n", made.plan.raw_texts, rows)));
  for (std::size_t i = 0; i < texts.rows(); ++i) {
    const std::int64_t code = bad.columns[1].integers[i];
    const auto column = std::size_t(code / faults);
    findings.push_back(
        {bad.columns[0].integers[i], key_text(made.spec, texts, i),
         reason_of(made.spec.columns[column], made.plan.names[column],
                   Fault(code % faults), texts.columns[column + 1].text(i))});
  }
  return findings;
}

// SQL of the rows whose key an earlier row has: row, first.
std::string repeated_rows(const TableSpec& spec) {
  return fmt::format(
      "SELECT n, first FROM (SELECT rowid AS n, min(rowid) OVER (PARTITION BY {}) AS "
      "first FROM {}) WHERE n <> first",
      identifiers(spec.key), identifier(spec.name));
}

Result<bool> has_repeated_keys(duckdb::Connection& connection, const TableSpec& spec) {
  if (spec.key.empty()) return false;
  const std::string name = identifier(spec.name), keys = identifiers(spec.key);
  // Files mostly come sorted by a single key; that is seen without remembering keys.
  if (spec.key.size() == 1 &&
      TRY(connection.count(fmt::format(
          "SELECT count(*) FROM (SELECT {0} <= lag({0}) OVER () AS falls FROM {1}) "
          "WHERE falls",
          keys, name))) == 0)
    return false;
  return TRY(connection.count(
             fmt::format("SELECT (SELECT count(*) FROM {1}) - (SELECT count(*) FROM "
                         "(SELECT DISTINCT {0} FROM {1}))",
                         keys, name))) != 0;
}

struct Repeated {
  std::int64_t row, first;
  std::string id;
};

Result<std::vector<Repeated>> repeated(duckdb::Connection& connection,
                                       const TableSpec& spec, std::size_t most) {
  std::string texts;
  for (const std::string& key : spec.key)
    texts += fmt::format("{}CAST({} AS VARCHAR)", texts.empty() ? "" : " || ', ' || ",
                         identifier(key));
  const table::Table found = TRY(connection.query(
      fmt::format("SELECT n, first, id FROM ({}) AS repeated JOIN (SELECT rowid AS r, "
                  "{} AS id FROM "
                  "{}) AS keys ON n = r ORDER BY n LIMIT {}",
                  repeated_rows(spec), texts, identifier(spec.name), most)));
  std::vector<Repeated> rows;
  for (std::size_t i = 0; i < found.rows(); ++i)
    rows.push_back({found.columns[0].integers[i], found.columns[1].integers[i],
                    std::string(found.columns[2].text(i))});
  return rows;
}

std::string key_names(const TableSpec& spec) {
  std::string names;
  for (const std::string& key : spec.key) names += (names.empty() ? "" : ", ") + key;
  return names;
}

}  // namespace

std::int64_t data_row(const std::vector<std::int64_t>& unread, std::int64_t row) {
  for (const std::int64_t skipped : unread) row += skipped <= row ? 1 : 0;
  return row;
}

Result<> refuse_faults(duckdb::Connection& connection, const MadeTable& made) {
  const auto bad = TRY(bad_rows(connection, made, 1));
  if (!bad.empty())
    return bad_input("{}: {}: {}", made.raw.place(), TRY(made.raw.place_of(bad[0].row)),
                     bad[0].reason);
  if (!TRY(has_repeated_keys(connection, made.spec))) return {};
  const Repeated first = TRY(repeated(connection, made.spec, 1)).at(0);
  return bad_input("{}: {}: the key {} = {} is there already, on {}", made.raw.place(),
                   TRY(made.raw.place_of(first.row)), key_names(made.spec), first.id,
                   TRY(made.raw.place_of(first.first)));
}

Result<> set_faults_aside(duckdb::Connection& connection, const MadeTable& made,
                          std::size_t most, Loaded& loaded) {
  const std::string name = identifier(made.spec.name);
  const auto room = [&] { return most - std::min(most, loaded.rejected.size()); };
  const auto add = [&](Finding finding) {
    if (room() > 0)
      loaded.rejected.push_back({made.spec.name, std::move(finding.id),
                                 std::move(finding.reason),
                                 data_row(made.unread, finding.row) + 1});
  };
  const std::string is_bad = fmt::format("{} <> 0", identifier(fault_column));
  const std::int64_t bad = TRY(
      connection.count(fmt::format("SELECT count(*) FROM {} WHERE {}", name, is_bad)));
  if (bad > 0) {
    for (Finding& finding : TRY(bad_rows(connection, made, room()))) add(finding);
    TRY(connection.run(fmt::format("DELETE FROM {} WHERE {}", name, is_bad)));
    loaded.rejected_count += bad;
  }
  if (!TRY(has_repeated_keys(connection, made.spec))) return {};
  for (const Repeated& row : TRY(repeated(connection, made.spec, room())))
    add({row.row, row.id,
         fmt::format("the key {} = {} is there already, on row {}",
                     key_names(made.spec), row.id,
                     data_row(made.unread, row.first) + 1)});
  const std::int64_t before = TRY(connection.count("SELECT count(*) FROM " + name));
  TRY(connection.run(fmt::format("DELETE FROM {} WHERE rowid IN (SELECT n FROM ({}))",
                                 name, repeated_rows(made.spec))));
  loaded.rejected_count +=
      before - TRY(connection.count("SELECT count(*) FROM " + name));
  return {};
}

}  // namespace credence::engine
