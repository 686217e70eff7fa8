#include "report/html_report.h"

#include <gtest/gtest.h>

#include "report/html_parts.h"
#include "tests/report/full_run.h"

namespace credence::report {
namespace {

// The page as its reader sees it, without markup.
std::string words_of(std::string html) {
  html.erase(0, html.find("<body>"));
  std::string text;
  bool within = false;
  for (const char c : html) {
    if (c == '<') within = true;
    if (!within) text += c == '\n' ? ' ' : c;
    if (c == '>') within = false;
  }
  return text;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos;
       at += part.size())
    ++found;
  return found;
}

TEST(HtmlReport, AnswersACommitteesQuestionsInTheirOrder) {
  const std::string page = html_report(full_run(), some_background(), {});
  std::size_t last = 0;
  for (const char* id :
       {"summary", "data", "comparison", "champion", "decision", "calibration",
        "segments", "drivers", "features", "limits", "provenance"}) {
    const auto at = page.find(std::string("<section id=\"") + id + "\"");
    ASSERT_NE(at, std::string::npos) << id;
    EXPECT_GT(at, last) << id;
    last = at;
    EXPECT_NE(page.find(std::string("<a href=\"#") + id + "\""), std::string::npos);
  }
}

TEST(HtmlReport, OpensWithFiveSentencesWithNumbers) {
  const std::string words = words_of(html_report(full_run(), some_background(), {}));
  for (const char* sentence :
       {"Logistic regression and LightGBM were tuned by 5-fold cross-validation on "
        "6,400 "
        "applications and measured on 1,600 that none of them had seen, and on the "
        "latest "
        "1,550.",
        "The champion is LightGBM: AUC 0.875 (95% interval 0.812 to 0.938) on the test "
        "set, where the true probabilities would reach 0.906; 0.875 out of time.",
        "Logistic regression ranked worse than LightGBM on the test set, beyond chance "
        "(DeLong&#39;s paired test, Holm-adjusted, 5%).",
        "Refusing from a probability of 0.250 approves 75.0% of the test applications "
        "with 6.7% bad among them, against 20.0% were all approved.",
        "On them the decisions cost ₹6.00 lakh, ₹14.0 lakh less (70.0%) than approving "
        "all and ₹9.00 lakh less than refusing from 0.50."})
    EXPECT_NE(words.find(sentence), std::string::npos) << sentence;
}

TEST(HtmlReport, CallsATieATie) {
  RunSummary run = full_run();
  run.models[0].against_champion->adjusted_p = 0.25;
  const std::string words = words_of(html_report(run, some_background(), {}));
  EXPECT_NE(words.find("-0.031, p = 0.250: a tie"), std::string::npos);
  EXPECT_NE(words.find("Logistic regression cannot be told apart from LightGBM on the "
                       "test set (DeLong"),
            std::string::npos);
}

TEST(HtmlReport, HoldsWhatElseIsKnown) {
  RunSummary run = full_run();
  DirectionCheck held{"loans.dti", "increasing", 200, 7800, 0, 0, "", {}},
      broken = held;
  broken.reversals = 3;
  broken.example = "application 7";
  run.models[1].directions = {held, broken};
  const std::string words = words_of(html_report(run, some_background(), {}));
  for (const char* part : {
           "features.sql (SHA-256)0123abcd",
           "mind the gap",
           "mostly utilisation: more of it, more risk",
           "mostly log_income: more of it, less risk",
           "first-time",
           "too few of a class",
           "0.250 large shift",
           "0.00 - 0.50",
           "loans.dti: as it rises, the risk never falls, in 7800 steps",
           "Broken: loans.dti: as it rises, the risk falls in 3 of 7800",
           "Left out: gender",
           "gnuplot was not there",
           "Of 1 features 1 moved far from what they are compared with (stability "
           "index of 0.25 "
           "or "
           "more): utilisation.",
       })
    EXPECT_NE(words.find(part), std::string::npos) << part;
}

TEST(HtmlReport, LeavesOutWhatIsNotKnown) {
  const std::string page = html_report(some_run(), {}, {});
  for (const char* id : {"calibration", "segments", "drivers", "features"})
    EXPECT_EQ(page.find(std::string("id=\"") + id + "\""), std::string::npos) << id;
  RunSummary empty = some_run();
  empty.models.clear();
  EXPECT_EQ(count(html_report(empty, {}, {}), "<section"),
            3u);  // data, limits, provenance
}

TEST(HtmlReport, ShowsHostileNamesAsText) {
  const std::string hostile = "<script>alert('x')</script>\"&\n{x}";
  RunSummary run = full_run();
  run.title = run.portfolio = hostile;
  run.without_outcome = {{hostile, 1}};
  run.left_out = {{hostile, hostile}};
  run.warnings = {hostile};
  run.champion_reason = hostile;
  run.feature_bins[0].feature = hostile;
  run.feature_bins[0].bins[0].label = hostile;
  run.feature_bins[0].samples[0].name = hostile;
  run.currency.symbol = "<b>";
  for (ModelSummary& model : run.models) {
    model.title = model.version = hostile;
    model.parameters = {{hostile, hostile}};
    model.segments[0].name = hostile;
    model.calibration.reset();
    model.uncalibrated = hostile;
    for (auto* drivers : {&model.explanation.concepts, &model.explanation.features})
      for (Driver& driver : *drivers) driver.name = hostile;
    model.test.policies[0].name = hostile;
  }
  const std::string page =
      html_report(run, {{{hostile, hostile}}, {{hostile, hostile}}}, {});
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(page.find("<b>"), std::string::npos);
  EXPECT_GT(count(page, "&lt;script&gt;alert(&#39;x&#39;)"), 20u);
}

TEST(Listed, ReadsAsASentence) {
  EXPECT_EQ(listed({}), "");
  EXPECT_EQ(listed({"a"}), "a");
  EXPECT_EQ(listed({"a", "b"}), "a and b");
  EXPECT_EQ(listed({"a", "b", "c"}), "a, b and c");
}

TEST(IntervalBar, PlacesWhatItShowsOnItsAxis) {
  const std::string bar = interval_bar({0.75, 0.7, 0.8, {}, 0.7, 0.8, false});
  EXPECT_NE(bar.find("cx=\"90.0\""), std::string::npos);  // the middle of 180
  EXPECT_NE(bar.find("x1=\"6.0\" x2=\"174.0\""), std::string::npos);
  EXPECT_EQ(bar.find("possible"), std::string::npos);
  EXPECT_NE(interval_bar({0.75, 0.7, 0.8, 2.0, 0.7, 0.8, true}).find("x1=\"174.0\""),
            std::string::npos);
}

}  // namespace
}  // namespace credence::report
