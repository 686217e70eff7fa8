// What the overflow proof takes for granted: dates from 1900 to 2199, and no applicant
// with more rows of a table than most_rows.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <map>
#include <set>

#include "tests/engine/books.h"

namespace credence::engine {
namespace {

class DateBounds : public Books, public testing::WithParamInterface<const char*> {};

INSTANTIATE_TEST_SUITE_P(Engines, DateBounds, testing::Values("duckdb", "sqlite"),
                         [](const auto& engine) { return std::string(engine.param); });

std::string loan_on(std::string_view day) {
  return fmt::format("{}1,ann,Home,10,1,1,2024-01-01\n2,ann,Home,10,1,1,{}\n",
                     loans_header, day);
}

TEST_P(DateBounds, TakesTheFirstAndTheLastDayAndRefusesThoseBeyond) {
  const auto engine = std::move(*open_engine(GetParam(), {}));
  const auto load = [&](std::string_view day) {
    const auto loaded = engine->load(
        loans_alone(), {SourceKind::csv, file("loans.csv", loan_on(day))}, {});
    return loaded ? shown(*engine->query("SELECT applied_on FROM loans WHERE loan_id = "
                                         "2"))
                  : without_folder(loaded.error().message) + "\n";
  };
  for (const char* day : {"1900-01-01", "2199-12-31"})
    EXPECT_EQ(load(day), fmt::format("{}\n", day));
  for (const char* day : {"1899-12-31", "2200-01-01", "0001-01-01", "9999-12-31"})
    EXPECT_EQ(
        load(day),
        fmt::format("loans.csv: line 3: column applied_on: found '{}', expected a "
                    "date from 1900-01-01 to 2199-12-31\n",
                    day));
}

TEST_P(DateBounds, HoldForDatesOfAnotherFormatAndOfDatabases) {
  const auto engine = std::move(*open_engine(GetParam(), {}));
  portfolio::Portfolio portfolio = loans_alone();
  portfolio.tables[0].columns[7].date_format = "%d.%m.%Y";
  const auto refused = engine->load(
      portfolio,
      {SourceKind::csv,
       file("loans.csv", std::string(loans_header) + "2,ann,Home,10,1,1,01.02.1812\n")},
      {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(without_folder(refused.error().message),
            "loans.csv: line 2: column applied_on: found '01.02.1812', expected a date "
            "from 1900-01-01 to 2199-12-31");

  const auto path = folder_ / "loans.parquet";
  ASSERT_TRUE(
      engine->write("SELECT 2 AS loan_id, 'ann' AS customer, NULL AS kind, 10 AS "
                    "amount, 1 AS rate, 1 AS months, '2412-05-06' AS applied_on",
                    path));
  const auto beyond = engine->load(loans_alone(), {SourceKind::parquet, path}, {});
  ASSERT_FALSE(beyond);
  EXPECT_EQ(without_folder(beyond.error().message),
            "loans.parquet: row 1: column applied_on: found '2412-05-06', expected a "
            "date from 1900-01-01 to 2199-12-31");
}

TEST_P(DateBounds, SetTheRowAsideWhenKeepingGoing) {
  const auto engine = std::move(*open_engine(GetParam(), {}));
  const auto loaded = engine->load(
      loans_alone(), {SourceKind::csv, file("loans.csv", loan_on("1812-01-01"))},
      {.keep_going = true});
  ASSERT_TRUE(loaded) << loaded.error().message;
  ASSERT_EQ(loaded->rejected.size(), 1u);
  EXPECT_EQ(loaded->rejected[0].reason,
            "column applied_on: found '1812-01-01', expected a date from 1900-01-01 to "
            "2199-12-31");
  EXPECT_EQ(loaded->rejected[0].id, "2");
}

// ---- most_rows ----------------------------------------------------------------------

portfolio::Portfolio books_with(std::int64_t most_loans,
                                std::int64_t most_instalments) {
  portfolio::Portfolio portfolio = books();
  portfolio.tables[0].most_rows = most_loans;
  portfolio.tables[1].most_rows = most_instalments;
  return portfolio;
}

class MostRows : public Books, public testing::WithParamInterface<const char*> {
 protected:
  MostRows() : engine_(std::move(*open_engine(GetParam(), {}))) {}

  Result<Loaded> load(const portfolio::Portfolio& portfolio, bool keep_going = false) {
    return engine_->load(portfolio, {SourceKind::folder, folder_},
                         {.keep_going = keep_going});
  }
  std::string rows_of(const std::string& sql) { return shown(*engine_->query(sql)); }
  std::string rejected_in(const Loaded& loaded) {
    std::string text;
    for (const RejectedRow& row : loaded.rejected)
      text += fmt::format("{} {} [{}] {}\n", row.table, row.line, row.id, row.reason);
    return text;
  }

  std::unique_ptr<Engine> engine_;
};

INSTANTIATE_TEST_SUITE_P(Engines, MostRows, testing::Values("duckdb", "sqlite"),
                         [](const auto& engine) { return std::string(engine.param); });

TEST_P(MostRows, OfTheApplicationTableAreThoseOfOneGroup) {
  file("loans.csv", std::string(loans_header) +
                        "1,ann,Home,10,1,1,2024-01-01\n"
                        "2,bob,Home,10,1,1,2024-01-01\n"
                        "3,ann,Home,10,1,1,2024-01-01\n"
                        "4,ann,Home,10,1,1,2024-01-01\n");
  file("instalments.csv", "loan_id,number,paid,due_on\n");
  EXPECT_TRUE(load(books_with(3, 9)));
  const auto refused = load(books_with(2, 9));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::bad_input);
  EXPECT_EQ(
      without_folder(refused.error().message),
      "loans.csv: line 5: the applicant of customer = ann has 3 rows of loans, "
      "more than the 2 that most_rows of [tables.loans] allows; mend the rows, or "
      "raise most_rows in portfolio.toml");
}

// Ann has two loans: the rows of both are hers.
constexpr const char* loans_of_two =
    "1,ann,Home,10,1,1,2024-01-01\n"
    "2,bob,Home,10,1,1,2024-01-01\n"
    "bad,row,Home,10,1,1,2024-01-01\n"
    "3,ann,Home,10,1,1,2024-01-01\n";
constexpr const char* their_instalments =
    "loan_id,number,paid,due_on\n"
    "1,1,5,\n1,2,5,\n2,1,5,\n2,2,5,\n3,1,5,\n99,1,5,\n99,2,5,\n99,3,5,\n99,4,5,\n";

TEST_P(MostRows, OfALinkedTableAreFollowedToTheGroup) {
  std::string loans = std::string(loans_header) + loans_of_two;
  loans.erase(loans.find("bad"), loans.find("3,ann") - loans.find("bad"));
  file("loans.csv", loans);
  file("instalments.csv", their_instalments);
  EXPECT_TRUE(load(books_with(9, 3))) << "a row that leads to no applicant is nobody's";
  const auto refused = load(books_with(9, 2));
  ASSERT_FALSE(refused);
  EXPECT_EQ(
      without_folder(refused.error().message),
      "instalments.csv: line 6: the applicant of customer = ann has 3 rows of "
      "instalments, more than the 2 that most_rows of [tables.instalments] allows; "
      "mend the rows, or raise most_rows in portfolio.toml");
}

TEST_P(MostRows, KeepingGoingSetsTheApplicantsApplicationsAside) {
  file("loans.csv", std::string(loans_header) + loans_of_two);
  file("instalments.csv", their_instalments);
  const auto loaded = load(books_with(9, 2), true);
  ASSERT_TRUE(loaded) << loaded.error().message;
  const std::string crowd =
      "the applicant of customer = ann has 3 rows of instalments, more than the 2 that "
      "most_rows of [tables.instalments] allows\n";
  EXPECT_EQ(rejected_in(*loaded),
            "loans 3 [bad] column loan_id: found 'bad', expected an integer\n"
            "loans 1 [1] " +
                crowd + "loans 4 [3] " + crowd);
  EXPECT_EQ(loaded->rejected_count, 3);
  EXPECT_EQ(loaded->rows, (std::vector<std::pair<std::string, std::int64_t>>{
                              {"loans", 1}, {"instalments", 6}}));
  EXPECT_EQ(rows_of("SELECT loan_id FROM loans"), "2\n");
  EXPECT_EQ(
      rows_of("SELECT loan_id, count(*) FROM instalments GROUP BY loan_id ORDER BY "
              "loan_id"),
      "2 2\n99 4\n");
}

TEST_P(MostRows, KeepingGoingLeavesARowThatAnotherApplicantSharesInPlace) {
  // By kind of loan: Ann and Bob share the rows of 'Home', Cid has those of 'Gold'.
  portfolio::Portfolio portfolio = books_with(1, 2);
  portfolio.tables[1].columns[0].type = table::Type::text;
  portfolio.tables[1].link = portfolio::Link{"loan_id", "loans", "kind"};
  file("loans.csv", std::string(loans_header) +
                        "1,ann,Home,10,1,1,2024-01-01\n"
                        "2,ann,Home,10,1,1,2024-01-01\n"
                        "3,bob,Home,10,1,1,2024-01-01\n"
                        "4,cid,Gold,10,1,1,2024-01-01\n");
  file("instalments.csv",
       "loan_id,number,paid,due_on\nHome,1,5,\nHome,2,5,\nGold,1,5,\nGold,2,5,\n"
       "Gold,3,5,\n");
  const auto loaded = load(portfolio, true);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(
      rejected_in(*loaded),
      "loans 1 [1] the applicant of customer = ann has 2 rows of loans, more than "
      "the 1 that most_rows of [tables.loans] allows\n"
      "loans 2 [2] the applicant of customer = ann has 2 rows of loans, more than "
      "the 1 that most_rows of [tables.loans] allows\n"
      "loans 4 [4] the applicant of customer = cid has 3 rows of instalments, more "
      "than the 2 that most_rows of [tables.instalments] allows\n");
  EXPECT_EQ(rows_of("SELECT loan_id, number FROM instalments ORDER BY number"),
            "Home 1\nHome 2\n");
}

// The row's number in the file is right behind many deleted rows, over several of the
// blocks of rows in which DuckDB keeps a table.
TEST_P(MostRows, KeepingGoingNamesTheRightLinesOfALargeFile) {
  std::string loans = loans_header;
  std::string expected;
  for (int i = 1; i <= 300000; ++i) {
    const bool bad = i % 3 == 0, crowd = i % 50000 == 1;
    loans += fmt::format("{},{},Home,{},1,1,2024-01-01\n", i,
                         crowd ? std::string("crowd") : std::to_string(i), bad ? 0 : 1);
    if (crowd && !bad) expected += fmt::format("{} {}\n", i, i);
  }
  file("loans.csv", loans);
  file("instalments.csv", "loan_id,number,paid,due_on\n");
  const auto loaded = engine_->load(books_with(2, 1), {SourceKind::folder, folder_},
                                    {.keep_going = true, .most_rejected = 1000000});
  ASSERT_TRUE(loaded) << loaded.error().message;
  std::string found;
  for (const RejectedRow& row : loaded->rejected)
    if (row.reason.starts_with("the applicant"))
      found += fmt::format("{} {}\n", row.line, row.id);
  EXPECT_EQ(found, expected);
}

// Against counting by hand, over a chain of two links.

TEST(MostRowsOfAnyBook, AreCountedAsByHand) {
  const auto engine = std::move(*open_engine("duckdb", {}));
  portfolio::Portfolio portfolio;
  portfolio.name = "chain";
  portfolio.application = {"loans", "loan_id", "", "customer"};
  portfolio.tables = *portfolio::parse_schema(
      "CREATE TABLE loans (loan_id BIGINT NOT NULL PRIMARY KEY, customer BIGINT);"
      "CREATE TABLE instalments (id BIGINT NOT NULL PRIMARY KEY, loan_id BIGINT);"
      "CREATE TABLE letters (instalment BIGINT, number BIGINT);");
  portfolio.tables[1].link = portfolio::Link{"loan_id", "loans", "loan_id"};
  portfolio.tables[2].link = portfolio::Link{"instalment", "instalments", "id"};
  portfolio.tables[0].most_rows = 3;
  portfolio.tables[1].most_rows = 4;
  portfolio.tables[2].most_rows = 5;
  const TemporaryFolder own;
  const std::filesystem::path& folder = own.path();
  EXPECT_TRUE(rc::check([&] {
    const auto loans = *rc::gen::inRange(1, 9), instalments = *rc::gen::inRange(0, 12),
               letters = *rc::gen::inRange(0, 14);
    std::map<int, std::array<int, 3>> counts;  // of customers, by table; 0: none
    std::vector<int> customer(std::size_t(loans) + 1),
        owner(std::size_t(instalments) + 1);
    std::string files[3] = {"loan_id,customer\n", "id,loan_id\n",
                            "instalment,number\n"};
    for (int i = 1; i <= loans; ++i) {
      customer[std::size_t(i)] = *rc::gen::inRange(0, 4);
      files[0] += customer[std::size_t(i)] == 0
                      ? fmt::format("{},\n", i)
                      : fmt::format("{},{}\n", i, customer[std::size_t(i)]);
      ++counts[customer[std::size_t(i)]][0];
    }
    for (int i = 1; i <= instalments; ++i) {
      const int loan = *rc::gen::inRange(1, loans + 2);  // the last is not there
      owner[std::size_t(i)] = loan <= loans ? customer[std::size_t(loan)] : 0;
      files[1] += fmt::format("{},{}\n", i, loan);
      ++counts[owner[std::size_t(i)]][1];
    }
    for (int i = 1; i <= letters; ++i) {
      const int instalment = *rc::gen::inRange(1, instalments + 2);
      files[2] += fmt::format("{},{}\n", instalment, i);
      ++counts[instalment <= instalments ? owner[std::size_t(instalment)] : 0][2];
    }
    std::set<int> crowds;
    for (const auto& [who, rows] : counts)
      if (who != 0 && (rows[0] > 3 || rows[1] > 4 || rows[2] > 5)) crowds.insert(who);
    for (int i = 0; i < 3; ++i)
      RC_ASSERT(write_file(folder / (portfolio.tables[std::size_t(i)].name + ".csv"),
                           files[i]));
    const Source source{SourceKind::folder, folder};
    RC_ASSERT(engine->load(portfolio, source, {}).has_value() == crowds.empty());

    const auto kept = engine->load(portfolio, source, {.keep_going = true});
    RC_ASSERT(kept);
    std::string expected, left;
    for (int i = 1; i <= loans; ++i)
      (crowds.contains(customer[std::size_t(i)]) ? expected : left) +=
          fmt::format("{}\n", i);
    std::string rejected;
    for (const RejectedRow& row : kept->rejected) rejected += row.id + "\n";
    RC_ASSERT(rejected == expected);
    RC_ASSERT(shown(*engine->query("SELECT loan_id FROM loans ORDER BY loan_id")) ==
              left);
    RC_ASSERT(engine->query("SELECT table_name FROM duckdb_tables()")->rows() == 3u);
  }));
}

}  // namespace
}  // namespace credence::engine
