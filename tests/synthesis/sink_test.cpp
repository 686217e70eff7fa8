#include "synthesis/sink.h"

#include <gtest/gtest.h>

#include <bit>

#include "base/file.h"
#include "engine/engine.h"
#include "tests/synthesis/books.h"

namespace credence::synthesis {
namespace {

constexpr std::string_view fruits[] = {"Apple", "A rather long name of a pear"};
constexpr auto missing = table::missing_integer;

TableShape shape() {
  return {"basket",
          {{"id"},
           {"day", CellKind::date},
           {"price", CellKind::decimal, 2},
           {"share", CellKind::real},
           {"fruit", CellKind::text, 0, fruits}}};
}

Block rows() {
  Block block;
  block.add({1, 0, 1'205, std::bit_cast<std::int64_t>(0.1), 0});
  block.add({-7, 20'453, 5, std::bit_cast<std::int64_t>(1e-300), 1});
  block.add({missing, missing, missing, missing, missing});
  block.add({9'007'199'254'740'993, -1, 0, std::bit_cast<std::int64_t>(-2.5), 0});
  return block;
}

TEST(CsvFile, WritesEveryKindOfCell) {
  Scratch scratch;
  auto file = CsvFile::create(scratch / "basket.csv", shape());
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->write(CsvFile::text_of(rows(), shape())));
  ASSERT_TRUE(file->close());
  EXPECT_EQ(read_file(scratch / "basket.csv").value(),
            "id,day,price,share,fruit\n"
            "1,1970-01-01,12.05,0.1,Apple\n"
            "-7,2025-12-31,0.05,1e-300,A rather long name of a pear\n"
            ",,,,\n"
            "9007199254740993,1969-12-31,0.00,-2.5,Apple\n");
}

TEST(CsvFile, OfNoRowsIsItsHeader) {
  Scratch scratch;
  ASSERT_TRUE(CsvFile::create(scratch / "basket.csv", shape())->close());
  EXPECT_EQ(CsvFile::text_of({}, shape()), "");
  EXPECT_EQ(read_file(scratch / "basket.csv").value(), "id,day,price,share,fruit\n");
}

TEST(CsvFile, SaysWhereItCannotWrite) {
  const auto file = CsvFile::create("/nowhere/at/all/basket.csv", shape());
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().kind, ErrorKind::environment);
  EXPECT_EQ(file.error().message,
            "/nowhere/at/all/basket.csv: cannot be written: No such file or directory");
}

TEST(CsvFile, NoticesAFullDisk) {
  auto file = CsvFile::create("/dev/full", shape());
  ASSERT_TRUE(file);
  Result<> done = file->write(std::string(1 << 20, 'x'));
  if (done) done = file->close();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message,
            "/dev/full: cannot be written: No space left on device");
}

TEST(Database, HoldsWhatWasAppended) {
  Scratch scratch;
  const TableShape shapes[] = {shape()};
  {
    auto database = Database::create(scratch / "shop.duckdb", shapes, {});
    ASSERT_TRUE(database) << database.error().message;
    for (int i = 0; i < 2'000; ++i) ASSERT_TRUE(database->append(0, rows()));
    ASSERT_TRUE(database->finish());
    ASSERT_TRUE(database->write_parquet(0, scratch / "basket.parquet"));
  }
  auto reader = engine::open_duckdb({}).value();
  ASSERT_TRUE(reader->execute("ATTACH '" + (scratch / "shop.duckdb").string() +
                              "' AS shop (READ_ONLY)"));
  for (const std::string& from : {std::string("shop.basket"),
                                  "'" + (scratch / "basket.parquet").string() + "'"}) {
    const table::Table got =
        reader
            ->query(
                "SELECT count(*), count(id), sum(id = 9007199254740993)::BIGINT, "
                "sum(price = 12.05::DOUBLE)::BIGINT, sum(day = DATE "
                "'2025-12-31')::BIGINT, sum(share = 0.1::DOUBLE)::BIGINT, "
                "sum(fruit LIKE '%pear')::BIGINT FROM " +
                from)
            .value();
    const double expected[] = {8'000, 6'000, 2'000, 2'000, 2'000, 2'000, 2'000};
    for (std::size_t c = 0; c < 7; ++c)
      EXPECT_EQ(got.columns[c].number(0), expected[c]) << from << " " << c;
  }
}

TEST(Database, AppendsABlockLargerThanOneVector) {
  Scratch scratch;
  const TableShape shapes[] = {{"counts", {{"n"}}}};
  Block block;
  for (std::int64_t i = 0; i < 10'001; ++i) block.add({i});
  {
    auto database = Database::create(scratch / "counts.duckdb", shapes, {});
    ASSERT_TRUE(database);
    ASSERT_TRUE(database->append(0, block));
    ASSERT_TRUE(database->finish());
  }
  auto reader = engine::open_duckdb({}).value();
  ASSERT_TRUE(reader->execute("ATTACH '" + (scratch / "counts.duckdb").string() +
                              "' AS db (READ_ONLY)"));
  const table::Table got =
      reader
          ->query(
              "SELECT count(*), sum(n)::BIGINT, sum(n = rowid)::BIGINT FROM "
              "db.counts")
          .value();
  EXPECT_EQ(got.columns[0].number(0), 10'001);
  EXPECT_EQ(got.columns[1].number(0), 10'000.0 * 10'001 / 2);
  EXPECT_EQ(got.columns[2].number(0), 10'001);
}

TEST(Database, SaysWhereItCannotBeCreated) {
  const TableShape shapes[] = {shape()};
  const auto database = Database::create("/nowhere/shop.duckdb", shapes, {});
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().kind, ErrorKind::environment);
  EXPECT_EQ(database.error().message.find("/nowhere/shop.duckdb: cannot be created: "),
            0u)
      << database.error().message;
}

}  // namespace
}  // namespace credence::synthesis
