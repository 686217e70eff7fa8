// Every kind of input that is not in order, by the message that the user sees.
#include "sqlite/database.h"
#include "tests/engine/books.h"

namespace credence::engine {
namespace {

struct Refused {
  const char *what, *row, *message;
};

class BadRow : public Books, public testing::WithParamInterface<Refused> {};

TEST_P(BadRow, IsRefusedByFileLineAndColumn) {
  const std::string text =
      "loan_id,customer,kind,amount,rate,months,emi,applied_on\n"
      "1,ann,Home,10,1.5,1,1,2024-01-01\n" +
      std::string(GetParam().row) + "\n9,ann,Home,10,1.5,1,1,2024-01-01\n";
  EXPECT_EQ(error_of(text), GetParam().message) << GetParam().what;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, BadRow,
    testing::Values(
        Refused{
            "text for an integer", "2,ann,Home,ten,1.5,1,1,2024-01-01",
            "loans.csv: line 3: column amount: found 'ten', expected an integer from "
            "1 to 1000000"},
        Refused{
            "a fraction for an integer", "2,ann,Home,12.5,1.5,1,1,2024-01-01",
            "loans.csv: line 3: column amount: found '12.5', expected an integer from "
            "1 to 1000000"},
        Refused{
            "a small power", "2,ann,Home,1e-1,1.5,1,1,2024-01-01",
            "loans.csv: line 3: column amount: found '1e-1', expected an integer from "
            "1 to 1000000"},
        Refused{
            "beyond 64 bits", "2,ann,Home,9,1.5,9223372036854775808,1,2024-01-01",
            "loans.csv: line 3: column months: found '9223372036854775808', expected "
            "an integer"},
        Refused{
            "too small", "2,ann,Home,0,1.5,1,1,2024-01-01",
            "loans.csv: line 3: column amount: found '0', expected an integer from 1 "
            "to 1000000"},
        Refused{
            "too great", "2,ann,Home,10,40.5,1,1,2024-01-01",
            "loans.csv: line 3: column rate: found '40.5', expected a number from 0 "
            "to 40"},
        Refused{
            "not a number", "2,ann,Home,10,nan,1,1,2024-01-01",
            "loans.csv: line 3: column rate: found 'nan', expected a number from 0 to "
            "40"},
        Refused{
            "infinity", "2,ann,Home,10,-inf,1,1,2024-01-01",
            "loans.csv: line 3: column rate: found '-inf', expected a number from 0 "
            "to 40"},
        Refused{
            "a decimal comma", "2,ann,Home,10,\"1,5\",1,1,2024-01-01",
            "loans.csv: line 3: column rate: found '1,5', expected a number from 0 to "
            "40"},
        Refused{"missing", "2,ann,Home,NA,1.5,1,1,2024-01-01",
                "loans.csv: line 3: column amount: the value is missing; expected an "
                "integer from 1 to 1000000"},
        Refused{"an empty required text", "2,\"\",Home,10,1.5,1,1,2024-01-01",
                "loans.csv: line 3: column customer: the value is missing; expected a "
                "text"},
        Refused{"another category", "2,ann,home,10,1.5,1,1,2024-01-01",
                "loans.csv: line 3: column kind: found 'home', expected one of 'Home', "
                "'Gold'"},
        Refused{
            "an unpadded date", "2,ann,Home,10,1.5,1,1,2024-1-01",
            "loans.csv: line 3: column applied_on: found '2024-1-01', expected a date "
            "like 2026-03-01"},
        Refused{
            "a date with slashes", "2,ann,Home,10,1.5,1,1,2024/01/01",
            "loans.csv: line 3: column applied_on: found '2024/01/01', expected a date "
            "like 2026-03-01"},
        Refused{
            "no such day", "2,ann,Home,10,1.5,1,1,2023-02-29",
            "loans.csv: line 3: column applied_on: found '2023-02-29', expected a date "
            "like 2026-03-01"},
        Refused{
            "a year before 1", "2,ann,Home,10,1.5,1,1,-200-01-01",
            "loans.csv: line 3: column applied_on: found '-200-01-01', expected a date "
            "like 2026-03-01"},
        Refused{"a repeated key", "1,ann,Home,10,1.5,1,1,2024-01-01",
                "loans.csv: line 3: the key loan_id = 1 is there already, on line 2"},
        Refused{"a missing key", ",ann,Home,10,1.5,1,1,2024-01-01",
                "loans.csv: line 3: column loan_id: the value is missing; expected an "
                "integer"},
        Refused{
            "after a line break in quotes and an empty line",
            "2,\"a\nb\",Home,10,1.5,1,1,2024-01-01\n\n3,c,Home,0,1.5,1,1,2024-01-01",
            "loans.csv: line 6: column amount: found '0', expected an integer from 1 "
            "to 1000000"},
        Refused{
            "a line cut off", "2,ann,Home",
            "loans.csv: line 3: found 3 columns, expected 8: the line is cut off, or a "
            "delimiter or quote is missing"},
        Refused{
            "a line too long", "2,ann,Home,10,1.5,1,1,2024-01-01,x",
            "loans.csv: line 3: found 9 columns, expected 8: the line is cut off, or a "
            "delimiter or quote is missing"},
        Refused{"an open quote", "2,\"ann,Home,10,1.5,1,1,2024-01-01",
                "loans.csv: line 3: a quote is not closed"},
        Refused{"Latin-1 letters", "2,J\xfcrgen,Home,10,1.5,1,1,2024-01-01",
                "loans.csv: line 3: a character is not UTF-8; save the file as CSV in "
                "UTF-8"}));

class BadFile : public Books {};

TEST_F(BadFile, ReportsTheFirstBadLineOfManyRows) {
  std::string text = "loan_id,customer,kind,amount,rate,months,emi,applied_on\n";
  for (int i = 1; i <= 200000; ++i)
    text += fmt::format("{},ann,Home,{},1.5,1,1,2024-01-01\n", i,
                        i == 123456 || i == 150000 ? 0 : 10);
  EXPECT_EQ(
      error_of(text),
      "loans.csv: line 123457: column amount: found '0', expected an integer from 1 "
      "to 1000000");
}

TEST_F(BadFile, NamesAMissingColumnAndThoseThatAreThere) {
  EXPECT_EQ(error_of("loan_id,customer,amount\n1,ann,5\n"),
            "loans.csv: there is no column 'kind'; the columns are: loan_id, customer, "
            "amount");
  portfolio::Portfolio portfolio = one_table();
  portfolio.tables[0].columns[2].source_name = "KIND";
  EXPECT_EQ(
      error_of("loan_id,customer,amount\n1,ann,5\n", portfolio),
      "loans.csv: there is no column 'KIND' (or 'kind'); the columns are: loan_id, "
      "customer, amount");
  LoadOptions options;
  options.allow_absent = true;
  EXPECT_EQ(
      error_of("loan_id,customer,kind\n1,ann,Home\n", one_table(), options),
      "loans.csv: there is no column 'amount'; the columns are: loan_id, customer, "
      "kind")
      << "what is required may not be absent";
}

TEST_F(BadFile, RefusesFilesWithNothingInThem) {
  EXPECT_EQ(error_of(""),
            "loans.csv: the file is empty; expected a CSV file with a header line");
  EXPECT_EQ(error_of("\n\n"),
            "loans.csv: the file is empty; expected a CSV file with a header line");
  EXPECT_EQ(error_of("loan_id,customer,kind,amount,rate,months,emi,applied_on\n"),
            "loans.csv: the table loans has no rows");
}

TEST_F(BadFile, RefusesTwoColumnsOfOneName) {
  EXPECT_EQ(error_of("loan_id,customer,kind,loan_id\n1,ann,Home,2\n"),
            "loans.csv: line 1: the column name 'loan_id' stands there twice");
}

TEST_F(BadFile, RefusesOtherEncodings) {
  EXPECT_EQ(error_of(std::string_view("\xff\xfel\0o\0a\0n\0\n\0", 12)),
            "loans.csv: is not UTF-8 text; save it as CSV in UTF-8");
}

TEST_F(BadFile, RefusesAnotherNumberOfColumnsWithoutAHeader) {
  portfolio::Portfolio portfolio = one_table();
  portfolio.header = false;
  EXPECT_EQ(
      error_of("1,ann,Home,5\n", portfolio),
      "loans.csv: line 1: found 4 columns and no header, expected 8, in the order "
      "of schema.sql: loan_id, customer, kind, amount, rate, months, emi, "
      "applied_on");
}

TEST_F(BadFile, RefusesOneFileForSeveralTables) {
  EXPECT_EQ(
      error_of(good_loans, books()),
      "loans.csv: is one file, but the portfolio books has 2 tables; give a folder "
      "with a file for each, or a database");
}

TEST_F(BadFile, NamesTheFileThatAFolderLacks) {
  const Source source{SourceKind::folder, folder_};
  const std::string folder = folder_.string();
  EXPECT_EQ(
      error_of(source, books()),
      folder + ": there is no file loans.csv or loans.parquet for the table loans");
  portfolio::Portfolio portfolio = books();
  portfolio.tables[0].file = "book.csv";
  EXPECT_EQ(error_of(source, portfolio),
            folder + ": there is no file book.csv for the table loans");
  file("loans.csv", good_loans);
  file("loans.parquet", "PAR1");
  EXPECT_EQ(error_of(source, books()),
            folder + ": holds both loans.csv and loans.parquet; remove one of them");
}

TEST_F(BadFile, RefusesADamagedParquetFile) {
  const Source source{SourceKind::parquet, file("loans.parquet", "PAR1 and no more")};
  EXPECT_TRUE(error_of(source, one_table())
                  .starts_with("loans.parquet: cannot be read as Parquet: DuckDB: "))
      << error_of(source, one_table());
}

TEST_F(BadFile, SaysThatADatabaseIsCutOff) {
  const auto path = folder_ / "books.duckdb";
  auto engine = *open_duckdb({});
  ASSERT_TRUE(engine->execute("ATTACH '" + path.string() +
                              "' AS file; CREATE TABLE file.loans AS SELECT i AS "
                              "loan_id FROM range(100000) AS r(i); DETACH file"));
  const auto size = std::filesystem::file_size(path);
  for (const auto left : {size / 2, std::uintmax_t{5000}, std::uintmax_t{100}}) {
    std::filesystem::resize_file(path, left);
    const auto loaded =
        (*open_duckdb({}))->load(one_table(), Source{SourceKind::duckdb, path}, {});
    EXPECT_EQ(
        without_folder(loaded.error().message),
        "books.duckdb: the database is cut off or damaged; restore it from a copy");
    EXPECT_EQ(loaded.error().kind, ErrorKind::bad_input);
  }
}

TEST_F(BadFile, NamesTheTableThatADatabaseLacks) {
  const auto path = folder_ / "books.duckdb";
  auto engine = *open_duckdb({});
  ASSERT_TRUE(engine->execute("ATTACH '" + path.string() +
                              "' AS file; CREATE TABLE file.loans (loan_id BIGINT); "
                              "DETACH file"));
  EXPECT_EQ(
      error_of(Source{SourceKind::duckdb, path}, books()),
      "books.duckdb: table loans: there is no column 'customer'; the columns are: "
      "loan_id");
  portfolio::Portfolio portfolio = books();
  portfolio.tables[0].name = portfolio.application.table = "lendings";
  EXPECT_EQ(error_of(Source{SourceKind::duckdb, path}, portfolio),
            "books.duckdb: there is no table lendings");
}

TEST_F(BadFile, RefusesABadValueInADatabaseByItsRow) {
  const auto path = folder_ / "books.duckdb";
  auto engine = *open_duckdb({});
  ASSERT_TRUE(engine->execute(
      "ATTACH '" + path.string() +
      "' AS file; CREATE TABLE file.loans AS SELECT i AS loan_id, 'ann' AS customer, "
      "NULL "
      "AS kind, CASE WHEN i = 3 THEN 2.5 ELSE 2 END AS amount, CAST('nan' AS DOUBLE) "
      "AS "
      "rate, 1 AS months, 1 AS emi, TIMESTAMP '2024-01-01 10:00:00' AS applied_on FROM "
      "range(1, 5) r(i); DETACH file"));
  const Source source{SourceKind::duckdb, path};
  EXPECT_EQ(
      error_of(source, one_table()),
      "books.duckdb: table loans: row 1: column rate: found 'nan', expected a number "
      "from 0 to 40");
  portfolio::Portfolio portfolio = one_table();
  std::erase_if(portfolio.tables[0].columns,
                [](const auto& c) { return c.name == "rate"; });
  EXPECT_EQ(error_of(source, portfolio),
            "books.duckdb: table loans: row 3: column amount: found '2.5', expected an "
            "integer from 1 to 1000000");
}

TEST_F(BadFile, RefusesABadValueInASqliteFileByItsRow) {
  auto maker = *open_sqlite({});
  ASSERT_TRUE(maker->execute(
      "CREATE TABLE loans (loan_id, customer, kind, amount, rate, months, emi, "
      "applied_on);"
      "INSERT INTO loans VALUES (1, 'ann', 'NA', 5, 0.1, NULL, 1, '2024-01-01'), "
      "(2, 'ann', '', 5.0, 3, 2.5, 1, '2024-01-01')"));
  const auto path = folder_ / "books.db";
  ASSERT_TRUE(maker->execute("VACUUM INTO '" + path.string() + "'"));
  EXPECT_EQ(error_of(Source{SourceKind::sqlite, path}, one_table()),
            "books.db: table loans: row 2: column months: found '2.5', expected an "
            "integer");
  EXPECT_EQ(error_of(Source{SourceKind::sqlite, path}, books()),
            "books.db: table loans: row 2: column months: found '2.5', expected an "
            "integer");
  ASSERT_TRUE(maker->execute("DROP TABLE loans"));
  const auto empty = folder_ / "empty.db";
  ASSERT_TRUE(maker->execute("VACUUM INTO '" + empty.string() + "'"));
  EXPECT_EQ(error_of(Source{SourceKind::sqlite, empty}, books()),
            "empty.db: there is no table loans");
}

TEST_F(BadFile, RefusesAColumnThatCannotBeComputed) {
  portfolio::Portfolio portfolio = books();
  portfolio.tables.pop_back();
  EXPECT_EQ(error_of(std::string(loans_header) + "1,ann,Home,10,1,-5,2024-01-01\n",
                     portfolio),
            "loans.csv: line 2: column emi: cannot be computed from this row's values");
}

TEST_F(BadFile, FindsOutWhatLiesAtAPath) {
  const auto kind = [&](const std::string& name, std::string_view text) {
    const auto source = find_source(file(name, text));
    return source ? std::to_string(int(source->kind))
                  : without_folder(source.error().message);
  };
  EXPECT_EQ(kind("a.csv", "a,b\n"), std::to_string(int(SourceKind::csv)));
  EXPECT_EQ(kind("a.db", "SQLite format 3"), std::to_string(int(SourceKind::sqlite)));
  EXPECT_EQ(kind("b.db", "01234567DUCK"), std::to_string(int(SourceKind::duckdb)));
  EXPECT_EQ(kind("a", "PAR1"), std::to_string(int(SourceKind::parquet)));
  EXPECT_EQ(kind("a.pdf", "%PDF"),
            "a.pdf: is no data that can be read; expected a folder of CSV or Parquet "
            "files, a .csv or .parquet file, or a DuckDB or SQLite database");
  EXPECT_EQ(find_source(folder_)->kind, SourceKind::folder);
  EXPECT_EQ(without_folder(find_source(folder_ / "none").error().message),
            "none: there is no such file or folder");
}

}  // namespace
}  // namespace credence::engine
