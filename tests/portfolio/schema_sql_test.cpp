#include "portfolio/schema_sql.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace credence::portfolio {
namespace {

struct Malformed {
  std::string sql, message;
};

TEST(Schema, SaysLineFoundAndExpectedForWhateverIsMalformed) {
  const std::vector<Malformed> cases{
      {"", "line 1: found no CREATE TABLE, expected at least one"},
      {"-- only a comment\n", "line 1: found no CREATE TABLE, expected at least one"},
      {"CREATE", "line 1: found the end of the file, expected TABLE"},
      {"CREATE VIEW v", "line 1: found \"VIEW\", expected TABLE"},
      {"CREATE TABLE",
       "line 1: found the end of the file, expected the name of a table"},
      {"CREATE TABLE 't' (",
       "line 1: found the text 't', expected the name of a table"},
      {"CREATE TABLE \"t\" (a BIGINT)",
       "line 1: found the double-quoted \"t\", expected the name of a table"},
      {"CREATE TABLE t a BIGINT", "line 1: found \"a\", expected \"(\""},
      {"CREATE TABLE t ()", "line 1: found \")\", expected the name of a column"},
      {"CREATE TABLE t (a)",
       "line 1: found \")\", expected a type: BIGINT, DOUBLE, TEXT or DATE"},
      {"CREATE TABLE t (a BIGINT,)",
       "line 1: found \")\", expected the name of a column"},
      {"CREATE TABLE t (a BIGINT",
       "line 1: found the end of the file, expected NOT NULL, "
       "PRIMARY KEY, CHECK, \",\" or \")\""},
      {"CREATE TABLE t (a BIGINT) CREATE", "line 1: found \"CREATE\", expected \";\""},
      {"CREATE TABLE t (a BIGINT);;", "line 1: found \";\", expected CREATE"},
      {"CREATE TABLE t (\na VARCHAR(10))",
       "line 2: found \"VARCHAR\", expected a type: BIGINT, DOUBLE, TEXT or DATE"},
      {"CREATE TABLE t (a BIGINT NOT)", "line 1: found \")\", expected NULL"},
      {"CREATE TABLE t (a BIGINT PRIMARY)", "line 1: found \")\", expected KEY"},
      {"CREATE TABLE t (a BIGINT PRIMARY KEY,\nb BIGINT PRIMARY KEY)",
       "line 2: the table \"t\" has a second primary key"},
      {"CREATE TABLE t (a BIGINT PRIMARY KEY,\nPRIMARY KEY (a))",
       "line 2: the table \"t\" has a second primary key"},
      {"CREATE TABLE t (a BIGINT,\nPRIMARY KEY (b))",
       "line 2: the key names \"b\", which is no column above it"},
      {"CREATE TABLE t (PRIMARY KEY (a), a BIGINT)",
       "line 1: the key names \"a\", which is no column above it"},
      {"CREATE TABLE t (a TEXT CHECK a IN ('x'))",
       "line 1: found \"a\", expected \"(\""},
      {"CREATE TABLE t (a TEXT CHECK (b IN ('x')))",
       "line 1: found \"b\", expected \"a\", the column that the CHECK stands at"},
      {"CREATE TABLE t (a TEXT CHECK (a = 'x'))",
       "line 1: found \"=\", expected BETWEEN or IN"},
      {"CREATE TABLE t (a TEXT CHECK (a IN ()))",
       "line 1: found \")\", expected a text in single quotes"},
      {"CREATE TABLE t (a TEXT CHECK (a IN ('x', 'x')))",
       "line 1: the category 'x' of \"a\" is named twice"},
      {"CREATE TABLE t (a TEXT CHECK (a IN (1)))",
       "line 1: found the number 1, expected a text in single quotes"},
      {"CREATE TABLE t (a TEXT CHECK (a BETWEEN 1 AND 2))",
       "line 1: BETWEEN stands at \"a\", which is text, expected BIGINT or DOUBLE"},
      {"CREATE TABLE t (a DOUBLE CHECK (a IN (1)))",
       "line 1: IN stands at \"a\", which is real, expected TEXT (numbers have "
       "BETWEEN)"},
      {"CREATE TABLE t (a DATE CHECK (a IN ('2024-01-01')))",
       "line 1: IN stands at \"a\", which is date, expected TEXT (numbers have "
       "BETWEEN)"},
      {"CREATE TABLE t (a BIGINT CHECK (a IN (0, 1)) CHECK (a IN (0, 1)))",
       "line 1: the column \"a\" has a second CHECK, expected one"},
      {"CREATE TABLE t (a BIGINT CHECK (a IN (0, 0)))",
       "line 1: the numbers that \"a\" may have are not consecutive, expected a CHECK "
       "with "
       "BETWEEN"},
      {"CREATE TABLE t (a BIGINT CHECK (a IN (0.5, 1.5)))",
       "line 1: \"a\" may be 0.5, expected whole numbers as the column is BIGINT"},
      {"CREATE TABLE t (a BIGINT CHECK (a BETWEEN 0.5 AND 2))",
       "line 1: the bound 0.5 of \"a\" is no whole number, expected one as the column "
       "is "
       "BIGINT"},
      {"CREATE TABLE t (a BIGINT CHECK (a BETWEEN 1 OR 2))",
       "line 1: found \"OR\", expected AND"},
      {"CREATE TABLE t (a BIGINT CHECK (a BETWEEN '1' AND 2))",
       "line 1: found the text '1', expected a number"},
      {"CREATE TABLE t (a BIGINT CHECK (a BETWEEN - - 1 AND 2))",
       "line 1: found \"-\", expected a number"},
      {"CREATE TABLE t (a BIGINT CHECK (a BETWEEN 0 AND 9007199254740994))",
       "line 1: the bound 9007199254740994 is beyond 2^53, expected a smaller one"},
      {"CREATE TABLE t (a DOUBLE CHECK (a BETWEEN 0 AND 1e999))",
       "line 1: the bound 1e999 is beyond 2^53, expected a smaller one"},
      {"CREATE TABLE t (a BIGINT CHECK (a BETWEEN 0 AND 1.2.3))",
       "line 1: found \"1.2.3\", expected a number such as 0.5"},
      {"\xEF\xBB\xBF"
       "CREATE TABLE t (a BIGINT)",
       "line 1: found a byte order mark, which not all engines take; save the file as "
       "UTF-8 "
       "without it"},
      {"CREATE TABLE t (a\xC3\xA4 BIGINT)",
       "line 1: found the byte 0xC3 outside quotes and comments, expected plain "
       "letters"}};
  for (const Malformed& each : cases) {
    const auto tables = parse_schema(each.sql);
    ASSERT_FALSE(tables.has_value()) << each.sql;
    EXPECT_EQ(tables.error().message, each.message) << each.sql;
    EXPECT_EQ(tables.error().kind, ErrorKind::bad_input);
  }
}

const std::string whole =
    "CREATE TABLE loans ( -- one a row\r\n"
    "  loan_id BIGINT,\r\n"
    "  \t part BIGINT CHECK (part IN (2, 1, 3)),\r\n"
    "  kind TEXT CHECK (kind IN ('it''s', 'ü')) NOT NULL,\r\n"
    "  rate DOUBLE CHECK (rate BETWEEN -0.5 AND 1e2), /* percent */\r\n"
    "  day DATE,\r\n"
    "  PRIMARY KEY (loan_id, part)\r\n"
    ")";

TEST(Schema, IsReadWithWindowsLinesTabsAndWithoutALastSemicolon) {
  const auto tables = parse_schema(whole);
  ASSERT_TRUE(tables) << tables.error().message;
  ASSERT_EQ(tables->size(), 1U);
  const TableSpec& loans = tables->front();
  EXPECT_EQ(loans.key, (std::vector<std::string>{"loan_id", "part"}));
  EXPECT_TRUE(loans.find("loan_id")->required);
  EXPECT_TRUE(loans.find("part")->required);
  EXPECT_EQ(loans.find("part")->minimum, 1);
  EXPECT_EQ(loans.find("part")->maximum, 3);
  EXPECT_TRUE(loans.find("kind")->required);
  EXPECT_EQ(loans.find("kind")->categories, (std::vector<std::string>{"it's", "ü"}));
  EXPECT_EQ(loans.find("rate")->minimum, -0.5);
  EXPECT_EQ(loans.find("rate")->maximum, 100);
  EXPECT_FALSE(loans.find("day")->required);
  EXPECT_EQ(loans.find("rates"), nullptr);
}

TEST(Schema, CutOffAnywhereIsRefusedWithALine) {
  // Up to its closing parenthesis, no part of a schema is one.
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto tables = parse_schema(std::string_view(whole).substr(0, length));
    ASSERT_FALSE(tables.has_value()) << length;
    EXPECT_TRUE(tables.error().message.starts_with("line ")) << tables.error().message;
  }
}

TEST(Schema, RefusesEveryWordOfSqlAsAName) {
  for (const char* word : {"select", "Table", "GROUP", "check"}) {
    const auto tables =
        parse_schema("CREATE TABLE t (a BIGINT,\n" + std::string(word) + " BIGINT)");
    ASSERT_FALSE(tables);
    EXPECT_EQ(tables.error().message,
              "line 2: \"" + std::string(word) +
                  "\" is a word of SQL itself, expected the name of a column; choose "
                  "another and say source_names in portfolio.toml");
  }
}

}  // namespace
}  // namespace credence::portfolio
