// sql_relation.h
// This component provides the tables and subqueries that a SELECT reads, and how many
// rows of one applicant their join can have, to the analysis of SQL.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "portfolio/integer_range.h"
#include "portfolio/portfolio.h"

namespace credence::portfolio {

// A decimal is what a literal such as 0.5 is in some engines, and a real in others.
enum class SqlType { unknown, null, boolean, integer, decimal, real, text, date };

struct SqlValue {
  SqlType type = SqlType::unknown;
  bool nullable = true;
  IntegerRange range = {};     // of an integer; of a date in days since 1970
  bool is_small = false;       // made of written numbers alone: 32 bits in DuckDB
  bool is_written = false;     // a text as it stands in the SQL
  std::string unbounded = {};  // why the range has no bound
  bool is_reported = false;    // a finding speaks of it already
  std::optional<std::set<std::string>> texts = {};  // all that a text can be, if known
};

struct SqlColumn {
  std::string name;
  SqlValue value;
};

struct SqlRelation {
  std::vector<SqlColumn> columns = {};
  // Sets of columns that no two rows have in common; an empty set: there is one row.
  std::vector<std::set<std::string>> keys = {};
  // How many rows may have one and the same value in a column.
  std::map<std::string, std::int64_t> rows_with = {};
  // The link to the applicant, and how many rows one applicant may have.
  std::optional<std::pair<std::string, std::int64_t>> rows_of_applicant = {};

  const SqlColumn* find(std::string_view name) const;
  bool has_one_row() const;
};

// What features.sql and target.sql may read: tables, decisions and observation.
std::map<std::string, SqlRelation> relations_of(const Portfolio& portfolio);

struct SqlSource {
  std::string alias;
  SqlRelation relation;
  bool is_left = false;  // of a LEFT JOIN: its columns may be null
};

using SqlPlace = std::pair<std::size_t, std::string>;  // source, column

// a = b holds in every row of the join; `only` is set for a LEFT JOIN's condition,
// which restricts that source alone. Without `b`, a is a constant.
struct SqlEquality {
  SqlPlace a;
  std::optional<SqlPlace> b;
  std::optional<std::size_t> only;
};

// How many rows the join can have for fixed values of `fixed`; none: no bound.
std::optional<std::int64_t> rows_for(const std::vector<SqlSource>& sources,
                                     const std::vector<SqlEquality>& equalities,
                                     const std::set<SqlPlace>& fixed);

}  // namespace credence::portfolio
