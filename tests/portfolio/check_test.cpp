#include "portfolio/check.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/file.h"
#include "tests/portfolio/sample.h"

namespace credence::portfolio {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  explicit Folder(const Texts& texts)
      : path_(fs::temp_directory_path() /
              ("credence_portfolio_" +
               std::string(
                   testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
    for (const auto& [name, text] : {std::pair{"portfolio.toml", texts.toml},
                                     std::pair{"schema.sql", texts.schema_sql},
                                     std::pair{"features.sql", texts.features_sql},
                                     std::pair{"target.sql", texts.target_sql}})
      EXPECT_TRUE(write_file(path_ / name, text).has_value());
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::vector<std::string> findings_in(const Texts& texts) {
  const auto portfolio = parse_portfolio(texts, "");
  EXPECT_TRUE(portfolio.has_value()) << portfolio.error().message;
  std::vector<std::string> all;
  if (!portfolio) return all;
  for (const Finding& finding : findings_of(*portfolio))
    all.push_back(text_of(finding));
  return all;
}

using Findings = std::vector<std::string>;

TEST(Check, SumsUpWhatThePortfolioDeclares) {
  const auto portfolio = parse_portfolio(sample::texts(), "");
  ASSERT_TRUE(portfolio.has_value()) << portfolio.error().message;
  const Summary summary = summary_of(*portfolio);
  ASSERT_EQ(summary.tables.size(), 2U);
  EXPECT_EQ(summary.tables[0].key, "loan_id");
  EXPECT_EQ(summary.tables[0].known, "after applied");
  EXPECT_EQ(summary.tables[0].link, "");
  EXPECT_EQ(summary.tables[1].known, "from due");
  EXPECT_EQ(summary.tables[1].link, "loan_id -> loans.loan_id");
  EXPECT_EQ(summary.features, 4U);
  ASSERT_EQ(summary.groups.size(), 2U);
  EXPECT_EQ(summary.groups[1].features,
            (std::vector<std::string>{"payments", "mean_payment"}));
  ASSERT_EQ(summary.searches.size(), 1U);
  EXPECT_EQ(summary.searches[0].points, 4);
  EXPECT_EQ(summary.fields, (std::vector<std::string>{"amount", "kind"}));
  EXPECT_EQ(summary.bands, (std::vector<std::string>{"Low", "High"}));
}

TEST(Check, FindsNothingInTheSample) {
  EXPECT_EQ(findings_in(sample::texts()), Findings{});
}

TEST(Check, FindsNothingInTheShippedPortfolios) {
  for (const char* name : {"german_credit", "taiwan_cards", "retail_lending",
                           "retail_lending_leaky", "berka"}) {
    const auto checked = check_folder(std::string("portfolios/") + name);
    ASSERT_TRUE(checked.has_value()) << checked.error().message;
    for (const Finding& finding : checked->findings)
      ADD_FAILURE() << name << ": " << text_of(finding);
  }
}

TEST(Check, TypesOfFeaturesFitWhatIsDeclared) {
  Texts texts = sample::texts();
  texts.toml = sample::with(texts.toml, "nominal = [\"kind\"]", "flags = [\"kind\"]");
  EXPECT_EQ(
      findings_in(texts),
      Findings{"features.sql: line 18: the feature \"kind\" is a text, expected 0 or "
               "1: portfolio.toml says it is a flag"});
  texts = sample::texts();
  texts.toml = sample::with(texts.toml, "nominal = [\"kind\"]\n", "");
  EXPECT_EQ(
      findings_in(texts),
      Findings{"features.sql: line 18: the feature \"kind\" is a text, expected a "
               "number; portfolio.toml names it neither in features.nominal nor in "
               "features.ordinal"});
  texts = sample::texts();
  texts.toml = sample::with(texts.toml, "standard = [\"payments\"]", "");
  texts.toml =
      sample::with(texts.toml, "nominal = [", "flags = [\"payments\"]\nnominal = [");
  EXPECT_EQ(
      findings_in(texts),
      Findings{"features.sql: line 20: the feature \"payments\" may be other than 0 "
               "and 1, which a flag is in portfolio.toml"});
}

TEST(Check, AnOrderPlacesEveryTextThatTheSqlGives) {
  Texts texts = sample::texts();
  texts.toml = sample::with(texts.toml, "nominal = [\"kind\"]\n", "");
  texts.toml = sample::with(texts.toml, "[features.scaling]",
                            "[features.ordinal]\nkind = [\"Personal\", \"House\"]\n"
                            "[features.scaling]");
  EXPECT_EQ(findings_in(texts),
            Findings{"features.sql: line 18: the feature \"kind\" may be 'Home', which "
                     "features.ordinal in portfolio.toml does not place"});
}

TEST(Check, WithoutDatesTheOutcomesColumnIsNoFeature) {
  Texts texts = sample::texts_without_dates();
  texts.target_sql =
      sample::with(texts.target_sql, "\nWHERE a.applied <= o.observed_until", "");
  texts.features_sql =
      sample::with(texts.features_sql, "  a.amount,", "  a.is_default AS amount,");
  const Findings findings = findings_in(texts);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(
      findings[0],
      "features.sql: line 16: target.sql makes the outcome of \"is_default\", and no "
      "dates keep a feature from giving it away");
}

TEST(Check, ReadingRefusesBrokenRulesAndSaysHowManyMore) {
  Texts texts = sample::texts();
  texts.features_sql =
      sample::with(texts.features_sql, "CAST(p.total AS DOUBLE) / NULLIF(p.n, 0)",
                   "ROUND(CAST(p.total AS DOUBLE) / p.n)");
  const Folder folder(texts);
  EXPECT_EQ(
      read_portfolio(folder.path()).error().message,
      folder.path().string() +
          "/features.sql: line 23: the function ROUND is not the same in all engines; "
          "engines round halves differently; write floor_of, or leave it");
  EXPECT_EQ(check_folder(folder.path())->findings.size(), 1U);
}

TEST(Check, ASumThatIsNotProvenIsAFindingButNoRefusal) {
  Texts texts = sample::texts();
  texts.schema_sql =
      sample::with(texts.schema_sql, " CHECK (amount BETWEEN 0 AND 10000000000)", "");
  const Folder folder(texts);
  EXPECT_TRUE(read_portfolio(folder.path()).has_value());
  const auto checked = check_folder(folder.path());
  ASSERT_TRUE(checked.has_value());
  ASSERT_EQ(checked->findings.size(), 1U);
  EXPECT_EQ(checked->findings[0].rule, Rule::no_overflow);
  EXPECT_EQ(
      text_of(checked->findings[0]),
      "features.sql: line 6: SUM(r.amount) is not proven to stay below 2^63: "
      "\"amount\" of \"payments\" has no bounds: give it a CHECK (amount BETWEEN ... "
      "AND ...) in schema.sql");
}

TEST(Check, AMissingFileIsNamed) {
  const Folder folder(sample::texts());
  fs::remove(folder.path() / "target.sql");
  EXPECT_EQ(read_portfolio(folder.path()).error().message,
            folder.path().string() +
                "/target.sql: cannot be read: No such file or "
                "directory");
}

}  // namespace
}  // namespace credence::portfolio
