#include "draft/names.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace credence::draft {
namespace {

// Words that DuckDB, PostgreSQL, SQLite or Spark do not take as a bare name, words that
// the reading of portfolio SQL gives a meaning of its own, and the names of the tables
// and columns that the program puts beside a portfolio's.
constexpr std::array<std::string_view, 162> kept{"add",
                                                 "all",
                                                 "alter",
                                                 "analyse",
                                                 "analyze",
                                                 "and",
                                                 "anti",
                                                 "any",
                                                 "application_id",
                                                 "array",
                                                 "as",
                                                 "asc",
                                                 "asof",
                                                 "asymmetric",
                                                 "authorization",
                                                 "autoincrement",
                                                 "at",
                                                 "unpack",
                                                 "raise",
                                                 "between",
                                                 "binary",
                                                 "both",
                                                 "by",
                                                 "case",
                                                 "cast",
                                                 "check",
                                                 "coalesce",
                                                 "collate",
                                                 "collation",
                                                 "column",
                                                 "commit",
                                                 "concurrently",
                                                 "constraint",
                                                 "create",
                                                 "cross",
                                                 "current",
                                                 "current_catalog",
                                                 "current_date",
                                                 "current_role",
                                                 "current_schema",
                                                 "current_time",
                                                 "current_timestamp",
                                                 "current_user",
                                                 "decided_at",
                                                 "decisions",
                                                 "default",
                                                 "deferrable",
                                                 "delete",
                                                 "desc",
                                                 "describe",
                                                 "distinct",
                                                 "do",
                                                 "double",
                                                 "drop",
                                                 "else",
                                                 "end",
                                                 "escape",
                                                 "except",
                                                 "exists",
                                                 "false",
                                                 "fetch",
                                                 "filter",
                                                 "following",
                                                 "for",
                                                 "foreign",
                                                 "freeze",
                                                 "from",
                                                 "full",
                                                 "generated",
                                                 "glob",
                                                 "grant",
                                                 "group",
                                                 "having",
                                                 "ilike",
                                                 "in",
                                                 "index",
                                                 "initially",
                                                 "inner",
                                                 "insert",
                                                 "intersect",
                                                 "interval",
                                                 "into",
                                                 "is",
                                                 "isnull",
                                                 "join",
                                                 "lambda",
                                                 "lateral",
                                                 "leading",
                                                 "left",
                                                 "like",
                                                 "limit",
                                                 "localtime",
                                                 "localtimestamp",
                                                 "map",
                                                 "match",
                                                 "minus",
                                                 "natural",
                                                 "no_outcome",
                                                 "not",
                                                 "nothing",
                                                 "notnull",
                                                 "null",
                                                 "nullif",
                                                 "nulls",
                                                 "observation",
                                                 "offset",
                                                 "on",
                                                 "only",
                                                 "or",
                                                 "order",
                                                 "outcome",
                                                 "outer",
                                                 "over",
                                                 "overlaps",
                                                 "partition",
                                                 "pivot",
                                                 "pivot_longer",
                                                 "pivot_wider",
                                                 "placing",
                                                 "positional",
                                                 "primary",
                                                 "qualify",
                                                 "range",
                                                 "recursive",
                                                 "references",
                                                 "regexp",
                                                 "returning",
                                                 "right",
                                                 "row",
                                                 "rowid",
                                                 "rows",
                                                 "select",
                                                 "semi",
                                                 "session_user",
                                                 "set",
                                                 "show",
                                                 "similar",
                                                 "some",
                                                 "summarize",
                                                 "symmetric",
                                                 "table",
                                                 "tablesample",
                                                 "then",
                                                 "timestamp",
                                                 "to",
                                                 "trailing",
                                                 "transaction",
                                                 "true",
                                                 "try_cast",
                                                 "union",
                                                 "unique",
                                                 "unpivot",
                                                 "update",
                                                 "user",
                                                 "using",
                                                 "values",
                                                 "variadic",
                                                 "verbose",
                                                 "when",
                                                 "where",
                                                 "window",
                                                 "with"};

bool is_kept(std::string_view name) {
  return std::ranges::find(kept, name) != kept.end();
}

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_in(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

constexpr std::string_view indicator = "_missing";

}  // namespace

std::string sql_name(std::string_view plain, std::string_view otherwise) {
  std::string name;
  bool gap = false;
  for (char c : plain) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (!is_letter(c) && !is_digit(c)) {
      gap = true;
      continue;
    }
    if (gap && !name.empty()) name += '_';
    gap = false;
    name += c;
  }
  constexpr std::size_t longest = 60;  // PostgreSQL cuts names off after 63 bytes
  name.resize(std::min(name.size(), longest));
  if (name.empty()) return std::string(otherwise);
  if (is_digit(name.front())) name = "column_" + name;
  if (is_kept(name)) name += "_value";
  return name;
}

std::string unlike(std::string wanted, const std::vector<std::string>& taken) {
  std::string name = wanted;
  for (int number = 2; is_in(taken, name); ++number)
    name = fmt::format("{}_{}", wanted, number);
  return name;
}

std::vector<std::string> sql_names(const std::vector<std::string>& plain) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < plain.size(); ++i)
    names.push_back(unlike(sql_name(plain[i], fmt::format("column_{}", i + 1)), names));
  for (std::string& name : names)
    if (name.ends_with(indicator) &&
        is_in(names, name.substr(0, name.size() - indicator.size())))
      name = unlike(name + "_value", names);
  return names;
}

}  // namespace credence::draft
