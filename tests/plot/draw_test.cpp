#include "plot/draw.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/file.h"
#include "tests/base/hardship.h"
#include "tests/plot/some_chart.h"

namespace credence::plot {
namespace {

std::uint32_t number_at(const std::string& bytes, std::size_t place) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i)
    number = number << 8 | static_cast<unsigned char>(bytes[place + i]);
  return number;
}

class Drawing : public testing::Test {
 protected:
  void SetUp() override {
    auto painter = Painter::find("/usr/bin:/bin");
    if (!painter) GTEST_SKIP() << painter.error().message;
    painter_.emplace(*std::move(painter));
  }

  // The SVG of a chart whose every text is this.
  std::string with_text(const std::string& text) {
    Chart chart = some_chart();
    chart.title = chart.description = text;
    Panel& panel = chart.panels[0];
    panel.title = panel.x.title = panel.y.title = text;
    panel.series[0].title = panel.marks[0].label = panel.notes[0].text = text;
    const auto drawn = painter_->draw(chart, Format::svg);
    EXPECT_TRUE(drawn) << drawn.error().message;
    return drawn.value_or("");
  }

  std::optional<Painter> painter_;
};

TEST_F(Drawing, GivesAPngOfTwiceTheSize) {
  const std::string bytes = painter_->draw(some_chart(), Format::png).value();
  EXPECT_TRUE(bytes.starts_with("\x89PNG\r\n\x1a\n"));
  EXPECT_EQ(number_at(bytes, 16), 800u);
  EXPECT_EQ(number_at(bytes, 20), 600u);
}

TEST_F(Drawing, GivesTheSameBytesTwice) {
  for (const Format format : {Format::png, Format::svg})
    EXPECT_EQ(painter_->draw(some_chart(), format).value(),
              painter_->draw(some_chart(), format).value());
}

TEST_F(Drawing, ShowsHostileTextAsText) {
  const TemporaryFolder folder;
  const std::string witness = (folder.path() / "witness").string();
  for (const std::string& text : std::vector<std::string>{
           std::string("<script>alert(1)</script>"),
           "it's '' a \"quote\"",
           "'; system('touch " + witness + "') #",
           "`touch " + witness + "`",
           "@" + witness,
           "'\nsystem('touch " + witness + "')\n'",
           "'\n!touch " + witness + "\n",
           std::string("ends with a backslash \\"),
           std::string("{/*9 big}^{x}_{y} ~a{b} &{space} %g %s %%"),
           std::string("₹ é 中文 ∑ \xf0\x9f\x98\x80"),
           std::string("tab\tbell\a escape\x1b[1m nul\0after", 30),
           std::string("end_of_data"),
           std::string(5'000, 'x'),
           std::string("broken \xff\xfe utf-8"),
       }) {
    SCOPED_TRACE(text.substr(0, 60));
    const std::string svg = with_text(text);
    EXPECT_EQ(svg.find("<script"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(witness));
  }
  EXPECT_NE(with_text("a_b^c {d} <e>").find("a_b^c {d} &lt;e>"), std::string::npos);
}

TEST_F(Drawing, CopesWithNumbersThatCannotBeDrawn) {
  const double nan = std::numeric_limits<double>::quiet_NaN(),
               infinity = std::numeric_limits<double>::infinity();
  const std::vector<std::vector<Point>> cases = {
      {},
      {{nan, 1}, {1, infinity}},
      {{0.5, 0.5}},
      {{0.1712, 3}, {0.1713, 3}},
      {{1, 1e300}, {2, -1e300}},
      {{1, 1e-300}, {2, 2e-300}},
      {{-1, 0}, {0, 0}},
  };
  for (const auto& points : cases)
    for (const bool logarithmic : {false, true}) {
      Chart chart = some_chart();
      chart.panels[0].series = {{"", Kind::line, Hue::accent, Dash::solid, 2, points}};
      chart.panels[0].x.logarithmic = logarithmic;
      const auto drawn = painter_->draw(chart, Format::svg);
      EXPECT_TRUE(drawn) << drawn.error().message;
    }
}

TEST_F(Drawing, PutsPanelsBesideEachOther) {
  Chart chart = some_chart();
  for (int more = 0; more < 4; ++more) chart.panels.push_back(chart.panels[0]);
  EXPECT_TRUE(painter_->draw(chart, Format::png));
}

TEST(Painter, WithoutGnuplotSaysWhatToInstall) {
  for (const char* path : {"", "/nowhere", "bin"}) {
    const auto painter = Painter::find(path);
    ASSERT_FALSE(painter);
    EXPECT_EQ(painter.error().kind, ErrorKind::environment);
    EXPECT_EQ(painter.error().message,
              "gnuplot is not installed: no folder of PATH has it (Debian's package is "
              "gnuplot-nox, bin/setup installs it)");
  }
}

TEST(Painter, TellsWhatGnuplotSaid) {
  const TemporaryFolder folder;
  const auto program = folder.path() / "gnuplot";
  const auto as = [&](const char* script) {
    EXPECT_TRUE(write_file(program, script));
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    return Painter::find(folder.path().string())
        .value()
        .draw(some_chart(), Format::png)
        .error()
        .message;
  };
  EXPECT_EQ(as("#!/bin/sh\necho 'line 3: no' >&2\nexit 1\n"),
            program.string() + ": the picture \"some\" was not drawn: line 3: no\n");
  EXPECT_EQ(as("#!/bin/sh\nprintf half\n"),
            program.string() +
                ": the picture \"some\" was not drawn: it ended without a word");
}

TEST(Literal, IsOneLiteralOfGnuplot) {
  const struct {
    std::string text, written;
  } cases[] = {
      {"plain", "'plain'"},
      {"it's", "'it’s'"},
      {"''", "'’’'"},
      {"a\nb\tc", "'a b c'"},
      {"\\n `x` @y {z}", "'\\n `x` @y {z}'"},
      {"", "''"},
  };
  for (const auto& [text, written] : cases) EXPECT_EQ(literal(text), written);
  EXPECT_EQ(literal("₹₹₹₹", 3), "'₹₹₹…'");
  EXPECT_EQ(literal("₹₹₹", 3), "'₹₹₹'");
}

}  // namespace
}  // namespace credence::plot
