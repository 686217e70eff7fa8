#include "features/audit.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/features/small_bank.h"

namespace credence::features {
namespace {

// What the audit says about a small bank with these features.
Result<Audit> audited(const std::string& features,
                      const std::string& toml = small_bank_toml) {
  auto bank = TRY(open_small_bank(features, loans_csv, toml));
  const auto set = TRY(build(*bank.engine, bank.portfolio));
  // Five applications separate by chance; that is the next test's subject.
  return audit(*bank.engine, bank.portfolio, set, {100, 1.1, 1}, no_progress());
}

std::vector<std::string> subjects(const Audit& audit, FindingKind kind) {
  std::vector<std::string> names;
  for (const Finding& finding : audit.findings)
    if (finding.kind == kind) names.push_back(finding.subject);
  return names;
}

TEST(Audit, PassesFeaturesThatUseOnlyWhatWasKnown) {
  const auto result = audited(small_bank_features);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_TRUE(result->passed()) << describe(*result);
  EXPECT_EQ(result->sampled, 5u);
  EXPECT_EQ(result->values, 20u);
}

struct LeakCase {
  const char* what;
  const char* from;
  const char* to;
  const char* feature;
};

TEST(Audit, NamesTheFeatureThatUsesWhatWasNotYetKnown) {
  const LeakCase cases[] = {
      {"instalments of the loan itself",
       "MAX(CASE WHEN i.paid_on < d.decided_at THEN i.days_late END) AS "
       "worst_days_late",
       "(SELECT COUNT(*) FROM instalments f WHERE f.loan_id = d.application_id) AS "
       "worst_days_late",
       "worst_days_late"},
      {"a payment not yet made", "i.paid_on < d.decided_at", "i.due_on < d.decided_at",
       "worst_days_late"},
      {"the loan itself and later ones", "p.applied_on < d.decided_at",
       "p.applied_on < '2030-01-01'", "past_loans"},
      {"its own outcome", "COALESCE(p.past_loans, 0) AS past_loans",
       "COALESCE(l.defaulted, 0) AS past_loans", "past_loans"},
      {"rows of other applicants", "p.customer_id = l.customer_id",
       "p.customer_id <= l.customer_id", "past_loans"},
  };
  for (const LeakCase& each : cases) {
    const auto result = audited(replaced(small_bank_features, each.from, each.to));
    ASSERT_TRUE(result) << each.what << ": " << result.error().message;
    const auto leaks = subjects(*result, FindingKind::leak);
    EXPECT_FALSE(result->passed()) << each.what;
    EXPECT_NE(std::find(leaks.begin(), leaks.end(), each.feature), leaks.end())
        << each.what << "\n"
        << describe(*result);
    EXPECT_EQ(std::find(leaks.begin(), leaks.end(), "amount"), leaks.end())
        << each.what;
  }
}

TEST(Audit, RefusesATableWithoutADateThatFeaturesRead) {
  const auto result = audited(small_bank_features,
                              replaced(small_bank_toml, "known_on = \"due_on\"\n", ""));
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_FALSE(result->passed());
  EXPECT_EQ(subjects(*result, FindingKind::undated),
            (std::vector<std::string>{"instalments"}));
}

TEST(Audit, RefusesAnUndatedColumnThatMakesTheOutcome) {
  const auto result = audited(
      replaced(small_bank_features, "COALESCE(p.past_loans, 0) AS past_loans",
               "CASE WHEN l.purpose = 'open' THEN l.defaulted END AS past_loans"),
      replaced(small_bank_toml, "defaulted = \"defaulted_on\"\n", ""));
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_FALSE(result->passed());
  EXPECT_EQ(subjects(*result, FindingKind::undated),
            (std::vector<std::string>{"loans.defaulted"}));
}

TEST(Audit, FlagsASingleFeatureThatSeparatesTooWell) {
  auto bank = open_small_bank();
  ASSERT_TRUE(bank) << bank.error().message;
  auto set = build(*bank->engine, bank->portfolio);
  ASSERT_TRUE(set) << set.error().message;
  set->outcomes = {0, 0, 1, 1, no_outcome};  // follows the amount exactly
  const auto result =
      audit(*bank->engine, bank->portfolio, *set, {100, 0.95, 1}, no_progress());
  ASSERT_TRUE(result) << result.error().message;
  const auto flagged = subjects(*result, FindingKind::implausible);
  EXPECT_NE(std::find(flagged.begin(), flagged.end(), "amount"), flagged.end());
  EXPECT_FALSE(result->passed());
}

}  // namespace
}  // namespace credence::features
