#include "plot/svg.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "plot/draw.h"
#include "tests/plot/some_chart.h"

namespace credence::plot {
namespace {

TEST(Escaped, IsReadAsTextInElementsAndAttributes) {
  EXPECT_EQ(escaped("<a href='x' id=\"y\">&amp;"),
            "&lt;a href=&#39;x&#39; id=&quot;y&quot;&gt;&amp;amp;");
  EXPECT_EQ(escaped(std::string("a\0b\x1b[1m\nc", 9)), "a b [1m\nc");
  EXPECT_EQ(escaped("₹ é"), "₹ é");
}

class Svg : public testing::Test {
 protected:
  void SetUp() override {
    auto painter = Painter::find("/usr/bin:/bin");
    if (!painter) GTEST_SKIP() << painter.error().message;
    file_ = painter->draw(some_chart(), Format::svg).value();
    page_ = for_page(file_, some_chart());
  }

  std::string file_, page_;
};

TEST_F(Svg, OfAFileSaysWhatItShowsAndNamesFontsThatMostHave) {
  EXPECT_NE(file_.find("<title>Bad &amp; good</title>"), std::string::npos);
  EXPECT_NE(file_.find("<desc>A &lt;line&gt; that rises.</desc>"), std::string::npos);
  EXPECT_NE(file_.find("\"DejaVu Sans, Verdana, Helvetica, Arial, sans-serif\""),
            std::string::npos);
  EXPECT_NE(file_.find("font-weight=\"bold\""), std::string::npos);
  EXPECT_EQ(file_.find(":Bold"), std::string::npos);
  EXPECT_EQ(file_.find("rgb("), std::string::npos);
  EXPECT_NE(file_.find("#1d4ed8"), std::string::npos);
}

TEST_F(Svg, OfAPageHasNothingOfAFileOfItsOwn) {
  EXPECT_TRUE(page_.starts_with("<svg role=\"img\" aria-label=\"Bad &amp; good\""));
  EXPECT_TRUE(page_.find("</svg>") != std::string::npos);
  for (const char* foreign :
       {"<?xml", "xmlns", "xlink", "http:", "<rect x=\"0\" y=\"0\""})
    EXPECT_EQ(page_.find(foreign), std::string::npos) << foreign;
}

TEST_F(Svg, OfAPageHasIdentifiersOfItsOwnAndRefersToThem) {
  std::set<std::string> identifiers;
  const std::regex named("id=['\"]([^'\"]*)['\"]"),
      referred("href=['\"]#([^'\"]*)['\"]");
  for (std::sregex_iterator at(page_.begin(), page_.end(), named), end; at != end;
       ++at) {
    EXPECT_TRUE((*at)[1].str().starts_with("some-")) << (*at)[1];
    EXPECT_TRUE(identifiers.insert((*at)[1]).second) << (*at)[1];
  }
  int references = 0;
  for (std::sregex_iterator at(page_.begin(), page_.end(), referred), end; at != end;
       ++at, ++references)
    EXPECT_TRUE(identifiers.contains((*at)[1])) << (*at)[1];
  EXPECT_GT(references, 0);
}

TEST_F(Svg, OfAPageHasNoColourThatThePageCannotChange) {
  const std::string style = page_style();
  const std::regex color(
      "(?:fill|stroke|color)\\s*=\\s*['\"](#[0-9a-fA-F]{6}|[a-z]+)['\"]");
  std::set<std::string> found;
  for (std::sregex_iterator at(page_.begin(), page_.end(), color), end; at != end; ++at)
    found.insert((*at)[1]);
  found.erase("none");
  for (const std::string& one : found) {
    std::string lower;
    for (const char c : one) lower += static_cast<char>(std::tolower(c));
    EXPECT_NE(style.find("\"" + lower + "\""), std::string::npos) << one;
  }
  EXPECT_GE(found.size(), 4u);
}

}  // namespace
}  // namespace credence::plot
