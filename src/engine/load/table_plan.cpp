#include "engine/load/table_plan.h"

#include <algorithm>
#include <optional>

#include "engine/load/computed_function.h"
#include "engine/load/typed_column.h"
#include "engine/sql_text.h"

namespace credence::engine {
namespace {

using portfolio::ColumnSpec;
using portfolio::ComputedColumn;
using portfolio::Portfolio;
using portfolio::TableSpec;

const ComputedColumn* find_computed(const Portfolio& portfolio, const TableSpec& spec,
                                    const ColumnSpec& column) {
  for (const ComputedColumn& computed : portfolio.computed)
    if (computed.table == spec.name && computed.column == column.name) return &computed;
  return nullptr;
}

const RawColumn* find_raw(const RawTable& raw, const ColumnSpec& column) {
  for (const std::string& name : {column.source_name, column.name}) {
    if (name.empty()) continue;
    for (const RawColumn& candidate : raw.columns)
      if (candidate.name == name) return &candidate;
  }
  return nullptr;
}

std::unexpected<Error> absent(const RawTable& raw, const ColumnSpec& column) {
  std::string there;
  for (const RawColumn& other : raw.columns)
    there += (there.empty() ? "" : ", ") + other.name;
  const std::string wanted =
      column.source_name.empty() || column.source_name == column.name
          ? fmt::format("'{}'", column.name)
          : fmt::format("'{}' (or '{}')", column.source_name, column.name);
  return bad_input("{}: there is no column {}; the columns are: {}", raw.place(),
                   wanted, there);
}

// Without a header, columns stand in the order of the schema.
Result<RawTable> named_by_position(const Portfolio& portfolio, const TableSpec& spec,
                                   RawTable raw) {
  std::vector<const ColumnSpec*> read;
  for (const ColumnSpec& column : spec.columns)
    if (find_computed(portfolio, spec, column) == nullptr) read.push_back(&column);
  if (read.size() == raw.columns.size() + 1)
    std::erase_if(read,
                  [&](const auto* column) { return column->name == spec.numbered; });
  if (read.size() != raw.columns.size())
    return bad_input(
        "{}: line 1: found {} columns and no header, expected {}, in the order of "
        "schema.sql: {}",
        raw.place(), raw.columns.size(), read.size(), [&] {
          std::string names;
          for (const ColumnSpec* column : read)
            names += (names.empty() ? "" : ", ") + column->name;
          return names;
        }());
  for (std::size_t i = 0; i < read.size(); ++i) raw.columns[i].name = read[i]->name;
  return raw;
}

std::string missing_texts(const Portfolio& portfolio) {
  std::string list = "''";
  for (const std::string& mark : portfolio.missing_marks) list += ", " + literal(mark);
  return list;
}

// Grows the parts of the statement column by column.
class Builder {
 public:
  Builder(duckdb::Connection& connection, const Portfolio& portfolio,
          const TableSpec& spec)
      : connection_(connection), portfolio_(portfolio), spec_(spec) {}

  void read(std::size_t i, const RawColumn& raw, bool is_csv) {
    const TypedColumn typed = typed_column(spec_.columns[i], i, raw.expression,
                                           raw.type, missing_texts(portfolio_), is_csv);
    add(raws_, fmt::format("{} AS r{}", typed.raw, i));
    add(values_, fmt::format("{} AS v{}", typed.value, i));
    wrong_ += typed.wrong;
    add(texts_, fmt::format("CAST(r{0} AS VARCHAR) AS r{0}", i));
  }

  void number_rows(std::size_t i) {
    add(raws_, fmt::format("row_number() OVER () AS r{}", i));
    add(values_, fmt::format("r{0} AS v{0}", i));
    add(texts_, fmt::format("CAST(r{0} AS VARCHAR) AS r{0}", i));
  }

  void leave_missing(std::size_t i) {
    add(values_,
        fmt::format("CAST(NULL AS {}) AS v{}", sql_type(spec_.columns[i].type), i));
    add(texts_, fmt::format("CAST(NULL AS VARCHAR) AS r{}", i));
  }

  Result<> compute(std::size_t i, const ComputedColumn& computed) {
    const std::string function =
        TRY(add_computed_function(connection_, spec_, computed));
    std::string arguments, all_there;
    for (const std::string& name : computed.arguments) {
      std::size_t k = 0;
      while (spec_.columns[k].name != name) ++k;
      add(arguments, fmt::format("v{}", k));
      all_there += fmt::format(" AND v{} IS NOT NULL", k);
    }
    add(computed_, fmt::format("{}({}) AS v{}", identifier(function), arguments, i));
    computed_wrong_ += fmt::format(" WHEN v{} IS NULL{} THEN {}", i, all_there,
                                   code_of(i, Fault::uncomputable));
    computed_wrong_ +=
        missing_check(spec_.columns[i], i) + range_check(spec_.columns[i], i);
    add(texts_, fmt::format("CAST(NULL AS VARCHAR) AS r{}", i));
    return {};
  }

  TablePlan finish(const RawTable& raw) const {
    TablePlan plan;
    std::string columns;
    for (std::size_t i = 0; i < spec_.columns.size(); ++i)
      add(columns, fmt::format("v{} AS {}", i, identifier(spec_.columns[i].name)));
    const std::string raws = raws_.empty() ? "1" : raws_;
    plan.create = fmt::format(
        "CREATE OR REPLACE TABLE {} AS SELECT {}, CAST(CASE WHEN false THEN 0{}{} ELSE "
        "0 "
        "END AS INTEGER) AS {} FROM (SELECT *{} FROM (SELECT *, {} FROM (SELECT {} "
        "FROM "
        "{})))",
        identifier(spec_.name), columns, wrong_, computed_wrong_,
        identifier(fault_column), computed_.empty() ? "" : ", " + computed_, values_,
        raws, raw.rejecting);
    plan.raw_texts = fmt::format(
        "SELECT n, {} FROM (SELECT row_number() OVER () - 1 AS n, {} FROM {})", texts_,
        raws, raw.relation);
    return plan;
  }

 private:
  static void add(std::string& list, const std::string& item) {
    list += (list.empty() ? "" : ", ") + item;
  }

  duckdb::Connection& connection_;
  const Portfolio& portfolio_;
  const TableSpec& spec_;
  std::string raws_, values_, computed_, wrong_, computed_wrong_, texts_;
};

}  // namespace

Result<TablePlan> plan_table(duckdb::Connection& connection, const Portfolio& portfolio,
                             const TableSpec& spec, const RawTable& given,
                             bool allow_absent) {
  RawTable raw = given;
  if (raw.is_csv && !raw.header)
    raw = TRY(named_by_position(portfolio, spec, std::move(raw)));
  Builder builder(connection, portfolio, spec);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < spec.columns.size(); ++i) {
    const ColumnSpec& column = spec.columns[i];
    names.push_back(column.name);
    if (const auto* computed = find_computed(portfolio, spec, column)) {
      TRY(builder.compute(i, *computed));
    } else if (const auto* there = find_raw(raw, column)) {
      names.back() = raw.is_csv && !raw.header ? column.name : there->name;
      builder.read(i, *there, raw.is_csv);
    } else if (column.name == spec.numbered) {
      builder.number_rows(i);
    } else if (allow_absent && !column.required) {
      builder.leave_missing(i);
    } else {
      return absent(raw, column);
    }
  }
  TablePlan plan = builder.finish(raw);
  plan.names = std::move(names);
  return plan;
}

}  // namespace credence::engine
