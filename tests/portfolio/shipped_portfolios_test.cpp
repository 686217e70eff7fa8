// What `credence portfolio check` sums up of the portfolios that are shipped, counted
// in their files; and the nearest name against the definition of an edit.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <regex>
#include <string>
#include <vector>

#include "portfolio/check.h"
#include "portfolio/nearest_name.h"

namespace credence::portfolio {
namespace {

std::size_t count(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern, std::regex::multiline);
  return static_cast<std::size_t>(
      std::distance(std::sregex_iterator(text.begin(), text.end(), regex), {}));
}

class Shipped : public ::testing::TestWithParam<const char*> {};

TEST_P(Shipped, AreSummedUpAsTheirFilesSay) {
  const auto checked = check_folder(std::string("portfolios/") + GetParam() + "/");
  ASSERT_TRUE(checked) << checked.error().message;
  for (const Finding& finding : checked->findings) ADD_FAILURE() << text_of(finding);
  const Texts& texts = checked->portfolio.texts;
  const Summary& summary = checked->summary;
  EXPECT_EQ(summary.name, GetParam());
  EXPECT_EQ(summary.tables.size(), count(texts.schema_sql, "^CREATE TABLE "));
  EXPECT_EQ(summary.fields.size(), count(texts.toml, R"(^\[\[form\]\])"));
  EXPECT_EQ(summary.segments.size(), count(texts.toml, R"(^\[\[segments\]\])"));
  EXPECT_EQ(summary.bands.size(), count(texts.toml, R"(^\[\[bands\]\])"));
  EXPECT_EQ(summary.searches.size(), count(texts.toml, R"(^\[search\.)"));
  std::size_t columns = 0, grouped = 0, linked = 0;
  for (const TableSummary& table : summary.tables) {
    columns += table.columns;
    linked += !table.link.empty();
    EXPECT_FALSE(table.key.empty()) << table.name;
  }
  EXPECT_EQ(columns,
            count(texts.schema_sql, "^  [a-z_0-9]+ (BIGINT|DOUBLE|TEXT|DATE)"));
  EXPECT_EQ(linked, summary.tables.size() - 1);
  for (const GroupSummary& group : summary.groups) grouped += group.features.size();
  EXPECT_EQ(grouped, summary.features);
  EXPECT_GT(summary.features, summary.protected_features);
}

INSTANTIATE_TEST_SUITE_P(All, Shipped,
                         ::testing::Values("retail_lending", "retail_lending_leaky",
                                           "german_credit", "taiwan_cards", "berka"),
                         [](const auto& each) { return std::string(each.param); });

// By definition, trying every edit: slow, and right.
std::size_t edits(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.size() + b.size();
  if (a[0] == b[0]) return edits(a.substr(1), b.substr(1));
  return 1 + std::min({edits(a.substr(1), b), edits(a, b.substr(1)),
                       edits(a.substr(1), b.substr(1))});
}

TEST(NearestName, HasTheFewestEditsByDefinition) {
  const std::vector<std::string> names{"id",    "file", "link",  "folds",
                                       "known", "same", "trials"};
  for (const char* name : {"di", "fil", "flie", "lnk", "flods", "knwon", "sam",
                           "trails", "x", "", "zzzzzz"}) {
    const std::string_view unknown = name;
    std::string expected;
    std::size_t fewest = std::max<std::size_t>(2, unknown.size() / 2) + 1;
    for (const std::string& each : names)
      if (edits(unknown, each) < fewest) {
        fewest = edits(unknown, each);
        expected = each;
      }
    EXPECT_EQ(nearest_name(unknown, names), expected) << name;
  }
  EXPECT_EQ(nearest_name("id", {}), "");
  EXPECT_EQ(suggestion("id", {}), "");
}

}  // namespace
}  // namespace credence::portfolio
