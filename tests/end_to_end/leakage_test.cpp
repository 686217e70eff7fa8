// The naive portfolio on the naive data is caught by name; the default one passes on
// both.
#include <gtest/gtest.h>

#include <set>

#include "features/audit.h"
#include "tests/end_to_end/generated_books.h"

namespace credence {
namespace {

features::Audit audited(const std::filesystem::path& data,
                        const std::filesystem::path& portfolio) {
  auto books = testing::load_books(data, portfolio);
  EXPECT_TRUE(books) << books.error().message;
  auto audit =
      features::audit(*books->engine, books->portfolio, books->set, {}, no_progress());
  EXPECT_TRUE(audit) << audit.error().message;
  return *audit;
}

std::set<std::string> named(const features::Audit& audit, features::FindingKind kind) {
  std::set<std::string> names;
  for (const features::Finding& finding : audit.findings)
    if (finding.kind == kind) names.insert(finding.subject);
  return names;
}

TEST(Leakage, OfTheNaivePortfolioIsCaughtFeatureByFeature) {
  const testing::TemporaryFolder folder("leaky");
  const auto made = testing::generate(folder.path() / "data", 3'000, true);
  ASSERT_TRUE(made) << made.error().message;
  const auto audit = audited(folder.path() / "data", "portfolios/retail_lending_leaky");
  EXPECT_FALSE(audit.passed());
  EXPECT_EQ(named(audit, features::FindingKind::leak),
            (std::set<std::string>{
                "active_accounts", "avg_dpd", "credit_score", "credit_utilization",
                "enquiries_last_6m", "installments_due", "late_payment_ratio",
                "max_dpd", "missed_payment_count", "overdue_30_count",
                "overdue_60_count", "overdue_90_count", "partial_payment_ratio"}));
  EXPECT_TRUE(named(audit, features::FindingKind::implausible).contains("avg_dpd"));
  EXPECT_TRUE(
      named(audit, features::FindingKind::implausible).contains("overdue_90_count"));
  EXPECT_TRUE(audited(folder.path() / "data", "portfolios/retail_lending").passed());
}

TEST(Leakage, IsNotFoundInTheDefaultPortfolioOnTheDefaultData) {
  const testing::TemporaryFolder folder("sound");
  const auto made = testing::generate(folder.path() / "data", 3'000);
  ASSERT_TRUE(made) << made.error().message;
  const auto audit = audited(folder.path() / "data", "portfolios/retail_lending");
  EXPECT_TRUE(audit.passed()) << features::describe(audit);
  EXPECT_GT(audit.kinds, 10U);
}

}  // namespace
}  // namespace credence
