#include "synthesis/lending.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "base/file.h"
#include "base/hash.h"
#include "tests/synthesis/books.h"

namespace credence::synthesis {
namespace {

LendingOptions small() {
  LendingOptions options;
  options.customers = 700;
  options.loans = 1'500;
  options.database = false;
  return options;
}

// Name and hash of every file but the database.
std::string fingerprint(const LendingOptions& options) {
  Scratch scratch;
  auto made = generate_lending(scratch / "books", options);
  if (!made) return made.error().message;
  std::vector<std::string> lines;
  for (const auto& entry : std::filesystem::directory_iterator(scratch / "books"))
    if (entry.path().extension() != ".duckdb")
      lines.push_back(entry.path().filename().string() + " " +
                      sha256_of_file(entry.path()).value() + "\n");
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines) all += line;
  return all;
}

std::string refusal(const LendingOptions& options) {
  Scratch scratch;
  const auto made = generate_lending(scratch / "books", options);
  if (made) return "accepted";
  EXPECT_EQ(made.error().kind, ErrorKind::bad_input);
  EXPECT_FALSE(std::filesystem::exists(scratch / "books"));
  return made.error().message;
}

TEST(Lending, HasTheSizeThatIsPromisedByDefault) {
  const LendingReport& report = default_books().report;
  EXPECT_EQ(report.customers, 5'000);
  EXPECT_EQ(report.applications, 10'000);
  EXPECT_EQ(report.pulls, 10'000);
  EXPECT_NEAR(static_cast<double>(report.instalments), 135'000, 7'000);
  EXPECT_EQ(report.walk_ins, 1'500);
}

TEST(Lending, ReportsWhatTheFilesHold) {
  Books& books = default_books();
  const LendingReport& report = books.report;
  const auto rows = [&](const std::string& table) {
    return static_cast<std::int64_t>(books.number("SELECT count(*) FROM " + table));
  };
  EXPECT_EQ(rows("customers"), report.customers);
  EXPECT_EQ(rows("loan_applications"), report.applications);
  EXPECT_EQ(rows("credit_history"), report.pulls);
  EXPECT_EQ(rows("repayment_history"), report.instalments);
  EXPECT_EQ(rows("truth WHERE outcome IS NOT NULL"), report.labelled);
  EXPECT_EQ(rows("truth WHERE outcome = 1"), report.bad);
  EXPECT_EQ(rows("loan_applications WHERE status = 'Rejected'"), report.declined);
  EXPECT_EQ(rows("loan_applications WHERE disbursement_date IS NOT NULL"),
            report.disbursed);
  EXPECT_EQ(report.disbursed, report.labelled + report.immature);
  EXPECT_GT(report.declined, 500);
  EXPECT_GT(report.immature, 500);
}

TEST(Lending, HasTheTrueRateThatWasAskedForAndDrawsOutcomesFromIt) {
  for (const double rate : {0.05, 0.17, 0.4}) {
    LendingOptions options = small();
    options.default_rate = rate;
    Books books(options);
    EXPECT_NEAR(books.number("SELECT avg(probability) FROM truth "
                             "WHERE outcome IS NOT NULL"),
                rate, 0.0005);
    EXPECT_NEAR(books.report.true_rate, rate, 0.0005);
    EXPECT_NEAR(books.report.realised_rate,
                books.number("SELECT avg(outcome) FROM truth"), 1e-12);
    EXPECT_NEAR(books.report.sampling_error,
                books.number("SELECT sqrt(sum(probability * (1 - probability))) / "
                             "count(*) FROM truth WHERE outcome IS NOT NULL"),
                1e-12);
    EXPECT_LT(std::abs(books.report.realised_rate - rate),
              4 * books.report.sampling_error);
    EXPECT_NE(books.report.realised_rate, books.report.true_rate);
  }
}

TEST(Lending, DrawsOutcomesAtBothProbabilitiesInEveryTenth) {
  for (const char* column : {"probability", "probability_from_observables"}) {
    const table::Table tenths = default_books().query(
        "SELECT avg(p), avg(outcome), sqrt(sum(p * (1 - p))) / count(*) FROM (SELECT " +
        std::string(column) + " AS p, outcome, ntile(10) OVER (ORDER BY " + column +
        ") AS tenth FROM truth WHERE outcome IS NOT NULL) GROUP BY tenth");
    ASSERT_EQ(tenths.rows(), 10u);
    for (std::size_t i = 0; i < 10; ++i)
      EXPECT_NEAR(tenths.columns[0].number(i), tenths.columns[1].number(i),
                  4 * tenths.columns[2].number(i))
          << column;
  }
}

TEST(Lending, LeavesAnOracleBetween78And87) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    LendingOptions options;
    options.seed = seed;
    options.database = false;
    Scratch scratch;
    const LendingReport report = generate_lending(scratch / "books", options).value();
    EXPECT_GT(report.oracle_auc, 0.78) << seed;
    EXPECT_LT(report.oracle_auc, 0.87) << seed;
  }
}

// The share of (bad, good) pairs in the right order, ties half, over all pairs.
TEST(Lending, ReportsTheAreaThatAllPairsGive) {
  Books books(small());
  EXPECT_NEAR(
      books.number(
          "SELECT avg(CASE WHEN b.p > g.p THEN 1.0 WHEN b.p = g.p THEN 0.5 ELSE 0 END) "
          "FROM (SELECT probability_from_observables AS p FROM truth WHERE outcome = "
          "1) "
          "b, (SELECT probability_from_observables AS p FROM truth WHERE outcome = 0) "
          "g"),
      books.report.oracle_auc, 1e-9);
}

TEST(Lending, IsTheSameBytesForTheSameSeedOnAnyNumberOfThreads) {
  for (const FileFormat format : {FileFormat::csv, FileFormat::parquet}) {
    LendingOptions options = small();
    options.format = format;
    options.threads = 1;
    const std::string one = fingerprint(options);
    EXPECT_NE(one.find("truth.csv"), std::string::npos) << one;
    options.threads = 3;
    EXPECT_EQ(fingerprint(options), one);
    EXPECT_EQ(fingerprint(options), one);
    options.seed = 43;
    EXPECT_NE(fingerprint(options), one);
  }
}

// Pinned so that a change of compiler, library or processor is noticed.
TEST(Lending, IsTheSameBytesAsEver) {
  EXPECT_EQ(sha256(fingerprint(small())),
            "2d8650156b3fa34f3b9752b1e876dc277ced30481e43aaaaa61a9042b8f1465b");
}

TEST(Lending, WritesADatabaseWithTheSameRowsInTheSameOrder) {
  for (const FileFormat format : {FileFormat::csv, FileFormat::parquet}) {
    LendingOptions options = small();
    options.format = format;
    options.database = true;
    Books books(options);
    books.execute("ATTACH '" + (books.folder() / "lending.duckdb").string() +
                  "' AS db (READ_ONLY)");
    for (const std::string table :
         {"customers", "loan_applications", "credit_history", "repayment_history"})
      EXPECT_EQ(books.number("SELECT count(*) FROM (SELECT rowid, * FROM " + table +
                             " EXCEPT SELECT rowid, * FROM db." + table + ")"),
                0)
          << table;
    EXPECT_EQ(books.number("SELECT count(*) FROM db.repayment_history"),
              static_cast<double>(books.report.instalments));
  }
}

TEST(Lending, TakesAnySizeFromOneCustomerOn) {
  for (const auto& [customers, loans] :
       {std::pair{1, 1}, {1, 5}, {2, 3}, {300, 300}, {300, 1500}}) {
    LendingOptions options = small();
    options.customers = customers;
    options.loans = loans;
    Books books(options);
    EXPECT_EQ(books.number("SELECT count(*) FROM loan_applications"), loans);
    EXPECT_EQ(books.number("SELECT count(DISTINCT customer_id) FROM loan_applications"),
              customers);
  }
}

TEST(Lending, LetsTheBureauTellTheOutcomeWhenLeaky) {
  LendingOptions options;
  options.leaky = true;
  options.database = false;
  Books books(options);
  EXPECT_EQ(books.number("SELECT count(*) FROM credit_history JOIN loan_applications "
                         "USING (loan_id) WHERE pull_date <= application_date OR "
                         "pull_date - application_date > 730"),
            0);
  EXPECT_EQ(
      books.number("SELECT count(*) FROM credit_history JOIN truth USING (loan_id) "
                   "JOIN loan_applications USING (loan_id) WHERE outcome IS NOT "
                   "NULL AND pull_date - application_date < 366"),
      0);
  const std::string pairs =
      "SELECT avg(CASE WHEN b.x > g.x THEN 1.0 WHEN b.x = g.x THEN 0.5 ELSE 0 END) "
      "FROM (SELECT x FROM leak WHERE outcome = 1) b, (SELECT x FROM leak WHERE "
      "outcome "
      "= 0) g";
  books.execute(
      "CREATE TABLE leak AS SELECT outcome, overdue_90_count AS x FROM credit_history "
      "JOIN truth USING (loan_id)");
  EXPECT_GT(books.number(pairs), 0.995);
}

TEST(Lending, LeaksOnlyThroughTheBureau) {
  LendingOptions options = small();
  Books honest(options);
  options.leaky = true;
  Books leaky(options);
  for (const char* name : {"customers.csv", "truth.csv"})
    EXPECT_EQ(sha256_of_file(honest.folder() / name).value(),
              sha256_of_file(leaky.folder() / name).value())
        << name;
  EXPECT_NE(sha256_of_file(honest.folder() / "credit_history.csv").value(),
            sha256_of_file(leaky.folder() / "credit_history.csv").value());
}

TEST(Lending, RefusesWhatCannotBeGenerated) {
  LendingOptions options = small();
  options.customers = 0;
  EXPECT_EQ(refusal(options), "customers: found 0, expected at least 1");
  options = small();
  options.loans = 699;
  EXPECT_EQ(
      refusal(options),
      "loans: found 699, expected 700 to 3500: each customer makes 1 application at "
      "least, and 5 at most on average");
  options = small();
  options.default_rate = 1.5;
  EXPECT_EQ(refusal(options), "default rate: found 1.5, expected 0.001 to 0.9");
  options = small();
  options.walk_in_share = 0.6;
  EXPECT_EQ(refusal(options), "walk-in share: found 0.6, expected 0 to 0.5");
  options = small();
  options.years = 2;
  EXPECT_EQ(
      refusal(options),
      "years: found 2, expected 3 to 30: it takes more than two to see an outcome");
  options = small();
  options.threads = 0;
  EXPECT_EQ(refusal(options), "threads: found 0, expected at least 1");
  options = {};
  options.observed_until = day_of(1989, 12, 31);
  EXPECT_EQ(refusal(options),
            "until: found 1989-12-31, expected 1990-01-01 to 2199-12-31");
}

TEST(Lending, LeavesAFolderThatExistsAsItWas) {
  Scratch scratch;
  std::filesystem::create_directory(scratch / "books");
  ASSERT_TRUE(write_file(scratch / "books/mine.txt", "mine"));
  const auto made = generate_lending(scratch / "books", small());
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::bad_input);
  EXPECT_EQ(read_file(scratch / "books/mine.txt").value(), "mine");
}

}  // namespace
}  // namespace credence::synthesis
