#include "portfolio/sql_parser.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace credence::portfolio {
namespace {

using Node = SqlExpression::Kind;

// Words that end an expression or a table's name rather than being an alias.
constexpr std::array<std::string_view, 37> structural{
    "SELECT", "FROM",   "WHERE",     "GROUP", "HAVING", "ORDER", "LIMIT",   "UNION",
    "ON",     "JOIN",   "LEFT",      "INNER", "CROSS",  "RIGHT", "FULL",    "NATURAL",
    "USING",  "AS",     "AND",       "OR",    "NOT",    "IN",    "BETWEEN", "IS",
    "LIKE",   "CASE",   "WHEN",      "THEN",  "ELSE",   "END",   "OVER",    "FILTER",
    "WITH",   "EXCEPT", "INTERSECT", "ASC",   "DESC"};

bool is_name(const SqlToken& token) {
  return token.kind == SqlKind::quoted_name ||
         (token.kind == SqlKind::word &&
          std::ranges::count(structural, upper_case(token.text)) == 0);
}

class QueryReader {
 public:
  explicit QueryReader(std::vector<SqlToken> tokens) : tokens_(std::move(tokens)) {}

  Result<SqlQuery> read() {
    SqlQuery whole = TRY(query());
    take_symbol(";");
    if (here().kind != SqlKind::end) return found("the end of the query");
    return whole;
  }

 private:
  const SqlToken& here() const { return tokens_[next_]; }
  const SqlToken& after() const {
    return tokens_[std::min(next_ + 1, tokens_.size() - 1)];
  }

  std::unexpected<Error> found(std::string_view expected) const {
    return bad_input("line {}: found {}, expected {}", here().line, describe(here()),
                     expected);
  }
  // Nesting this deep is no feature; the limits keep the reader's own stack.
  static constexpr int deepest = 100;
  static constexpr int most_terms = 500;
  std::unexpected<Error> too_deep() const {
    return found(fmt::format("fewer than {} expressions inside one another", deepest));
  }
  std::unexpected<Error> too_long() const {
    return found(fmt::format("fewer than {} terms side by side", most_terms));
  }

  bool take_word(std::string_view word) {
    if (!here().is_word(word)) return false;
    ++next_;
    return true;
  }
  bool take_symbol(std::string_view symbol) {
    if (!here().is_symbol(symbol)) return false;
    ++next_;
    return true;
  }
  Result<> expect_word(std::string_view word) {
    if (!take_word(word)) return found(word);
    return {};
  }
  Result<> expect_symbol(std::string_view symbol) {
    if (!take_symbol(symbol)) return found(fmt::format("\"{}\"", symbol));
    return {};
  }
  Result<std::string> name(std::string_view what) {
    if (!is_name(here())) return found(what);
    return lower_case(tokens_[next_++].text);
  }

  SqlExpression node(Node kind, std::string text = {}) const {
    SqlExpression expression;
    expression.kind = kind;
    expression.line = here().line;
    expression.name = std::move(text);
    return expression;
  }

  SqlExpression joined(std::string operation, SqlExpression left, SqlExpression right) {
    SqlExpression both = node(Node::binary, std::move(operation));
    both.line = left.line;
    both.parts.push_back(std::move(left));
    both.parts.push_back(std::move(right));
    return both;
  }

  // ---- queries ----

  Result<SqlQuery> query() {
    if (depth_ > deepest) return too_deep();
    ++depth_;
    SqlQuery result;
    if (take_word("WITH")) {
      do {
        SqlTable table;
        table.name = TRY(name("the name of a WITH query"));
        TRY(expect_word("AS"));
        table.query = TRY(in_parentheses());
        result.with.push_back(std::move(table));
      } while (take_symbol(","));
    }
    do {
      result.selects.push_back(TRY(select()));
    } while (take_union());
    --depth_;
    return result;
  }

  bool take_union() {
    if (!take_word("UNION")) return false;
    take_word("ALL");
    return true;
  }

  Result<std::shared_ptr<SqlQuery>> in_parentheses() {
    TRY(expect_symbol("("));
    SqlQuery inner = TRY(query());
    TRY(expect_symbol(")"));
    return std::make_shared<SqlQuery>(std::move(inner));
  }

  Result<SqlSelect> select() {
    SqlSelect result;
    result.line = here().line;
    TRY(expect_word("SELECT"));
    result.is_distinct = take_word("DISTINCT");
    do {
      SqlItem item{TRY(expression()), {}};
      if (take_word("AS") || is_name(here()))
        item.name = TRY(name("the name of a result column"));
      else if (item.value.kind == Node::column)
        item.name = item.value.name;
      result.items.push_back(std::move(item));
    } while (take_symbol(","));
    if (take_word("FROM")) TRY(from(result));
    if (take_word("WHERE")) result.where.push_back(TRY(expression()));
    if (take_word("GROUP")) {
      TRY(expect_word("BY"));
      result.group_by = TRY(list());
    }
    if (take_word("HAVING")) result.having.push_back(TRY(expression()));
    return result;
  }

  Result<> from(SqlSelect& select) {
    SqlFrom::Join join = SqlFrom::Join::first;
    for (;;) {
      SqlFrom source;
      source.join = join;
      source.line = here().line;
      if (here().is_symbol("("))
        source.query = TRY(in_parentheses());
      else
        source.table = TRY(name("the name of a table"));
      source.alias = source.table;
      if (take_word("AS") || is_name(here())) source.alias = TRY(name("an alias"));
      if (source.alias.empty()) return found("AS and a name for the subquery");
      if (take_word("ON")) source.on.push_back(TRY(expression()));
      const bool wants_on = join == SqlFrom::Join::inner || join == SqlFrom::Join::left;
      if (wants_on && source.on.empty())
        return found("ON and the condition of the join");
      select.from.push_back(std::move(source));
      if (take_symbol(",")) {
        join = SqlFrom::Join::cross;
      } else if (take_word("CROSS")) {
        TRY(expect_word("JOIN"));
        join = SqlFrom::Join::cross;
      } else if (take_word("LEFT")) {
        take_word("OUTER");
        TRY(expect_word("JOIN"));
        join = SqlFrom::Join::left;
      } else if (take_word("INNER")) {
        TRY(expect_word("JOIN"));
        join = SqlFrom::Join::inner;
      } else if (take_word("JOIN")) {
        join = SqlFrom::Join::inner;
      } else {
        return {};
      }
    }
  }

  // ---- expressions, from what binds least ----

  Result<std::vector<SqlExpression>> list() {
    std::vector<SqlExpression> expressions;
    do expressions.push_back(TRY(expression()));
    while (take_symbol(","));
    return expressions;
  }

  Result<SqlExpression> expression() {
    if (depth_ > deepest) return too_deep();
    ++depth_;
    SqlExpression left = TRY(conjunction());
    for (int terms = 1; take_word("OR"); ++terms) {
      if (terms > most_terms) return too_long();
      left = joined("OR", std::move(left), TRY(conjunction()));
    }
    --depth_;
    return left;
  }

  Result<SqlExpression> conjunction() {
    SqlExpression left = TRY(negation());
    for (int terms = 1; take_word("AND"); ++terms) {
      if (terms > most_terms) return too_long();
      left = joined("AND", std::move(left), TRY(negation()));
    }
    return left;
  }

  Result<SqlExpression> negation() {
    if (!here().is_word("NOT")) return comparison();
    if (depth_ > deepest) return too_deep();
    SqlExpression inverse = node(Node::unary, "NOT");
    ++next_;
    ++depth_;
    inverse.parts.push_back(TRY(negation()));
    --depth_;
    return inverse;
  }

  Result<SqlExpression> comparison() {
    SqlExpression left = TRY(sum());
    for (int tests = 1;; ++tests) {
      if (tests > most_terms) return too_long();
      std::string operation;
      for (const std::string_view symbol : {"=", "<>", "!=", "<", "<=", ">", ">="})
        if (here().is_symbol(symbol)) operation = symbol;
      if (!operation.empty()) {
        ++next_;
        left =
            joined(operation == "!=" ? "<>" : operation, std::move(left), TRY(sum()));
      } else if (take_word("IS")) {
        SqlExpression test = node(Node::is_null, take_word("NOT") ? "NOT" : "");
        TRY(expect_word("NULL"));
        test.line = left.line;
        test.parts.push_back(std::move(left));
        left = std::move(test);
      } else if (is_tested(here()) || (here().is_word("NOT") && is_tested(after()))) {
        take_word("NOT");
        left = TRY(test(std::move(left)));
      } else {
        return left;
      }
    }
  }

  static bool is_tested(const SqlToken& token) {
    return token.is_word("IN") || token.is_word("BETWEEN") || token.is_word("LIKE");
  }

  Result<SqlExpression> test(SqlExpression value) {
    if (take_word("LIKE")) return joined("LIKE", std::move(value), TRY(sum()));
    const int line = value.line;
    if (take_word("BETWEEN")) {
      SqlExpression between = node(Node::between);
      between.line = line;
      between.parts.push_back(std::move(value));
      between.parts.push_back(TRY(sum()));
      TRY(expect_word("AND"));
      between.parts.push_back(TRY(sum()));
      return between;
    }
    TRY(expect_word("IN"));
    SqlExpression in = node(Node::in);
    in.line = line;
    in.parts.push_back(std::move(value));
    if (after().is_word("SELECT")) {
      in.query = TRY(in_parentheses());
      return in;
    }
    TRY(expect_symbol("("));
    for (SqlExpression& each : TRY(list())) in.parts.push_back(std::move(each));
    TRY(expect_symbol(")"));
    return in;
  }

  Result<SqlExpression> sum() {
    SqlExpression left = TRY(product());
    for (int terms = 1;
         here().is_symbol("+") || here().is_symbol("-") || here().is_symbol("||");
         ++terms) {
      if (terms > most_terms) return too_long();
      std::string operation = tokens_[next_++].text;
      left = joined(std::move(operation), std::move(left), TRY(product()));
    }
    return left;
  }

  Result<SqlExpression> product() {
    SqlExpression left = TRY(factor());
    for (int terms = 1;
         here().is_symbol("*") || here().is_symbol("/") || here().is_symbol("%");
         ++terms) {
      if (terms > most_terms) return too_long();
      std::string operation = tokens_[next_++].text;
      left = joined(std::move(operation), std::move(left), TRY(factor()));
    }
    return left;
  }

  Result<SqlExpression> factor() {
    if (here().is_symbol("-") || here().is_symbol("+")) {
      if (depth_ > deepest) return too_deep();
      SqlExpression signed_one = node(Node::unary, here().text);
      ++next_;
      ++depth_;
      signed_one.parts.push_back(TRY(factor()));
      --depth_;
      return signed_one;
    }
    return primary();
  }

  Result<SqlExpression> primary() {
    const SqlToken& token = here();
    if (token.kind == SqlKind::number || token.kind == SqlKind::text) {
      SqlExpression literal =
          node(token.kind == SqlKind::number ? Node::number : Node::text, token.text);
      ++next_;
      return literal;
    }
    if (token.is_symbol("(")) {
      if (after().is_word("SELECT") || after().is_word("WITH")) {
        SqlExpression value = node(Node::subquery);
        value.query = TRY(in_parentheses());
        return value;
      }
      ++next_;
      SqlExpression inner = TRY(expression());
      TRY(expect_symbol(")"));
      return inner;
    }
    if (token.is_symbol("*")) {
      SqlExpression star = node(Node::star);
      ++next_;
      return star;
    }
    if (token.is_word("NULL")) {
      SqlExpression null = node(Node::null);
      ++next_;
      return null;
    }
    if (token.kind == SqlKind::quoted_name && !after().is_symbol(".")) {
      // Refused by the rules over tokens: to some engines it is a text, not a name.
      ++next_;
      return node(Node::null);
    }
    if (token.is_word("CASE")) return cases();
    if (token.is_word("CAST") && after().is_symbol("(")) return cast();
    if (token.is_word("EXISTS")) {
      SqlExpression exists = node(Node::exists);
      ++next_;
      exists.query = TRY(in_parentheses());
      return exists;
    }
    if (!is_name(token)) return found("a value");
    if (after().is_symbol("(")) return call();
    return column();
  }

  Result<SqlExpression> column() {
    SqlExpression column = node(Node::column);
    column.name = TRY(name("the name of a column"));
    if (take_symbol(".")) {
      column.qualifier = std::move(column.name);
      if (here().is_symbol("*")) {
        ++next_;
        column.kind = Node::star;
        return column;
      }
      column.name = TRY(name("the name of a column"));
    }
    return column;
  }

  Result<SqlExpression> cases() {
    SqlExpression cases = node(Node::cases);
    TRY(expect_word("CASE"));
    std::vector<SqlExpression> compared;
    if (!here().is_word("WHEN")) compared.push_back(TRY(expression()));
    if (!here().is_word("WHEN")) return found("WHEN");
    while (take_word("WHEN")) {
      SqlExpression condition = TRY(expression());
      if (!compared.empty()) condition = joined("=", compared[0], std::move(condition));
      cases.parts.push_back(std::move(condition));
      TRY(expect_word("THEN"));
      cases.parts.push_back(TRY(expression()));
    }
    if (take_word("ELSE")) {
      cases.has_else = true;
      cases.parts.push_back(TRY(expression()));
    }
    TRY(expect_word("END"));
    return cases;
  }

  Result<SqlExpression> cast() {
    SqlExpression cast = node(Node::cast);
    TRY(expect_word("CAST"));
    TRY(expect_symbol("("));
    cast.parts.push_back(TRY(expression()));
    TRY(expect_word("AS"));
    cast.name = upper_case(TRY(name("a type")));
    while (here().kind == SqlKind::word)
      cast.name += " " + upper_case(tokens_[next_++].text);
    TRY(expect_symbol(")"));
    return cast;
  }

  Result<SqlExpression> call() {
    SqlExpression call = node(Node::call);
    call.name = upper_case(TRY(name("the name of a function")));
    TRY(expect_symbol("("));
    call.is_distinct = take_word("DISTINCT");
    if (!here().is_symbol(")")) call.parts = TRY(list());
    TRY(expect_symbol(")"));
    if (here().is_word("FILTER") && after().is_symbol("(")) {
      next_ += 2;
      TRY(expect_word("WHERE"));
      call.filter.push_back(TRY(expression()));
      TRY(expect_symbol(")"));
    }
    if (take_word("OVER")) TRY(window(call));
    return call;
  }

  Result<> window(SqlExpression& call) {
    call.is_window = true;
    TRY(expect_symbol("("));
    if (take_word("PARTITION")) {
      TRY(expect_word("BY"));
      call.partition = TRY(list());
    }
    if (take_word("ORDER")) {
      TRY(expect_word("BY"));
      do {
        SqlOrder order{TRY(expression())};
        if (!take_word("ASC")) take_word("DESC");
        if (take_word("NULLS")) {
          order.places_nulls = true;
          if (!take_word("FIRST")) TRY(expect_word("LAST"));
        }
        call.order.push_back(std::move(order));
      } while (take_symbol(","));
    }
    // The frame says which rows of the partition count, never more than all of them.
    while (here().kind == SqlKind::word || here().kind == SqlKind::number) ++next_;
    return expect_symbol(")");
  }

  std::vector<SqlToken> tokens_;
  std::size_t next_ = 0;
  int depth_ = 0;
};

}  // namespace

Result<SqlQuery> parse_query(std::string_view sql) {
  return QueryReader(without_comments(TRY(tokens_of(sql)))).read();
}

}  // namespace credence::portfolio
