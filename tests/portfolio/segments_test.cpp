#include <gtest/gtest.h>

#include "portfolio/portfolio.h"
#include "tests/portfolio/sample.h"

namespace credence::portfolio {
namespace {

// The sample with [[segments]] at the end of its portfolio.toml, and a flag among its
// features.
Texts with_segments(const std::string& segments) {
  Texts texts = sample::texts();
  texts.toml = sample::with(texts.toml, "nominal = [\"kind\"]\n",
                            "flags = [\"payments\"]\nnominal = [\"kind\"]\n");
  texts.toml = sample::with(texts.toml, "standard = [\"payments\"]\n", "");
  texts.toml += segments;
  return texts;
}

std::string error_of(const std::string& segments) {
  const auto portfolio = parse_portfolio(with_segments(segments), "sample");
  if (portfolio) return "is read";
  EXPECT_EQ(portfolio.error().kind, ErrorKind::bad_input);
  const std::string& message = portfolio.error().message;
  // The place is checked once; after it the line is that of the text added.
  EXPECT_TRUE(message.starts_with("sample/portfolio.toml: line 1")) << message;
  return message.substr(message.find("segments"));
}

TEST(Segments, AreNoneWhereNoneAreDeclared) {
  EXPECT_TRUE(parse_portfolio(sample::texts(), "sample")->segments.empty());
}

TEST(Segments, HoldTheConditionThatFitsTheirFeature) {
  const auto portfolio = parse_portfolio(with_segments(R"(
[[segments]]
name = "Middling"
feature = "amount"
at_least = 10
at_most = 20.5
[[segments]]
name = "Homes"
feature = "kind"
is = "Home"
[[segments]]
name = "Has paid"
feature = "payments"
is = true
[[segments]]
name = "Has not paid"
feature = "payments"
is = 0
[[segments]]
name = "Unknown"
feature = "mean_payment"
missing = true
)"),
                                         "sample");
  ASSERT_TRUE(portfolio) << portfolio.error().message;
  const auto& segments = portfolio->segments;
  ASSERT_EQ(segments.size(), 5U);
  EXPECT_EQ(segments[0].name, "Middling");
  EXPECT_EQ(segments[0].feature, "amount");
  EXPECT_EQ(segments[0].at_least, 10.0);
  EXPECT_EQ(segments[0].at_most, 20.5);
  EXPECT_FALSE(segments[0].is || segments[0].missing);
  EXPECT_EQ(segments[1].is, table::Value(std::string("Home")));
  EXPECT_EQ(segments[2].is, table::Value(std::int64_t{1}));
  EXPECT_EQ(segments[3].is, table::Value(std::int64_t{0}));
  EXPECT_TRUE(segments[4].missing);
  EXPECT_FALSE(segments[4].at_least || segments[4].at_most || segments[4].is);
}

TEST(Segments, AreRefusedWithTheLineTheKeyAndWhatWasExpected) {
  const std::string opening = "[[segments]]\nname = \"A\"\n";
  const std::vector<std::pair<std::string, std::string>> cases{
      {"feature = \"amuont\"\nat_most = 1\n",
       "segments[1].feature: features.sql has no feature \"amuont\"; did you mean "
       "\"amount\"?"},
      {"feature = \"amount\"\n",
       "segments[1]: the segment has no condition, expected at_least or at_most of a "
       "number, \"is\" of a flag or category, or \"missing = true\""},
      {"feature = \"amount\"\nat_least = 2\nat_most = 1\n",
       "segments[1].at_least: at_least 2 is above at_most 1: no value is in this "
       "segment"},
      {"feature = \"amount\"\nat_least = \"2\"\n",
       "segments[1].at_least: found the text \"2\", expected a number"},
      {"feature = \"amount\"\nis = 3\n",
       "segments[1].is: the feature \"amount\" is a number, expected the condition "
       "at_least, at_most or \"missing\""},
      {"feature = \"kind\"\nat_most = 3\n",
       "segments[1].at_most: the feature \"kind\" is a flag or a category, expected "
       "the condition \"is\" or \"missing\""},
      {"feature = \"kind\"\nis = true\n",
       "segments[1].is: found true, expected a text in quotes"},
      {"feature = \"payments\"\nis = 2\n",
       "segments[1].is: found the number 2, expected true or false, as for a flag"},
      {"feature = \"amount\"\nmissing = false\n",
       "segments[1].missing: expected \"missing = true\" as the only condition"},
      {"feature = \"amount\"\nmissing = true\nat_most = 3\n",
       "segments[1].missing: expected \"missing = true\" as the only condition"},
      {"feature = \"amount\"\nat_mots = 3\n",
       "segments[1].at_mots: unknown key; did you mean \"at_most\"?"},
      {"feature = \"amount\"\nat_most = 1\n[[segments]]\nname = \"A\"\nfeature = "
       "\"amount\"\nat_least = 2\n",
       "segments[2].name: the segment \"A\" is named twice"}};
  for (const auto& [text, message] : cases)
    EXPECT_EQ(error_of(opening + text), message);
  EXPECT_EQ(error_of("[segments]\nname = \"A\"\n"),
            "segments: found a table, expected [[segments]] sections");
}

TEST(Segments, OfAnOrderedCategoryNameOneOfItsOrder) {
  Texts texts = sample::texts();
  texts.toml = sample::with(texts.toml, "nominal = [\"kind\"]\n", "");
  texts.toml = sample::with(texts.toml, "[features.groups]\n",
                            "[features.ordinal]\nkind = [\"Personal\", \"Home\"]\n"
                            "[features.groups]\n");
  texts.toml += "[[segments]]\nname = \"Homes\"\nfeature = \"kind\"\nis = \"Hone\"\n";
  const auto portfolio = parse_portfolio(texts, "sample");
  ASSERT_FALSE(portfolio);
  EXPECT_EQ(portfolio.error().message,
            "sample/portfolio.toml: line 110: segments[1].is: the feature \"kind\" is "
            "never \"Hone\"; did you mean \"Home\"?");
}

}  // namespace
}  // namespace credence::portfolio
