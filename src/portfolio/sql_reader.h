// sql_reader.h
// This component provides `SqlReader`, which reads a query from its tokens, to
// parse_query alone: the queries are in sql_parser.cpp, the expressions inside them in
// sql_expression_parser.cpp.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "portfolio/sql_cursor.h"
#include "portfolio/sql_parser.h"

namespace credence::portfolio {

class SqlReader {
 public:
  explicit SqlReader(std::vector<SqlToken> tokens) : at_(std::move(tokens)) {}

  Result<SqlQuery> read();

 private:
  using Node = SqlExpression::Kind;

  // Queries.
  Result<SqlQuery> query();
  bool take_union();
  Result<std::shared_ptr<SqlQuery>> in_parentheses();
  Result<SqlSelect> select();
  Result<> from(SqlSelect& select);

  // Expressions, from what binds least.
  Result<std::vector<SqlExpression>> list();
  Result<SqlExpression> expression();
  Result<SqlExpression> conjunction();
  Result<SqlExpression> negation();
  Result<SqlExpression> comparison();
  Result<SqlExpression> test(SqlExpression value);
  Result<SqlExpression> sum();
  Result<SqlExpression> product();
  Result<SqlExpression> factor();
  Result<SqlExpression> primary();
  Result<SqlExpression> column();
  Result<SqlExpression> cases();
  Result<SqlExpression> cast();
  Result<SqlExpression> call();
  Result<> window(SqlExpression& call);
  Result<> frame();

  Result<std::string> name(std::string_view what);
  SqlExpression node(Node kind, std::string text = {}) const;
  // `left operation right`; fails where the whole grows too deep.
  Result<SqlExpression> joined(std::string operation, SqlExpression left,
                               SqlExpression right);

  // Nesting this deep is no feature; the limits keep the reader's own stack, and that
  // of everything that walks the tree.
  static constexpr int deepest = 100;
  static constexpr int most_terms = 1000;
  std::unexpected<Error> too_deep() const;
  std::unexpected<Error> too_long() const;

  SqlCursor at_;
  int depth_ = 0;
  int expressions_ = 0;  // around this place
  int terms_ = 0;        // joined so far in the outermost of them
};

// Words that end an expression are no names.
bool is_name(const SqlToken& token);

}  // namespace credence::portfolio
