#include "portfolio/schema_sql.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "portfolio/sql_cursor.h"

namespace credence::portfolio {
namespace {

// Beyond 2^53 a bound would not be the number that is written.
constexpr double largest_bound = 9007199254740992.0;

// Words that at least one of the engines does not take as a bare name.
constexpr std::array<std::string_view, 66> reserved{
    "ALL",     "ALTER",    "ANALYZE", "AND",     "ANY",     "AS",         "ASC",
    "BETWEEN", "BOTH",     "BY",      "CASE",    "CAST",    "CHECK",      "COLLATE",
    "COLUMN",  "COMMIT",   "CREATE",  "CROSS",   "CURRENT", "DEFAULT",    "DELETE",
    "DESC",    "DISTINCT", "DROP",    "ELSE",    "END",     "EXCEPT",     "EXISTS",
    "FALSE",   "FETCH",    "FOR",     "FOREIGN", "FROM",    "FULL",       "GROUP",
    "HAVING",  "IN",       "INDEX",   "INNER",   "INSERT",  "INTERSECT",  "INTO",
    "IS",      "JOIN",     "LEFT",    "LIKE",    "LIMIT",   "NOT",        "NULL",
    "ON",      "OR",       "ORDER",   "OUTER",   "PRIMARY", "REFERENCES", "RIGHT",
    "SELECT",  "SET",      "TABLE",   "THEN",    "TO",      "TRUE",       "UNION",
    "UNIQUE",  "WHEN",     "WHERE"};

class SchemaReader {
 public:
  explicit SchemaReader(std::vector<SqlToken> tokens) : at_(std::move(tokens)) {}

  Result<std::vector<TableSpec>> read() {
    std::vector<TableSpec> tables;
    while (at_.here().kind != SqlKind::end) {
      const int line = at_.here().line;
      TableSpec table = TRY(read_table());
      for (const TableSpec& other : tables)
        if (other.name == table.name)
          return bad_input("line {}: the table \"{}\" is created twice", line,
                           table.name);
      tables.push_back(std::move(table));
    }
    if (tables.empty())
      return bad_input("line 1: found no CREATE TABLE, expected at least one");
    return tables;
  }

 private:
  Result<std::string> name(std::string_view what) {
    if (at_.here().kind != SqlKind::word) return at_.found(what);
    const SqlToken& token = at_.here();
    if (std::ranges::count(reserved, upper_case(token.text)) != 0)
      return bad_input(
          "line {}: \"{}\" is a word of SQL itself, expected {}; choose "
          "another and say source_names in portfolio.toml",
          token.line, token.text, what);
    if (token.text != lower_case(token.text))
      return bad_input("line {}: found \"{}\", expected {} in lower case: \"{}\"",
                       token.line, token.text, what, lower_case(token.text));
    at_.take();
    return token.text;
  }

  Result<TableSpec> read_table() {
    TRY(at_.expect_word("CREATE"));
    TRY(at_.expect_word("TABLE"));
    TableSpec table;
    table.name = TRY(name("the name of a table"));
    TRY(at_.expect_symbol("("));
    do {
      if (at_.here().is_word("PRIMARY"))
        TRY(read_key(table));
      else
        TRY(read_column(table));
    } while (at_.take_symbol(","));
    TRY(at_.expect_symbol(")"));
    if (!at_.take_symbol(";") && at_.here().kind != SqlKind::end)
      return at_.found("\";\"");
    for (ColumnSpec& column : table.columns)
      if (std::ranges::count(table.key, column.name) != 0) column.required = true;
    return table;
  }

  Result<> read_key(TableSpec& table) {
    if (!table.key.empty())
      return bad_input("line {}: the table \"{}\" has a second primary key",
                       at_.here().line, table.name);
    TRY(at_.expect_word("PRIMARY"));
    TRY(at_.expect_word("KEY"));
    TRY(at_.expect_symbol("("));
    do {
      const int line = at_.here().line;
      const std::string column = TRY(name("the name of a column"));
      if (!table.find(column))
        return bad_input("line {}: the key names \"{}\", which is no column above it",
                         line, column);
      table.key.push_back(column);
    } while (at_.take_symbol(","));
    return at_.expect_symbol(")");
  }

  Result<table::Type> type() {
    table::Type type;
    if (at_.here().is_word("BIGINT"))
      type = table::Type::integer;
    else if (at_.here().is_word("DOUBLE"))
      type = table::Type::real;
    else if (at_.here().is_word("TEXT"))
      type = table::Type::text;
    else if (at_.here().is_word("DATE"))
      type = table::Type::date;
    else
      return at_.found("a type: BIGINT, DOUBLE, TEXT or DATE");
    at_.take();
    return type;
  }

  Result<> read_column(TableSpec& table) {
    const int line = at_.here().line;
    ColumnSpec column;
    column.name = TRY(name("the name of a column"));
    if (table.find(column.name))
      return bad_input("line {}: the column \"{}\" of \"{}\" is declared twice", line,
                       column.name, table.name);
    column.type = TRY(type());
    while (!at_.here().is_symbol(",") && !at_.here().is_symbol(")")) {
      if (at_.take_word("NOT")) {
        TRY(at_.expect_word("NULL"));
        column.required = true;
      } else if (at_.take_word("PRIMARY")) {
        TRY(at_.expect_word("KEY"));
        if (!table.key.empty())
          return bad_input("line {}: the table \"{}\" has a second primary key", line,
                           table.name);
        table.key = {column.name};
      } else if (at_.take_word("CHECK")) {
        TRY(read_check(column));
      } else {
        return at_.found("NOT NULL, PRIMARY KEY, CHECK, \",\" or \")\"");
      }
    }
    table.columns.push_back(std::move(column));
    return {};
  }

  Result<double> bound() {
    const bool negative = at_.take_symbol("-");
    if (at_.here().kind != SqlKind::number) return at_.found("a number");
    const double size = std::strtod(at_.here().text.c_str(), nullptr);
    if (!(size <= largest_bound))
      return bad_input("line {}: the bound {} is beyond 2^53, expected a smaller one",
                       at_.here().line, at_.here().text);
    at_.take();
    return negative ? -size : size;
  }

  Result<> read_check(ColumnSpec& column) {
    const int line = at_.here().line;
    if (column.minimum || !column.categories.empty())
      return bad_input("line {}: the column \"{}\" has a second CHECK, expected one",
                       line, column.name);
    TRY(at_.expect_symbol("("));
    const SqlToken& checked = at_.here();
    if (checked.kind != SqlKind::word || lower_case(checked.text) != column.name)
      return at_.found(
          fmt::format("\"{}\", the column that the CHECK stands at", column.name));
    at_.take();
    if (at_.take_word("BETWEEN"))
      TRY(read_bounds(column, line));
    else if (at_.take_word("IN"))
      TRY(read_categories(column, line));
    else
      return at_.found("BETWEEN or IN");
    return at_.expect_symbol(")");
  }

  Result<> read_bounds(ColumnSpec& column, int line) {
    if (column.type != table::Type::integer && column.type != table::Type::real)
      return bad_input(
          "line {}: BETWEEN stands at \"{}\", which is {}, expected BIGINT or "
          "DOUBLE",
          line, column.name, table::name_of(column.type));
    column.minimum = TRY(bound());
    TRY(at_.expect_word("AND"));
    column.maximum = TRY(bound());
    for (const double end : {*column.minimum, *column.maximum})
      if (column.type == table::Type::integer && end != std::trunc(end))
        return bad_input(
            "line {}: the bound {} of \"{}\" is no whole number, expected one "
            "as the column is BIGINT",
            line, end, column.name);
    if (*column.minimum > *column.maximum)
      return bad_input("line {}: the bounds {} and {} of \"{}\" are in the wrong order",
                       line, *column.minimum, *column.maximum, column.name);
    return {};
  }

  // IN (0, 1) says the same as BETWEEN 0 AND 1.
  Result<> read_whole_numbers(ColumnSpec& column, int line) {
    std::vector<double> numbers;
    TRY(at_.expect_symbol("("));
    do numbers.push_back(TRY(bound()));
    while (at_.take_symbol(","));
    for (const double number : numbers)
      if (number != std::trunc(number))
        return bad_input(
            "line {}: \"{}\" may be {}, expected whole numbers as the column "
            "is BIGINT",
            line, column.name, number);
    std::ranges::sort(numbers);
    for (std::size_t i = 1; i < numbers.size(); ++i)
      if (numbers[i] != numbers[i - 1] + 1)
        return bad_input(
            "line {}: the numbers that \"{}\" may have are not consecutive, "
            "expected a CHECK with BETWEEN",
            line, column.name);
    column.minimum = numbers.front();
    column.maximum = numbers.back();
    return at_.expect_symbol(")");
  }

  Result<> read_categories(ColumnSpec& column, int line) {
    if (column.type == table::Type::integer) return read_whole_numbers(column, line);
    if (column.type != table::Type::text)
      return bad_input(
          "line {}: IN stands at \"{}\", which is {}, expected TEXT (numbers "
          "have BETWEEN)",
          line, column.name, table::name_of(column.type));
    TRY(at_.expect_symbol("("));
    do {
      if (at_.here().kind != SqlKind::text) return at_.found("a text in single quotes");
      if (std::ranges::count(column.categories, at_.here().text) != 0)
        return bad_input("line {}: the category '{}' of \"{}\" is named twice",
                         at_.here().line, at_.here().text, column.name);
      column.categories.push_back(at_.here().text);
      at_.take();
    } while (at_.take_symbol(","));
    return at_.expect_symbol(")");
  }

  SqlCursor at_;
};

}  // namespace

Result<std::vector<TableSpec>> parse_schema(std::string_view sql) {
  return SchemaReader(without_comments(TRY(tokens_of(sql)))).read();
}

}  // namespace credence::portfolio
