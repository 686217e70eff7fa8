// What loading gives of files that are in order.
#include <algorithm>
#include <cmath>

#include "tests/engine/books.h"

namespace credence::engine {
namespace {

using table::Type;

class Load : public Books, public testing::WithParamInterface<const char*> {
 protected:
  Load() : engine_(std::move(*open_engine(GetParam(), {}))) {}

  std::string rows_of(const std::string& sql) {
    auto table = engine_->query(sql);
    return table ? shown(*table) : table.error().message;
  }

  std::unique_ptr<Engine> engine_;
};

INSTANTIATE_TEST_SUITE_P(Engines, Load, testing::Values("duckdb", "sqlite"),
                         [](const auto& engine) { return std::string(engine.param); });

TEST_P(Load, ReadsAFolderOfCsvFilesAndComputesItsColumns) {
  const auto loaded = engine_->load(books(), good_folder(), {});
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->rows, (std::vector<std::pair<std::string, std::int64_t>>{
                              {"loans", 3}, {"instalments", 3}}));
  EXPECT_TRUE(loaded->rejected.empty());
  // 16607.15: the example instalment of 500,000 over 36 months at 12 percent.
  EXPECT_EQ(rows_of("SELECT * FROM loans ORDER BY loan_id"),
            "3 bob - 1000 - 12 - 2024-02-29\n"
            "5 ann Gold 12 0 - - 2023-12-01\n"
            "7 ann Home 500000 12 36 16607 2024-01-31\n");
  EXPECT_EQ(rows_of("SELECT * FROM instalments ORDER BY loan_id, number"),
            "3 1 84.25 -\n7 1 16607.15 2024-03-01\n7 2 - 2024-04-01\n");
}

TEST_P(Load, GivesEveryColumnItsDeclaredType) {
  ASSERT_TRUE(engine_->load(books(), good_folder(), {}));
  const auto loans = engine_->query("SELECT * FROM loans ORDER BY loan_id");
  std::vector<Type> types;
  for (const auto& column : loans->columns) types.push_back(column.type);
  EXPECT_EQ(types,
            (std::vector<Type>{Type::integer, Type::text, Type::text, Type::integer,
                               Type::real, Type::integer, Type::integer, Type::date}));
  EXPECT_FALSE(std::signbit(loans->find("rate")->reals[1])) << "minus zero is zero";
}

TEST_P(Load, IgnoresOtherColumnsAndTheirOrder) {
  file("loans.csv",
       "remark,applied_on,months,rate,amount,kind,customer,loan_id,emi\n"
       "\"a, \"\"b\"\"\nc\",2024-01-31,36,12,500000,Home,ann,7,99\n");
  file("instalments.csv", good_instalments);
  ASSERT_TRUE(engine_->load(books(), {SourceKind::folder, folder_}, {}));
  EXPECT_EQ(rows_of("SELECT loan_id, emi FROM loans"), "7 16607\n")
      << "a computed column is computed even where the file has one";
}

TEST_P(Load, FindsTheDelimiterAndReadsWindowsFiles) {
  for (const char* delimiter : {",", ";", "\t", "|"}) {
    std::string text =
        "\xef\xbb\xbfloan_id,customer,kind,amount,rate,months,applied_on\r\n"
        "7,ann,Home,500000,12.5,36,2024-01-31\r\n";
    std::replace(text.begin(), text.end(), ',', *delimiter);
    const Source source{SourceKind::csv, file("loans.csv", text)};
    ASSERT_TRUE(engine_->load(loans_alone(), source, {})) << delimiter;
    EXPECT_EQ(rows_of("SELECT loan_id, rate, applied_on FROM loans"),
              "7 12.5 2024-01-31\n");
  }
}

TEST_P(Load, TakesColumnsByPositionWithoutAHeader) {
  portfolio::Portfolio portfolio = books();
  portfolio.header = false;
  portfolio.delimiter = " ";
  portfolio.tables.pop_back();
  const Source source{SourceKind::csv,
                      file("loans.data", "7 ann Home 500000 12 36 2024-01-31\n")};
  const auto loaded = engine_->load(portfolio, source, {});
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(rows_of("SELECT * FROM loans"),
            "7 ann Home 500000 12 36 16607 2024-01-31\n");
}

TEST_P(Load, NumbersTheRowsOfAFileWithoutAnId) {
  portfolio::Portfolio portfolio = one_table();
  portfolio.tables[0].numbered = "loan_id";
  const Source source{SourceKind::csv,
                      file("loans.csv",
                           "customer,kind,amount,rate,months,emi,applied_on\n"
                           "ann,Home,5,12,36,1,2024-01-31\n"
                           "bob,Gold,6,12,36,1,2024-01-31\n")};
  const auto loaded = engine_->load(portfolio, source, {});
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(rows_of("SELECT loan_id, customer FROM loans ORDER BY loan_id"),
            "1 ann\n2 bob\n");
}

TEST_P(Load, ReadsColumnsByTheirNameInTheFileAndDatesByTheirFormat) {
  portfolio::Portfolio portfolio = books();
  portfolio.tables[1].file = "pay.csv";
  portfolio.tables[1].columns[2].source_name = "AMT PAID";
  portfolio.tables[1].columns[3].date_format = "%y%m%d %H:%M:%S";
  file("loans.csv", good_loans);
  file("pay.csv", "loan_id,number,AMT PAID,due_on\n7,1,1.5,931107 00:00:00\n");
  const auto loaded = engine_->load(portfolio, {SourceKind::folder, folder_}, {});
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(rows_of("SELECT * FROM instalments"), "7 1 1.5 1993-11-07\n");
}

TEST_P(Load, LoadsTheSameFromEveryKindOfSource) {
  ASSERT_TRUE(engine_->load(books(), good_folder(), {}));
  const std::string all =
      "SELECT * FROM loans LEFT JOIN instalments USING (loan_id) ORDER BY loan_id, "
      "number";
  const std::string expected = rows_of(all);

  auto writer = *open_duckdb({});
  ASSERT_TRUE(writer->load(books(), good_folder(), {}));
  const auto parquet = folder_ / "parquet";
  std::filesystem::create_directories(parquet);
  for (const std::string name : {"loans", "instalments"})
    ASSERT_TRUE(writer->write("FROM " + name, parquet / (name + ".parquet")));
  const auto database = folder_ / "books.duckdb";
  ASSERT_TRUE(
      writer->execute("ATTACH '" + database.string() +
                      "' AS file; CREATE TABLE file.loans AS FROM loans; CREATE "
                      "TABLE file.instalments AS FROM instalments; DETACH file"));
  auto sqlite = *open_sqlite({});
  ASSERT_TRUE(sqlite->load(books(), good_folder(), {}));
  const auto lite = folder_ / "books.sqlite";
  ASSERT_TRUE(sqlite->execute("VACUUM INTO '" + lite.string() + "'"));
  for (const auto& path : {parquet, database, lite}) {
    const auto source = find_source(path);
    ASSERT_TRUE(source);
    const auto loaded = engine_->load(books(), *source, {});
    ASSERT_TRUE(loaded) << path << ": " << loaded.error().message;
    EXPECT_EQ(rows_of(all), expected) << path;
  }
}

TEST_P(Load, LoadsAgainOverWhatWasLoaded) {
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(engine_->load(books(), good_folder(), {}));
  EXPECT_EQ(rows_of("SELECT count(*) FROM loans"), "3\n");
}

TEST_P(Load, WithAbsentAllowedLeavesColumnsMissingAndTablesEmpty) {
  LoadOptions options;
  options.allow_absent = true;
  const Source source{SourceKind::csv, file("new.csv",
                                            "loan_id,customer,amount,applied_on\n"
                                            "7,ann,500000,2024-01-31\n")};
  const auto loaded = engine_->load(books(), source, options);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(rows_of("SELECT * FROM loans"), "7 ann - 500000 - - - 2024-01-31\n");
  EXPECT_EQ(rows_of("SELECT count(*), max(paid) FROM instalments"), "0 -\n");
}

TEST_P(Load, KeepingGoingSetsBadRowsAsideWithTheirReasons) {
  LoadOptions options;
  options.keep_going = true;
  file("instalments.csv", good_instalments);
  file("loans.csv", std::string(loans_header) +
                        "1,ann,Home,10,1,1,2024-01-01\n"
                        "2,ann,Home,10.5,1,1,2024-01-01\n"
                        "x,ann,Home,10,1,1,2024-01-01\n"
                        "4,ann\n"
                        "5,,Home,10,1,1,2024-01-01\n"
                        "1,ann,Home,10,1,1,2024-01-01\n"
                        "7,ann,Car,10,1,1,2024-01-01\n"
                        "8,ann,Gold,10,1,1,2024-01-01\n");
  const auto loaded = engine_->load(books(), {SourceKind::folder, folder_}, options);
  ASSERT_TRUE(loaded) << loaded.error().message;
  std::string rejected;
  for (const RejectedRow& row : loaded->rejected)
    rejected += fmt::format("{} {} [{}] {}\n", row.table, row.line, row.id, row.reason);
  EXPECT_EQ(
      rejected,
      "loans 2 [2] column amount: found '10.5', expected an integer from 1 to "
      "1000000\n"
      "loans 3 [x] column loan_id: found 'x', expected an integer\n"
      "loans 4 [] found 2 columns, expected 7: the line is cut off, or a delimiter "
      "or quote is missing\n"
      "loans 5 [5] column customer: the value is missing; expected a text\n"
      "loans 6 [1] the key loan_id = 1 is there already, on row 1\n"
      "loans 7 [7] column kind: found 'Car', expected one of 'Home', 'Gold'\n");
  EXPECT_EQ(loaded->rejected_count, 6);
  EXPECT_EQ(rows_of("SELECT loan_id FROM loans ORDER BY loan_id"), "1\n8\n");
}

TEST_P(Load, KeepingGoingReportsNoMoreRowsThanAskedForButCountsAll) {
  LoadOptions options;
  options.keep_going = true;
  options.most_rejected = 2;
  std::string text = loans_header;
  for (int i = 0; i < 5; ++i) text += "x,ann,Home,10,1,1,2024-01-01\n1,a\n";
  const portfolio::Portfolio portfolio = loans_alone();
  const auto loaded =
      engine_->load(portfolio, {SourceKind::csv, file("loans.csv", text)}, options);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->rejected.size(), 2u);
  EXPECT_EQ(loaded->rejected_count, 10);
  EXPECT_EQ(rows_of("SELECT count(*) FROM loans"), "0\n");
}

}  // namespace
}  // namespace credence::engine
