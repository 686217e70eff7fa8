#include "portfolio/sql_parser.h"

#include <algorithm>
#include <array>

#include "portfolio/sql_reader.h"

namespace credence::portfolio {
namespace {

// Words that end an expression or a table's name rather than being an alias.
constexpr std::array<std::string_view, 37> structural{
    "SELECT", "FROM",   "WHERE",     "GROUP", "HAVING", "ORDER", "LIMIT",   "UNION",
    "ON",     "JOIN",   "LEFT",      "INNER", "CROSS",  "RIGHT", "FULL",    "NATURAL",
    "USING",  "AS",     "AND",       "OR",    "NOT",    "IN",    "BETWEEN", "IS",
    "LIKE",   "CASE",   "WHEN",      "THEN",  "ELSE",   "END",   "OVER",    "FILTER",
    "WITH",   "EXCEPT", "INTERSECT", "ASC",   "DESC"};

}  // namespace

bool is_name(const SqlToken& token) {
  return token.kind == SqlKind::quoted_name ||
         (token.kind == SqlKind::word &&
          std::ranges::count(structural, upper_case(token.text)) == 0);
}

std::unexpected<Error> SqlReader::too_deep() const {
  return at_.found(
      fmt::format("fewer than {} expressions inside one another", deepest));
}

std::unexpected<Error> SqlReader::too_long() const {
  return at_.found(fmt::format("fewer than {} terms in one expression", most_terms));
}

Result<std::string> SqlReader::name(std::string_view what) {
  if (!is_name(at_.here())) return at_.found(what);
  return lower_case(at_.take().text);
}

Result<SqlQuery> SqlReader::read() {
  SqlQuery whole = TRY(query());
  at_.take_symbol(";");
  if (at_.here().kind != SqlKind::end) return at_.found("the end of the query");
  return whole;
}

Result<SqlQuery> SqlReader::query() {
  if (depth_ > deepest) return too_deep();
  ++depth_;
  SqlQuery result;
  if (at_.take_word("WITH")) {
    do {
      SqlTable table;
      table.name = TRY(name("the name of a WITH query"));
      TRY(at_.expect_word("AS"));
      table.query = TRY(in_parentheses());
      result.with.push_back(std::move(table));
    } while (at_.take_symbol(","));
  }
  do {
    result.selects.push_back(TRY(select()));
  } while (take_union());
  --depth_;
  return result;
}

bool SqlReader::take_union() {
  if (!at_.take_word("UNION")) return false;
  at_.take_word("ALL");
  return true;
}

Result<std::shared_ptr<SqlQuery>> SqlReader::in_parentheses() {
  TRY(at_.expect_symbol("("));
  SqlQuery inner = TRY(query());
  TRY(at_.expect_symbol(")"));
  return std::make_shared<SqlQuery>(std::move(inner));
}

Result<SqlSelect> SqlReader::select() {
  SqlSelect result;
  result.line = at_.here().line;
  TRY(at_.expect_word("SELECT"));
  result.is_distinct = at_.take_word("DISTINCT");
  do {
    SqlItem item{TRY(expression()), {}};
    if (at_.take_word("AS") || is_name(at_.here()))
      item.name = TRY(name("the name of a result column"));
    else if (item.value.kind == Node::column)
      item.name = item.value.name;
    result.items.push_back(std::move(item));
  } while (at_.take_symbol(","));
  if (at_.take_word("FROM")) TRY(from(result));
  if (at_.take_word("WHERE")) result.where.push_back(TRY(expression()));
  if (at_.take_word("GROUP")) {
    TRY(at_.expect_word("BY"));
    result.group_by = TRY(list());
  }
  if (at_.take_word("HAVING")) result.having.push_back(TRY(expression()));
  return result;
}

Result<> SqlReader::from(SqlSelect& select) {
  SqlFrom::Join join = SqlFrom::Join::first;
  for (;;) {
    SqlFrom source;
    source.join = join;
    source.line = at_.here().line;
    if (at_.here().is_symbol("("))
      source.query = TRY(in_parentheses());
    else
      source.table = TRY(name("the name of a table"));
    source.alias = source.table;
    if (at_.take_word("AS") || is_name(at_.here()))
      source.alias = TRY(name("an alias"));
    if (source.alias.empty()) return at_.found("AS and a name for the subquery");
    if (at_.take_word("ON")) source.on.push_back(TRY(expression()));
    const bool wants_on = join == SqlFrom::Join::inner || join == SqlFrom::Join::left;
    if (wants_on && source.on.empty())
      return at_.found("ON and the condition of the join");
    select.from.push_back(std::move(source));
    if (at_.take_symbol(",")) {
      join = SqlFrom::Join::cross;
    } else if (at_.take_word("CROSS")) {
      TRY(at_.expect_word("JOIN"));
      join = SqlFrom::Join::cross;
    } else if (at_.take_word("LEFT")) {
      at_.take_word("OUTER");
      TRY(at_.expect_word("JOIN"));
      join = SqlFrom::Join::left;
    } else if (at_.take_word("INNER")) {
      TRY(at_.expect_word("JOIN"));
      join = SqlFrom::Join::inner;
    } else if (at_.take_word("JOIN")) {
      join = SqlFrom::Join::inner;
    } else {
      return {};
    }
  }
}

Result<SqlQuery> parse_query(std::string_view sql) {
  return SqlReader(without_comments(TRY(tokens_of(sql)))).read();
}

}  // namespace credence::portfolio
