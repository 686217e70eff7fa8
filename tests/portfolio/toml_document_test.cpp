#include "portfolio/toml_document.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/portfolio/sample.h"

namespace credence::portfolio {
namespace {

std::string repeated(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(TomlDocument, KeepsLinesPathsAndTheOrderOfTheFile) {
  const auto root = parse_toml(
      "zebra = 1\n"
      "[tables.b]\n"
      "x = [1, [2.5, true]]\n"
      "[[bands]]\n"
      "[[bands]]\n"
      "  below = -0.5\n"
      "[tables.a]\n"
      "day = 2024-01-31\n");
  ASSERT_TRUE(root) << root.error().message;
  ASSERT_EQ(root->entries.size(), 3U);
  EXPECT_EQ(root->entries[0].key, "zebra");
  EXPECT_EQ(root->entries[1].key, "tables");
  EXPECT_EQ(root->entries[2].key, "bands");
  const TomlNode& tables = root->entries[1].node;
  EXPECT_EQ(tables.entries[0].key, "b");
  EXPECT_EQ(tables.entries[1].key, "a");
  const TomlNode& x = *tables.find("b")->find("x");
  EXPECT_EQ(x.line, 3);
  EXPECT_EQ(x.items[1].items[0].path, "tables.b.x[2][1]");
  EXPECT_EQ(x.items[1].items[0].real, 2.5);
  EXPECT_EQ(x.items[1].items[1].kind, TomlKind::boolean);
  const TomlNode& below = *root->find("bands")->items[1].find("below");
  EXPECT_EQ(below.path, "bands[2].below");
  EXPECT_EQ(below.line, 6);
  EXPECT_EQ(tables.find("a")->find("day")->kind, TomlKind::other);
}

TEST(TomlDocument, MayStartWithAByteOrderMarkAndEndLinesAsWindowsDoes) {
  const auto root = parse_toml("\xEF\xBB\xBF[a]\r\nb = \"c\"\r\n");
  ASSERT_TRUE(root) << root.error().message;
  EXPECT_EQ(root->find("a")->find("b")->text, "c");
  EXPECT_EQ(root->find("a")->find("b")->line, 2);
}

struct Malformed {
  std::string toml, start;
};

TEST(TomlDocument, NamesTheLineOfWhatIsNotToml) {
  const std::vector<Malformed> cases{{"a = 1\na = 2\n", "line 2: "},
                                     {"[a]\n[b]\n[a]\n", "line 3: "},
                                     {"a = 1\n[a]\n", "line 2: "},
                                     {"[[a]]\n[a]\n", "line 2: "},
                                     {"a = 99999999999999999999\n", "line 1: "},
                                     {"\na = 1e\n", "line 2: "},
                                     {"a = 01\n", "line 1: "},
                                     {"a = \"open\nb = 1", "line 1: "},
                                     {"\n\na = [1, 2", "line 3: "},
                                     {"a = { b = 1", "line 1: "},
                                     {"[a", "line 1: "},
                                     {"a", "line 1: "},
                                     {"= 1", "line 1: "},
                                     {"a = \"\\q\"", "line 1: "},
                                     {"a = \"\xFF\"", "line 1: "},
                                     {"a = 2024-02-30", "line 1: "},
                                     {"a = 'b' c = 'd'", "line 1: "}};
  for (const Malformed& each : cases) {
    const auto root = parse_toml(each.toml);
    ASSERT_FALSE(root.has_value()) << each.toml;
    EXPECT_EQ(root.error().kind, ErrorKind::bad_input);
    EXPECT_TRUE(root.error().message.starts_with(each.start))
        << each.toml << ": " << root.error().message;
    EXPECT_GT(root.error().message.size(), each.start.size());
  }
}

TEST(TomlDocument, NestsNoDeeperThanItsStackBears) {
  EXPECT_EQ(parse_toml("\na" + repeated(".a", 100'000) + " = 1").error().message,
            "line 2: found a key of more than 100 parts");
  EXPECT_EQ(parse_toml("[a" + repeated(" . \"a\"", 100'000) + "]").error().message,
            "line 1: found a key of more than 100 parts");
  EXPECT_EQ(parse_toml("x = { a" + repeated(".a", 100'000) + " = 1 }").error().message,
            "line 1: found a key of more than 100 parts");
  for (const char* piece : {"[", "{ a = "})
    EXPECT_FALSE(parse_toml("a = " + repeated(piece, 100'000)).has_value()) << piece;
  // Of a depth that is still read, and of prose, which has dots as well.
  EXPECT_TRUE(parse_toml("a" + repeated(".a", 90) + " = 1"));
  EXPECT_TRUE(parse_toml("a = \"" + repeated("...", 1'000) + "\""));
  EXPECT_TRUE(
      parse_toml("a = \"" + repeated("A sentence, and one more. ", 1'000) + "\""));
}

// ---- values ------------------------------------------------------------------------

TomlNode one(const std::string& value) {
  const auto root = parse_toml("[section]\nkey = " + value + "\n");
  EXPECT_TRUE(root) << root.error().message;
  return *root->find("section")->find("key");
}

template <class T>
std::string wrong(const Result<T>& result) {
  return result ? "nothing is wrong" : result.error().message;
}

TEST(TomlValues, SayWhereTheyAreWhatTheyAreAndWhatWasExpected) {
  const std::string at = "line 2: section.key: found ";
  EXPECT_EQ(wrong(as_text(one("1"))), at + "the number 1, expected a text in quotes");
  EXPECT_EQ(wrong(as_text(one("''"))), at + "the text \"\", expected a text in quotes");
  EXPECT_EQ(wrong(as_text(one("{ a = 1 }"))),
            at + "a table, expected a text in quotes");
  EXPECT_EQ(wrong(as_number(one("'1'"))), at + "the text \"1\", expected a number");
  EXPECT_EQ(wrong(as_number(one("inf"))), at + "the number inf, expected a number");
  EXPECT_EQ(wrong(as_number(one("nan"))), at + "the number nan, expected a number");
  EXPECT_EQ(wrong(as_integer(one("1.0"))),
            at + "the number 1, expected a whole number");
  EXPECT_EQ(wrong(as_integer(one("true"))), at + "true, expected a whole number");
  EXPECT_EQ(wrong(as_boolean(one("1"))), at + "the number 1, expected true or false");
  EXPECT_EQ(wrong(as_boolean(one("2024-01-31"))),
            at + "a TOML date or time, expected true or false");
  EXPECT_EQ(wrong(as_texts(one("'a'"))),
            at + "the text \"a\", expected a list of texts");
  EXPECT_EQ(wrong(as_texts(one("['a', 1]"))),
            "line 2: section.key[2]: found the number 1, expected a text in quotes");
  EXPECT_EQ(wrong(as_texts(one("['a', 'b', 'a']"))),
            "line 2: section.key[3]: \"a\" is named twice");
  EXPECT_EQ(*as_number(one("9007199254740993")), 9007199254740992.0);
  EXPECT_EQ(*as_integer(one("-9223372036854775808")), INT64_MIN);
}

TEST(TomlReader, NamesUnknownAndMissingKeys) {
  const auto root = parse_toml("[section]\nfolds = 4\nflods = 5\n");
  const TomlNode& section = *root->find("section");
  EXPECT_EQ(wrong(TomlReader::of(section, {"folds", "repeats"})),
            "line 3: section.flods: unknown key; did you mean \"folds\"?");
  EXPECT_EQ(wrong(TomlReader::of(section, {"folds"})),
            "line 3: section.flods: unknown key; did you mean \"folds\"?");
  EXPECT_EQ(wrong(TomlReader::of(*section.find("folds"), {})),
            "line 2: section.folds: found the number 4, expected a table");
  const auto reader = TomlReader::of(section, {"folds", "flods"});
  ASSERT_TRUE(reader);
  EXPECT_EQ(wrong(reader->text("name")),
            "line 1: section: the key \"name\" is missing");
  EXPECT_EQ(
      wrong(reader->integer_or("folds", 5, 5, 9)),
      "line 2: section.folds: found the number 4, expected a whole number from 5 to "
      "9");
  EXPECT_EQ(wrong(reader->text_or("folds", "")),
            "line 2: section.folds: found the number 4, expected a text in quotes");
  EXPECT_EQ(*reader->integer_or("repeats", 3, 5, 9), 3);
  EXPECT_EQ(*reader->number_or("flods", 0), 5.0);
  EXPECT_EQ(*reader->optional_number("none"), std::nullopt);
  EXPECT_TRUE(reader->texts("none")->empty());
}

// ---- a portfolio without dates -----------------------------------------------------

TEST(PortfolioDates, NothingIsKnownOnADayWhereNoDecisionHasOne) {
  const std::string expected =
      ": [application] has no decided_at that a row could be known before; declare it, "
      "or "
      "leave this out and say timeless";
  const auto message = [](const std::string& section) {
    Texts texts = sample::texts_without_dates();
    texts.toml =
        sample::with(texts.toml, "most_rows = 50\n", "most_rows = 50\n" + section);
    return wrong(parse_portfolio(texts, "sample"));
  };
  EXPECT_EQ(message(""), "nothing is wrong");
  EXPECT_EQ(message("known_on = \"applied\"\n"),
            "sample/portfolio.toml: line 21: tables.loans.known_on" + expected);
  EXPECT_EQ(message("same_day = true\n"),
            "sample/portfolio.toml: line 21: tables.loans.same_day" + expected);
  EXPECT_EQ(message("known_on_columns = { is_default = \"default_date\" }\n"),
            "sample/portfolio.toml: line 21: tables.loans.known_on_columns" + expected);
}

TEST(PortfolioComputed, EachColumnIsComputedOnceAndFromWhatIsRead) {
  const auto message = [](const std::string& more) {
    Texts texts = sample::texts();
    texts.toml = sample::with(texts.toml, "[target]", more + "[target]");
    return wrong(parse_portfolio(texts, "sample"));
  };
  EXPECT_EQ(
      message("[[computed]]\ntable = \"loans\"\ncolumn = \"instalment\"\n"
              "function = \"emi\"\narguments = [\"amount\", \"rate\", \"months\"]\n"),
      "sample/portfolio.toml: line 47: computed[2].column: the column "
      "\"instalment\" is computed twice");
  EXPECT_EQ(message("[[computed]]\ntable = \"loans\"\ncolumn = \"branch\"\n"
                    "function = \"emi\"\narguments = [\"instalment\", \"rate\", "
                    "\"months\"]\n"),
            "sample/portfolio.toml: line 49: computed[2].arguments[1]: the column "
            "\"instalment\" is computed itself, expected one that is read");
}

}  // namespace
}  // namespace credence::portfolio
