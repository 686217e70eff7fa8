#include "features/dictionary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace credence::features {
namespace {

DictionaryEntry entry(std::string name, std::string group, std::string meaning) {
  return {std::move(name), std::move(group), std::move(meaning), "integer", {}, false};
}

std::vector<std::string> lines_of(const std::string& page) {
  std::vector<std::string> lines{""};
  for (const char c : page)
    if (c == '\n')
      lines.emplace_back();
    else
      lines.back() += c;
  return lines;
}

// Bars that divide a row's cells: those before which stands no backslash, or two.
std::size_t cells_in(const std::string& row) {
  std::size_t bars = 0;
  bool escaped = false;
  for (const char c : row) {
    if (c == '|' && !escaped) ++bars;
    escaped = c == '\\' && !escaped;
  }
  return bars - 1;
}

TEST(DictionaryPage, KeepsAMeaningInItsCellWhateverItHolds) {
  for (const char* meaning :
       {"either | or", "ends in a bar |", "a backslash \\ and a bar \\|", "two\nlines",
        "windows\r\nlines", "<script>alert(1)</script>", "`code | in` ticks", "",
        "*"}) {
    const auto lines = lines_of(
        dictionary_page(portfolio::Portfolio{}, {entry("x", "g", meaning)}, 10));
    const auto row = std::find_if(lines.begin(), lines.end(), [](const auto& line) {
      return line.starts_with("| `x`");
    });
    ASSERT_NE(row, lines.end()) << meaning;
    EXPECT_EQ(cells_in(*row), 6U) << *row;
    EXPECT_TRUE(row->ends_with("| 0.0% | 0.000 | 0.500 |")) << *row;
    EXPECT_EQ(row->find(" <"), std::string::npos) << *row;
  }
}

TEST(DictionaryPage, ShowsTheMeaningAsItWasWritten) {
  const std::string page = dictionary_page(
      portfolio::Portfolio{}, {entry("x", "g", "Share of a|b, C:\\x, n < 3\n* 2")}, 10);
  EXPECT_NE(page.find("| Share of a\\|b, C:\\\\x, n \\< 3 \\* 2 |"), std::string::npos)
      << page;
}

TEST(DictionaryPage, HasATableForEachGroupInTheOrderOfTheirFirstFeatures) {
  portfolio::Portfolio portfolio;
  portfolio.name = "lender";
  portfolio.logarithms = {{"log_x", "x", {}}};
  DictionaryEntry kept = entry("z", "", "kept");
  kept.is_protected = true;
  kept.figures = {0.125, 0.75, 0.3456};
  const std::string page = dictionary_page(
      portfolio,
      {entry("x", "b\nb", "1"), entry("y", "a", "2"), kept, entry("w", "b\nb", "3")},
      1'234);
  EXPECT_TRUE(page.starts_with("# Features of lender\n"));
  EXPECT_NE(page.find("those of 1234 applications"), std::string::npos);
  const std::vector<std::string> parts{
      "\n## b b\n",
      "`x`",
      "`w`",
      "\n## a\n",
      "`y`",
      "\n## other\n",
      "`z` (protected) | kept | integer | 12.5% | 0.346 | "
      "0.750 |",
      "\n## Made in preparation\n",
      "| `log_x` | log(1 + `x`) |"};
  std::size_t at = 0;
  for (const std::string& part : parts) {
    const std::size_t found = page.find(part, at);
    ASSERT_NE(found, std::string::npos) << part << "\n" << page;
    at = found;
  }
}

}  // namespace
}  // namespace credence::features
