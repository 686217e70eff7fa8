#include "portfolio/sql_tokens.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "portfolio/nearest_name.h"
#include "portfolio/sql_parser.h"

namespace credence::portfolio {
namespace {

TEST(SqlTokens, KnowTheirKindAndLine) {
  const auto tokens =
      tokens_of("SELECT a.b, 'it''s' -- why\n  <> 1.5e-3 /* two\nlines */ \"Q\"");
  ASSERT_TRUE(tokens.has_value());
  const std::vector<std::pair<SqlKind, std::string>> expected{
      {SqlKind::word, "SELECT"},   {SqlKind::word, "a"},
      {SqlKind::symbol, "."},      {SqlKind::word, "b"},
      {SqlKind::symbol, ","},      {SqlKind::text, "it's"},
      {SqlKind::comment, "why"},   {SqlKind::symbol, "<>"},
      {SqlKind::number, "1.5e-3"}, {SqlKind::comment, "two\nlines"},
      {SqlKind::quoted_name, "Q"}, {SqlKind::end, ""}};
  ASSERT_EQ(tokens->size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ((*tokens)[i].kind, expected[i].first) << i;
    EXPECT_EQ((*tokens)[i].text, expected[i].second) << i;
  }
  EXPECT_EQ((*tokens)[6].line, 1);
  EXPECT_EQ((*tokens)[7].line, 2);
  EXPECT_EQ((*tokens)[10].line, 3);
}

TEST(SqlTokens, SayWhereSomethingDoesNotEnd) {
  EXPECT_EQ(tokens_of("a\n/* x").error().message,
            "line 2: the comment that starts here does not end, expected */");
  EXPECT_EQ(tokens_of("a\n\n'x").error().message,
            "line 3: the text that starts here does not end, expected '");
  EXPECT_EQ(tokens_of("a ~ b").error().message,
            "line 1: found the character '~', which portfolio SQL does not have");
  EXPECT_EQ(tokens_of("12ab").error().message,
            "line 1: found \"12a\", expected a number or a name");
}

TEST(SelectedColumns, AreThoseOfTheLastSelectWithTheCommentsAbove) {
  const auto columns = selected_columns(
      "WITH x AS (SELECT 1 AS hidden)\n"
      "SELECT\n"
      "  d.application_id,\n"
      "  -- First line,\n"
      "  -- second line\n"
      "  (SELECT MAX(y) FROM z) AS top,  -- not a meaning\n"
      "  -- A call with commas\n"
      "  greater_of(a, b) AS Larger\n"
      "FROM decisions AS d");
  ASSERT_TRUE(columns.has_value()) << columns.error().message;
  ASSERT_EQ(columns->size(), 3U);
  EXPECT_EQ((*columns)[0].name, "application_id");
  EXPECT_EQ((*columns)[1].name, "top");
  EXPECT_EQ((*columns)[1].meaning, "First line, second line");
  EXPECT_EQ((*columns)[2].name, "larger");
  EXPECT_EQ((*columns)[2].meaning, "A call with commas");
  EXPECT_EQ((*columns)[2].line, 8);
}

// Whatever bytes a file holds, reading it ends, with a value or an error.
RC_GTEST_PROP(SqlTokens, AnyTextIsReadOrRefused, (const std::string& text)) {
  const auto tokens = tokens_of(text);
  RC_ASSERT(tokens.has_value() != !tokens.has_value());
  if (tokens) RC_ASSERT(tokens->back().kind == SqlKind::end);
  parse_query(text);
  selected_columns(text);
}

// And so with text that is made of SQL's own pieces.
RC_GTEST_PROP(SqlParser, AnySequenceOfPiecesIsReadOrRefused, ()) {
  static const std::vector<std::string> pieces{
      "SELECT", "FROM",  "a",    "b.c",  "(",      ")",       ",",    "CASE", "WHEN",
      "THEN",   "END",   "1",    "'t'",  "+",      "*",       "/",    "AND",  "NOT",
      "IN",     "AS",    "JOIN", "ON",   "GROUP",  "BY",      "OVER", "CAST", "DOUBLE",
      "WITH",   "UNION", "IS",   "NULL", "EXISTS", "BETWEEN", "-"};
  std::string text = "SELECT ";
  for (const std::size_t i : *rc::gen::container<std::vector<std::size_t>>(
           rc::gen::inRange<std::size_t>(0, 34)))
    text += pieces[i] + " ";
  const auto query = parse_query(text);
  if (!query) RC_ASSERT(query.error().message.starts_with("line "));
}

std::string repeated(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(SqlParser, NestsNoDeeperThanItsStackBears) {
  for (const std::string piece : {"(", "- ", "NOT ", "(SELECT ", "abs(", "1 + ", "1 * ",
                                  "a AND ", "a OR ", "CASE WHEN "}) {
    const auto query = parse_query("SELECT " + repeated(piece, 50'000) + "1");
    ASSERT_FALSE(query.has_value()) << piece;
    EXPECT_NE(query.error().message.find("expected fewer than"), std::string::npos)
        << query.error().message;
  }
}

TEST(NearestName, IsTheOneWithFewestEdits) {
  const std::vector<std::string> names{"known_on", "same_day", "most_rows"};
  EXPECT_EQ(nearest_name("know_on", names), "known_on");
  EXPECT_EQ(nearest_name("mostrows", names), "most_rows");
  EXPECT_EQ(nearest_name("qqqqqq", names), "");
  EXPECT_EQ(suggestion("qqqqqq", names),
            "; expected one of: known_on, same_day, most_rows");
}

}  // namespace
}  // namespace credence::portfolio
