#include <algorithm>
#include <string>

#include "portfolio/sql_reader.h"

namespace credence::portfolio {
namespace {

bool is_tested(const SqlToken& token) {
  return token.is_word("IN") || token.is_word("BETWEEN") || token.is_word("LIKE");
}

// Empty where no comparison stands here.
std::string comparison_here(const SqlToken& token) {
  for (const std::string_view symbol : {"=", "<>", "!=", "<", "<=", ">", ">="})
    if (token.is_symbol(symbol)) return std::string(symbol);
  return {};
}

}  // namespace

SqlExpression SqlReader::node(Node kind, std::string text) const {
  SqlExpression expression;
  expression.kind = kind;
  expression.line = at_.here().line;
  expression.name = std::move(text);
  return expression;
}

Result<SqlExpression> SqlReader::joined(std::string operation, SqlExpression left,
                                        SqlExpression right) {
  if (++terms_ >= most_terms) return too_long();
  SqlExpression both = node(Node::binary, std::move(operation));
  both.line = left.line;
  both.parts.push_back(std::move(left));
  both.parts.push_back(std::move(right));
  return both;
}

Result<std::vector<SqlExpression>> SqlReader::list() {
  std::vector<SqlExpression> expressions;
  do expressions.push_back(TRY(expression()));
  while (at_.take_symbol(","));
  return expressions;
}

Result<SqlExpression> SqlReader::expression() {
  if (depth_ > deepest) return too_deep();
  ++depth_;
  if (expressions_++ == 0) terms_ = 0;
  SqlExpression left = TRY(conjunction());
  while (at_.take_word("OR"))
    left = TRY(joined("OR", std::move(left), TRY(conjunction())));
  --expressions_;
  --depth_;
  return left;
}

Result<SqlExpression> SqlReader::conjunction() {
  SqlExpression left = TRY(negation());
  while (at_.take_word("AND"))
    left = TRY(joined("AND", std::move(left), TRY(negation())));
  return left;
}

Result<SqlExpression> SqlReader::negation() {
  if (!at_.here().is_word("NOT")) return comparison();
  if (depth_ > deepest) return too_deep();
  SqlExpression inverse = node(Node::unary, "NOT");
  at_.take();
  ++depth_;
  inverse.parts.push_back(TRY(negation()));
  --depth_;
  return inverse;
}

Result<SqlExpression> SqlReader::comparison() {
  SqlExpression left = TRY(sum());
  if (const std::string operation = comparison_here(at_.here()); !operation.empty()) {
    at_.take();
    left =
        TRY(joined(operation == "!=" ? "<>" : operation, std::move(left), TRY(sum())));
  } else if (at_.here().is_word("IS")) {
    at_.take();
    SqlExpression test = node(Node::is_null, at_.take_word("NOT") ? "NOT" : "");
    TRY(at_.expect_word("NULL"));
    test.line = left.line;
    test.parts.push_back(std::move(left));
    left = std::move(test);
  } else if (is_tested(at_.here()) ||
             (at_.here().is_word("NOT") && is_tested(at_.after()))) {
    at_.take_word("NOT");
    left = TRY(test(std::move(left)));
  } else {
    return left;
  }
  if (!comparison_here(at_.here()).empty() || at_.here().is_word("IS") ||
      is_tested(at_.here()) || at_.here().is_word("NOT"))
    return at_.found(
        "parentheses around the comparison before it: engines differ in which of two "
        "comes first");
  return left;
}

Result<SqlExpression> SqlReader::test(SqlExpression value) {
  if (at_.take_word("LIKE")) return joined("LIKE", std::move(value), TRY(sum()));
  const int line = value.line;
  if (at_.take_word("BETWEEN")) {
    SqlExpression between = node(Node::between);
    between.line = line;
    between.parts.push_back(std::move(value));
    between.parts.push_back(TRY(sum()));
    TRY(at_.expect_word("AND"));
    between.parts.push_back(TRY(sum()));
    return between;
  }
  TRY(at_.expect_word("IN"));
  SqlExpression in = node(Node::in);
  in.line = line;
  in.parts.push_back(std::move(value));
  if (at_.after().is_word("SELECT")) {
    in.query = TRY(in_parentheses());
    return in;
  }
  TRY(at_.expect_symbol("("));
  for (SqlExpression& each : TRY(list())) in.parts.push_back(std::move(each));
  TRY(at_.expect_symbol(")"));
  return in;
}

Result<SqlExpression> SqlReader::sum() {
  SqlExpression left = TRY(product());
  while (at_.here().is_symbol("+") || at_.here().is_symbol("-") ||
         at_.here().is_symbol("||")) {
    std::string operation = at_.take().text;
    left = TRY(joined(std::move(operation), std::move(left), TRY(product())));
  }
  return left;
}

Result<SqlExpression> SqlReader::product() {
  SqlExpression left = TRY(factor());
  while (at_.here().is_symbol("*") || at_.here().is_symbol("/") ||
         at_.here().is_symbol("%")) {
    std::string operation = at_.take().text;
    left = TRY(joined(std::move(operation), std::move(left), TRY(factor())));
  }
  return left;
}

Result<SqlExpression> SqlReader::factor() {
  if (at_.here().is_symbol("-") || at_.here().is_symbol("+")) {
    if (depth_ > deepest) return too_deep();
    SqlExpression signed_one = node(Node::unary, at_.here().text);
    at_.take();
    ++depth_;
    signed_one.parts.push_back(TRY(factor()));
    --depth_;
    return signed_one;
  }
  return primary();
}

Result<SqlExpression> SqlReader::primary() {
  const SqlToken& token = at_.here();
  if (token.kind == SqlKind::number || token.kind == SqlKind::text) {
    SqlExpression literal =
        node(token.kind == SqlKind::number ? Node::number : Node::text, token.text);
    at_.take();
    return literal;
  }
  if (token.is_symbol("(")) {
    if (at_.after().is_word("SELECT") || at_.after().is_word("WITH")) {
      SqlExpression value = node(Node::subquery);
      value.query = TRY(in_parentheses());
      return value;
    }
    at_.take();
    SqlExpression inner = TRY(expression());
    TRY(at_.expect_symbol(")"));
    return inner;
  }
  if (token.is_symbol("*")) {
    SqlExpression star = node(Node::star);
    at_.take();
    return star;
  }
  if (token.is_word("NULL")) {
    SqlExpression null = node(Node::null);
    at_.take();
    return null;
  }
  if (token.kind == SqlKind::quoted_name && !at_.after().is_symbol(".")) {
    // Refused by the rules over tokens: to some engines it is a text, not a name.
    at_.take();
    return node(Node::null);
  }
  if (token.is_word("CASE")) return cases();
  if (token.is_word("CAST") && at_.after().is_symbol("(")) return cast();
  if (token.is_word("EXISTS")) {
    SqlExpression exists = node(Node::exists);
    at_.take();
    exists.query = TRY(in_parentheses());
    return exists;
  }
  if (!is_name(token)) return at_.found("a value");
  if (at_.after().is_symbol("(")) return call();
  return column();
}

Result<SqlExpression> SqlReader::column() {
  SqlExpression column = node(Node::column);
  column.name = TRY(name("the name of a column"));
  if (at_.take_symbol(".")) {
    column.qualifier = std::move(column.name);
    if (at_.here().is_symbol("*")) {
      at_.take();
      column.kind = Node::star;
      return column;
    }
    column.name = TRY(name("the name of a column"));
  }
  return column;
}

Result<SqlExpression> SqlReader::cases() {
  SqlExpression cases = node(Node::cases);
  TRY(at_.expect_word("CASE"));
  std::vector<SqlExpression> compared;
  if (!at_.here().is_word("WHEN")) compared.push_back(TRY(expression()));
  if (!at_.here().is_word("WHEN")) return at_.found("WHEN");
  while (at_.take_word("WHEN")) {
    SqlExpression condition = TRY(expression());
    if (!compared.empty())
      condition = TRY(joined("=", compared[0], std::move(condition)));
    cases.parts.push_back(std::move(condition));
    TRY(at_.expect_word("THEN"));
    cases.parts.push_back(TRY(expression()));
  }
  if (at_.take_word("ELSE")) {
    cases.has_else = true;
    cases.parts.push_back(TRY(expression()));
  }
  TRY(at_.expect_word("END"));
  return cases;
}

Result<SqlExpression> SqlReader::cast() {
  SqlExpression cast = node(Node::cast);
  TRY(at_.expect_word("CAST"));
  TRY(at_.expect_symbol("("));
  cast.parts.push_back(TRY(expression()));
  TRY(at_.expect_word("AS"));
  cast.name = upper_case(TRY(name("a type")));
  while (at_.here().kind == SqlKind::word)
    cast.name += " " + upper_case(at_.take().text);
  TRY(at_.expect_symbol(")"));
  return cast;
}

Result<SqlExpression> SqlReader::call() {
  SqlExpression call = node(Node::call);
  call.name = upper_case(TRY(name("the name of a function")));
  TRY(at_.expect_symbol("("));
  call.is_distinct = at_.take_word("DISTINCT");
  if (!at_.here().is_symbol(")")) call.parts = TRY(list());
  TRY(at_.expect_symbol(")"));
  if (at_.here().is_word("FILTER") && at_.after().is_symbol("(")) {
    at_.take();
    at_.take();
    TRY(at_.expect_word("WHERE"));
    call.filter.push_back(TRY(expression()));
    TRY(at_.expect_symbol(")"));
  }
  if (at_.take_word("OVER")) TRY(window(call));
  return call;
}

Result<> SqlReader::window(SqlExpression& call) {
  call.is_window = true;
  TRY(at_.expect_symbol("("));
  if (at_.take_word("PARTITION")) {
    TRY(at_.expect_word("BY"));
    call.partition = TRY(list());
  }
  if (at_.take_word("ORDER")) {
    TRY(at_.expect_word("BY"));
    do {
      SqlOrder order{TRY(expression())};
      if (!at_.take_word("ASC")) at_.take_word("DESC");
      if (at_.take_word("NULLS")) {
        order.places_nulls = true;
        if (!at_.take_word("FIRST")) TRY(at_.expect_word("LAST"));
      }
      call.order.push_back(std::move(order));
    } while (at_.take_symbol(","));
  }
  call.has_frame = at_.here().kind == SqlKind::word;
  TRY(frame());
  return at_.expect_symbol(")");
}

// The frame says which rows of the partition count, never more than all of them.
Result<> SqlReader::frame() {
  const bool counts_rows = at_.here().is_word("ROWS");
  while (at_.here().kind == SqlKind::word || at_.here().kind == SqlKind::number) {
    if (at_.here().kind == SqlKind::number && !counts_rows)
      return at_.found(
          "a frame of ROWS: what lies within a distance of a date or a NULL differs "
          "between engines");
    at_.take();
  }
  return {};
}

}  // namespace credence::portfolio
