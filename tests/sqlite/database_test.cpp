#include "sqlite/database.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "base/file.h"

namespace credence::sqlite {
namespace {

using table::Type;
using table::Value;

Database memory() { return std::move(*Database::in_memory()); }

TEST(SqliteDatabase, GivesBackWhatWasBound) {
  Database database = memory();
  ASSERT_TRUE(
      database.execute("CREATE TABLE t (i INTEGER, r REAL, t TEXT, d TEXT) STRICT"));
  Statement put = *database.prepare("INSERT INTO t VALUES (?, ?, ?, ?)");
  EXPECT_EQ(put.parameters(), 4);
  put.bind(1, Value(std::int64_t{-5}), Type::integer);
  put.bind(2, Value(std::int64_t{3}), Type::real);
  put.bind(3, Value(std::string("naïve ' \" text")), Type::text);
  put.bind(4, Value(day_of(2024, 2, 29)), Type::date);
  ASSERT_TRUE(put.run());
  for (int i = 1; i <= 4; ++i) put.bind(i, Value(), Type::integer);
  ASSERT_TRUE(put.run());

  Statement get = *database.prepare("SELECT i, r, t, d FROM t");
  ASSERT_TRUE(*get.step());
  EXPECT_EQ(*get.value(0, Type::integer), Value(std::int64_t{-5}));
  EXPECT_EQ(*get.value(1, Type::real), Value(3.0));
  EXPECT_EQ(*get.value(2, Type::text), Value(std::string("naïve ' \" text")));
  EXPECT_EQ(*get.value(3, Type::date), Value(day_of(2024, 2, 29)));
  EXPECT_EQ(get.text(3), "2024-02-29");
  ASSERT_TRUE(*get.step());
  for (int i = 0; i < 4; ++i) EXPECT_EQ(*get.value(i, Type::text), Value());
  EXPECT_FALSE(*get.step());
}

TEST(SqliteDatabase, HoldsNeitherNanNorMinusZero) {
  Database database = memory();
  Statement statement = *database.prepare("SELECT ?1, ?2");
  statement.bind_real(1, std::nan(""));
  statement.bind_real(2, -0.0);
  ASSERT_TRUE(*statement.step());
  EXPECT_TRUE(statement.is_missing(0));
  EXPECT_FALSE(std::signbit(statement.real(1)));
}

TEST(SqliteDatabase, RunsAStatementAgainAfterReset) {
  Database database = memory();
  Statement statement = *database.prepare("SELECT ?1 + 1");
  for (const std::int64_t i : {1, 41}) {
    statement.bind_integer(1, i);
    ASSERT_TRUE(*statement.step());
    EXPECT_EQ(statement.integer(0), i + 1);
    statement.reset();
  }
}

TEST(SqliteDatabase, TellsWhichTableAColumnComesFrom) {
  Database database = memory();
  ASSERT_TRUE(database.execute("CREATE TABLE t (d TEXT) STRICT"));
  Statement statement = *database.prepare(
      "WITH c AS (SELECT d AS e FROM t) SELECT e AS f, max(e) FROM c");
  EXPECT_EQ(statement.name(0), "f");
  EXPECT_EQ(statement.origin(0), "t.d");
  EXPECT_EQ(statement.origin(1), "");
}

TEST(SqliteDatabase, RefusesWrongSqlByItsMessage) {
  Database database = memory();
  EXPECT_EQ(database.prepare("SELECT a").error().message, "SQLite: no such column: a");
  EXPECT_EQ(database.prepare("SELECT \"a\"").error().message,
            "SQLite: no such column: a");
  EXPECT_EQ(database.prepare(" -- nothing").error().message,
            "SQLite: there is no statement in the SQL text");
  EXPECT_EQ(database.prepare("SELECT 1; SELECT 2").error().message,
            "SQLite: one statement was expected, more were found");
  EXPECT_TRUE(database.prepare("SELECT 1; -- done\n /* really */ ").has_value());
  EXPECT_EQ(database.prepare("SELECT a").error().kind, ErrorKind::bad_input);
}

TEST(SqliteDatabase, RefusesAValueOfAnotherType) {
  Database database = memory();
  Statement statement = *database.prepare("SELECT 1.5 AS share, 'x' AS day");
  ASSERT_TRUE(*statement.step());
  EXPECT_EQ(statement.value(0, Type::integer).error().message,
            "share: '1.5' is not of type integer");
  EXPECT_EQ(statement.value(1, Type::date).error().message,
            "day: 'x' is not a date; expected one like 2026-03-01");
}

TEST(SqliteDatabase, ReadsOnlyDatabaseFiles) {
  const auto folder = std::filesystem::path(testing::TempDir());
  EXPECT_EQ(Database::read_only(folder / "absent.db").error().message,
            (folder / "absent.db").string() + ": there is no such file");
  const auto other = folder / "credence_other.db";
  ASSERT_TRUE(write_file(other, "customer_id,age\n1,34\n"));
  EXPECT_EQ(Database::read_only(other).error().message,
            other.string() + ": SQLite: file is not a database");
  std::filesystem::remove(other);
}

TEST(SqliteDatabase, QuotesIdentifiers) {
  EXPECT_EQ(identifier("a \"b\""), "\"a \"\"b\"\"\"");
}

}  // namespace
}  // namespace credence::sqlite
