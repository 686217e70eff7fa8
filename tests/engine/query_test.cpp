// What SQL gives on each engine, and that both give the same.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "tests/engine/books.h"

namespace credence::engine {
namespace {

using table::Column;
using table::Table;
using table::Type;

std::unique_ptr<Engine> open(const char* name) {
  return std::move(*open_engine(name, {}));
}

Column column(std::string name, Type type) {
  Column made;
  made.name = std::move(name);
  made.type = type;
  return made;
}

// Any table of one column of each type, values missing here and there.
Table any_table() {
  Table table;
  table.columns = {column("i", Type::integer), column("r", Type::real),
                   column("t", Type::text), column("d", Type::date)};
  const auto rows = *rc::gen::inRange(0, 50);
  for (int row = 0; row < rows; ++row) {
    const auto missing = [] { return *rc::gen::inRange(0, 4) == 0; };
    missing() ? table.columns[0].append_missing()
              : table.columns[0].append(*rc::gen::inRange<std::int64_t>(
                    std::numeric_limits<std::int64_t>::min() + 1,
                    std::numeric_limits<std::int64_t>::max()));
    missing() ? table.columns[1].append_missing()
              : table.columns[1].append(*rc::gen::arbitrary<double>());
    missing() ? table.columns[2].append_missing()
              : table.columns[2].append(*rc::gen::container<std::string>(
                    rc::gen::elementOf(std::string("ab ,'\"\n;"))));
    missing() ? table.columns[3].append_missing()
              : table.columns[3].append(*rc::gen::inRange<std::int64_t>(
                    day_of(1, 1, 1), day_of(9999, 12, 31)));
  }
  return table;
}

// Bit for bit; an empty SQLite column has no type of its own.
void expect_same(const Table& a, const Table& b) {
  RC_ASSERT(a.columns.size() == b.columns.size());
  RC_ASSERT(a.rows() == b.rows());
  for (std::size_t i = 0; i < a.columns.size(); ++i) {
    RC_ASSERT(a.columns[i].name == b.columns[i].name);
    for (std::size_t row = 0; row < a.rows(); ++row) {
      RC_ASSERT(a.columns[i].is_missing(row) == b.columns[i].is_missing(row));
      if (a.columns[i].is_missing(row)) continue;
      RC_ASSERT(a.columns[i].type == b.columns[i].type);
      RC_ASSERT(a.columns[i].value(row) == b.columns[i].value(row));
    }
  }
}

class Query : public Books, public testing::WithParamInterface<const char*> {
 protected:
  Query() : engine_(open(GetParam())) {}
  std::string error_of(const std::string& sql) {
    const auto table = engine_->query(sql);
    return table ? "no error" : table.error().message;
  }
  std::unique_ptr<Engine> engine_;
};

INSTANTIATE_TEST_SUITE_P(Engines, Query, testing::Values("duckdb", "sqlite"),
                         [](const auto& engine) { return std::string(engine.param); });

TEST_P(Query, GivesBackWhatWasPut) {
  EXPECT_TRUE(rc::check([&] {
    const Table table = any_table();
    RC_ASSERT(engine_->put("anything", table));
    const auto back = engine_->query("SELECT * FROM anything");
    RC_ASSERT(back);
    expect_same(*back, table);
  }));
}

TEST_P(Query, PutReplacesATableOfThatName) {
  Table first, second;
  first.columns = {column("a", Type::integer)};
  second.columns = {column("b", Type::text)};
  second.columns[0].append_text("x");
  ASSERT_TRUE(engine_->put("t \"1\"", first));
  ASSERT_TRUE(engine_->put("t \"1\"", second));
  EXPECT_EQ(shown(*engine_->query("SELECT b FROM \"t \"\"1\"\"\"")), "x\n");
}

TEST_P(Query, GivesColumnsEvenWithoutRows) {
  Table empty;
  empty.columns = {column("a", Type::integer), column("b", Type::text)};
  ASSERT_TRUE(engine_->put("t", empty));
  const auto table = engine_->query("SELECT b, a FROM t");
  ASSERT_EQ(table->columns.size(), 2u);
  EXPECT_EQ(table->columns[0].name, "b");
  EXPECT_EQ(table->rows(), 0u);
}

TEST_P(Query, DividesByZeroIntoMissing) {
  EXPECT_EQ(shown(*engine_->query("SELECT CAST(1 AS DOUBLE) / CAST(0 AS DOUBLE) AS a, "
                                  "CAST(0 AS DOUBLE) / CAST(0 AS DOUBLE) AS b")),
            "- -\n");
}

TEST_P(Query, AddsUpIntegersExactly) {
  Table table;
  table.columns = {column("a", Type::integer)};
  for (int i = 0; i < 3; ++i)
    table.columns[0].append(std::int64_t{3000000000000000001});
  ASSERT_TRUE(engine_->put("t", table));
  EXPECT_EQ(shown(*engine_->query("SELECT sum(a) AS s FROM t")),
            "9000000000000000003\n");
  table.columns[0].append(std::int64_t{3000000000000000001});
  ASSERT_TRUE(engine_->put("t", table));
  EXPECT_NE(error_of("SELECT sum(a) AS s FROM t"), "no error");
}

TEST_P(Query, StreamsTheSameRowsInPieces) {
  Table table;
  table.columns = {column("a", Type::integer), column("b", Type::text)};
  for (std::int64_t i = 0; i < 10000; ++i) {
    table.columns[0].append(i);
    table.columns[1].append_text(std::to_string(i % 7));
  }
  ASSERT_TRUE(engine_->put("t", table));
  std::string streamed;
  int pieces = 0;
  ASSERT_TRUE(
      engine_->stream("SELECT * FROM t ORDER BY a", 2048, [&](const Table& piece) {
        ++pieces;
        streamed += shown(piece);
        return Result<>();
      }));
  EXPECT_EQ(streamed, shown(table));
  EXPECT_GT(pieces, 2);
}

TEST_P(Query, StreamsOneEmptyPieceWhenThereAreNoRows) {
  int pieces = 0;
  ASSERT_TRUE(engine_->stream("SELECT 1 AS a WHERE 1 = 0", 10, [&](const Table& piece) {
    ++pieces;
    EXPECT_EQ(piece.rows(), 0u);
    EXPECT_EQ(piece.columns.size(), 1u);
    return Result<>();
  }));
  EXPECT_EQ(pieces, 1);
}

TEST_P(Query, StopsStreamingAtTheTakersError) {
  const auto stopped =
      engine_->stream("SELECT 1 AS a", 10,
                      [](const Table&) -> Result<> { return bad_input("enough"); });
  EXPECT_EQ(stopped.error().message, "enough");
  EXPECT_TRUE(engine_->query("SELECT 1 AS a")) << "the engine is usable afterwards";
}

TEST_P(Query, RefusesWrongSqlWithItsReason) {
  const bool duckdb = std::string(GetParam()) == "duckdb";
  EXPECT_EQ(error_of("SELECT absent FROM (SELECT 1 AS a) AS t"),
            duckdb ? "DuckDB: Binder Error: Referenced column \"absent\" not found in "
                     "FROM clause! Candidate bindings: \"a\" (LINE 1: SELECT absent "
                     "FROM (SELECT 1 AS a) AS t)"
                   : "SQLite: no such column: absent");
  EXPECT_EQ(engine_->query("SELECT x").error().kind, ErrorKind::bad_input);
  EXPECT_EQ(engine_->execute("CREATE nonsense").error().kind, ErrorKind::bad_input);
}

TEST_P(Query, SeesWhatExecuteMade) {
  ASSERT_TRUE(
      engine_->execute("CREATE TABLE a (b BIGINT); INSERT INTO a VALUES (1), (2)"));
  EXPECT_EQ(shown(*engine_->query("SELECT sum(b) FROM a")), "3\n");
}

TEST_P(Query, WritesCsvThatReadsTheSameAndIsTheSameEveryTime) {
  ASSERT_TRUE(engine_->load(books(), good_folder(), {}));
  const std::string sql = "SELECT * FROM loans ORDER BY loan_id";
  const auto path = folder_ / "out.csv";
  ASSERT_TRUE(engine_->write(sql, path));
  EXPECT_EQ(*read_file(path),
            "loan_id,customer,kind,amount,rate,months,emi,applied_on\n"
            "3,bob,,1000,,12,,2024-02-29\n"
            "5,ann,Gold,12,0.0,,,2023-12-01\n"
            "7,ann,Home,500000,12.0,36,16607,2024-01-31\n");
  ASSERT_TRUE(engine_->write(sql, path)) << "an older file is replaced";
  ASSERT_TRUE(engine_->write(sql, folder_ / "out.parquet"));
  const std::string csv = shown(*engine_->query(sql));
  for (const char* name : {"out.csv", "out.parquet"}) {
    const auto source = find_source(folder_ / name);
    ASSERT_TRUE(engine_->load(one_table(), *source, {})) << name;
    EXPECT_EQ(shown(*engine_->query(sql)), csv) << name;
  }
}

TEST_P(Query, RefusesToWriteWhatItCannot) {
  EXPECT_EQ(without_folder(
                engine_->write("SELECT 1 AS a", folder_ / "out.xlsx").error().message),
            "out.xlsx: cannot be written; the name has to end in .csv or .parquet");
  const auto nowhere = engine_->write("SELECT 1 AS a", folder_ / "none" / "out.csv");
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().kind, ErrorKind::environment);
  EXPECT_TRUE(without_folder(nowhere.error().message).starts_with("none/out.csv: "));
  EXPECT_FALSE(engine_->write("SELECT absent", folder_ / "out.csv"));
  EXPECT_TRUE(std::filesystem::is_empty(folder_)) << "nothing half-written stays";
}

TEST(Engines, AreOpenedByName) {
  EXPECT_EQ(open("duckdb")->library_version(), "DuckDB 1.5.6");
  EXPECT_TRUE(open("sqlite")->library_version().starts_with("SQLite 3."));
  EXPECT_EQ(open_engine("oracle", {}).error().message,
            "'oracle' is not an engine; the engines are duckdb and sqlite");
}

TEST(Engines, LeaveNoTemporaryFilesBehind) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "credence_spill";
  std::filesystem::create_directories(folder);
  EngineOptions options;
  options.temporary = folder;
  options.memory_megabytes = 60;
  {
    const auto engine = std::move(*open_duckdb(options));
    const auto sum = engine->query(
        "SELECT sum(i) AS s FROM (SELECT i FROM range(3000000) r(i) ORDER BY hash(i))");
    ASSERT_TRUE(sum) << sum.error().message;
    EXPECT_EQ(sum->columns[0].integers[0], 4499998500000);
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder));
  std::filesystem::remove_all(folder);
  options.temporary = "/proc/nowhere";
  EXPECT_EQ(open_duckdb(options).error().message,
            "/proc/nowhere: no folder for temporary files can be made there: No such "
            "file or directory; name another folder in TMPDIR");
}

TEST(DuckdbQuery, RefusesTypesThatNoColumnHolds) {
  const auto engine = open("duckdb");
  EXPECT_EQ(
      engine->query("SELECT 0.5 AS share").error().message,
      "column share: the query gives DECIMAL; expected BIGINT, DOUBLE, VARCHAR, DATE "
      "or BOOLEAN: cast it");
  EXPECT_EQ(
      engine->query("SELECT TIMESTAMP '2024-01-01 00:00:00' AS t").error().message,
      "column t: the query gives TIMESTAMP; expected BIGINT, DOUBLE, VARCHAR, DATE "
      "or BOOLEAN: cast it");
}

TEST(DuckdbQuery, ReadsIntegersOfEveryWidth) {
  const auto engine = open("duckdb");
  EXPECT_EQ(
      shown(*engine->query(
          "SELECT true, CAST(-1 AS TINYINT), CAST(-2 AS SMALLINT), CAST(-3 AS "
          "INTEGER), CAST(4 AS UTINYINT), CAST(5 AS USMALLINT), CAST(6 AS UINTEGER), "
          "CAST(7 AS UBIGINT), CAST(-8 AS HUGEINT), CAST(NULL AS HUGEINT)")),
      "1 -1 -2 -3 4 5 6 7 -8 -\n");
  EXPECT_EQ(engine->query("SELECT CAST(18446744073709551615 AS UBIGINT) AS u")
                .error()
                .message,
            "column u: an integer does not fit in 64 bits");
}

TEST(SqliteQuery, MakesAColumnRealWhenOneValueIs) {
  const auto engine = open("sqlite");
  const auto table =
      engine->query("SELECT 1 AS a UNION ALL SELECT NULL UNION ALL SELECT 0.5");
  EXPECT_EQ(table->columns[0].type, Type::real);
  EXPECT_EQ(shown(*table), "1\n-\n0.5\n");
  EXPECT_EQ(engine->query("SELECT 1 AS a UNION ALL SELECT 'x'").error().message,
            "column a: the query gives both integer and text");
}

// ---- the same on both ---------------------------------------------------------------

class Prelude : public testing::TestWithParam<const char*> {};

TEST_P(Prelude, GivesTheSameOnBothEngines) {
  const std::string sql = fmt::format("SELECT {} AS value", GetParam());
  const auto one = open("duckdb")->query(sql), other = open("sqlite")->query(sql);
  ASSERT_EQ(one.has_value(), other.has_value()) << sql;
  ASSERT_TRUE(one) << one.error().message;
  EXPECT_EQ(shown(*one), shown(*other)) << sql;
}

INSTANTIATE_TEST_SUITE_P(
    Calls, Prelude,
    testing::Values("days_between('2024-02-28', '2024-03-01')",
                    "days_between(NULL, NULL)", "days_between('2024-02-28', NULL)",
                    "year_of('2024-02-28')", "month_of('2024-02-28')",
                    "year_of(add_days('2023-12-31', 1))",
                    "days_between('2000-01-01', add_days('2000-01-01', -400))",
                    "add_days(NULL, 3)", "floor_of(CAST('2.9' AS DOUBLE))",
                    "floor_of(CAST('-2.1' AS DOUBLE))", "floor_of(NULL)",
                    "greater_of(1, 2)", "greater_of(2, NULL)", "lesser_of(NULL, 2)",
                    "lesser_of(1, CAST(2 AS DOUBLE))", "lesser_of('b', 'a')",
                    "greater_of(9007199254740993, 9007199254740992)"));

void compare_on_any_rows(Engine* duckdb, Engine* sqlite) {
  Table table;
  table.columns = {column("k", Type::integer), column("a", Type::integer),
                   column("x", Type::real), column("d", Type::date),
                   column("t", Type::text)};
  const auto rows = *rc::gen::inRange(0, 60);
  for (int row = 0; row < rows; ++row) {
    const auto missing = [] { return *rc::gen::inRange(0, 5) == 0; };
    table.columns[0].append(*rc::gen::inRange<std::int64_t>(0, 6));
    missing() ? table.columns[1].append_missing()
              : table.columns[1].append(*rc::gen::inRange<std::int64_t>(-1000, 1000));
    missing() ? table.columns[2].append_missing()
              : table.columns[2].append(
                    double(*rc::gen::inRange<std::int64_t>(-100000, 100000)) / 7);
    missing() ? table.columns[3].append_missing()
              : table.columns[3].append(*rc::gen::inRange<std::int64_t>(15000, 20000));
    missing()
        ? table.columns[4].append_missing()
        : table.columns[4].append_text(*rc::gen::element<std::string>("p", "Q", "é"));
  }
  RC_ASSERT(duckdb->put("rows", table));
  RC_ASSERT(sqlite->put("rows", table));
  for (const char* sql :
       {"SELECT k, count(*) AS n, sum(a) AS s, min(x) AS low, max(x) AS high, "
        "count(DISTINCT t) AS kinds, count(*) FILTER (WHERE a > 0) AS positive, "
        "sqrt(CAST(count(a) * sum(a * a) - sum(a) * sum(a) AS DOUBLE) / "
        "NULLIF(count(a) * (count(a) - 1), 0)) AS spread, "
        "CAST(sum(a) AS DOUBLE) / NULLIF(count(a), 0) AS mean, max(t) AS last "
        "FROM rows GROUP BY k ORDER BY k",
        "SELECT k, a, x * CAST(a AS DOUBLE) AS product, year_of(d) AS y, "
        "days_between(d, add_days(d, a)) AS back, floor_of(x) AS whole, "
        "greater_of(a, 0) AS above, lesser_of(x, CAST(0 AS DOUBLE)) AS below, "
        "CASE WHEN x < 0 THEN 'low' WHEN x >= 0 THEN 'high' END AS tier, "
        "row_number() OVER (PARTITION BY k ORDER BY d NULLS LAST, a NULLS LAST, x "
        "NULLS LAST, t NULLS LAST) AS place FROM rows "
        "ORDER BY k, d NULLS LAST, a NULLS LAST, x NULLS LAST, t NULLS LAST, place",
        "SELECT DISTINCT t, d FROM rows ORDER BY t, d"}) {
    const auto one = duckdb->query(sql), other = sqlite->query(sql);
    RC_ASSERT(one);
    RC_ASSERT(other);
    expect_same(*one, *other);
  }
}

TEST(BothEngines, GiveTheSameForFeatureSql) {
  const auto duckdb = open("duckdb"), sqlite = open("sqlite");
  EXPECT_TRUE(rc::check([&] { compare_on_any_rows(duckdb.get(), sqlite.get()); }));
}

}  // namespace
}  // namespace credence::engine
