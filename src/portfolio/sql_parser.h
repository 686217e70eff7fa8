// sql_parser.h
// This component provides a query as a tree, to the rules for SQL and to the overflow
// proof. It reads the SQL that all engines share, and no more of it than features need.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "portfolio/sql_tokens.h"

namespace credence::portfolio {

struct SqlQuery;
struct SqlOrder;

struct SqlExpression {
  enum class Kind {
    number,  // `name` as written
    text,    // `name` without quotes
    null,
    column,  // `qualifier`.`name`, in lower case
    call,    // `name` in upper case, of `parts`; * is a star
    star,
    unary,    // `name`: - + NOT
    binary,   // `name`: + - * / % = <> < <= > >= AND OR || LIKE
    cases,    // `parts`: [condition, value]..., else; CASE x WHEN y is x = y
    cast,     // `parts`[0] to the type `name`
    in,       // `parts`[0] in the others, or in `query`
    between,  // `parts`: value, low, high
    is_null,  // IS NULL, IS NOT NULL
    exists,   // `query`
    subquery  // a single value from `query`
  };
  Kind kind = Kind::null;
  int line = 0;
  std::string name, qualifier;
  std::vector<SqlExpression> parts;
  std::shared_ptr<SqlQuery> query;
  bool is_distinct = false;              // COUNT(DISTINCT x)
  bool has_else = false;                 // cases
  std::vector<SqlExpression> filter;     // FILTER (WHERE ...): none or one
  bool is_window = false;                // OVER (...)
  std::vector<SqlExpression> partition;  // PARTITION BY
  std::vector<SqlOrder> order;           // ORDER BY
  bool has_frame = false;                // ROWS BETWEEN ... and the like
};

struct SqlOrder {
  SqlExpression key;
  bool places_nulls = false;  // NULLS FIRST or NULLS LAST
};

struct SqlItem {
  SqlExpression value;
  std::string name;  // in lower case; empty if it has none
};

struct SqlFrom {
  enum class Join { first, cross, inner, left };
  Join join = Join::first;
  int line = 0;
  std::string table;                // in lower case; empty for a subquery
  std::shared_ptr<SqlQuery> query;  // the subquery
  std::string alias;                // the table's name where no other is given
  std::vector<SqlExpression> on;    // none or one
};

struct SqlSelect {
  int line = 0;
  bool is_distinct = false;
  std::vector<SqlItem> items;
  std::vector<SqlFrom> from;
  std::vector<SqlExpression> where;  // none or one
  std::vector<SqlExpression> group_by;
  std::vector<SqlExpression> having;  // none or one
};

struct SqlTable {
  std::string name;
  std::shared_ptr<SqlQuery> query;
};

struct SqlQuery {
  std::vector<SqlTable> with;
  std::vector<SqlSelect> selects;  // joined by UNION or UNION ALL
};

// Fails with "line 3: found ..., expected ...".
Result<SqlQuery> parse_query(std::string_view sql);

// The text of an expression, in one way for equal expressions: to compare and to show.
std::string text_of(const SqlExpression& expression);

}  // namespace credence::portfolio
