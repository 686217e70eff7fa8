// What the user sees when the disk is full, a folder may not be written, or memory runs
// out. Each engine is opened in a process of its own, whose troubles end with it.
#include <sys/stat.h>

#include "tests/engine/books.h"

namespace credence::engine {
namespace {

constexpr const char* many_rows =
    "SELECT i AS loan_id, i % 1000 AS amount FROM range(200000) AS r(i)";

// Both engines write with DuckDB; SQLite has the rows made by a recursion.
constexpr const char* many_rows_recursively =
    "WITH RECURSIVE r(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM r WHERE i < 199999) "
    "SELECT i AS loan_id, i % 1000 AS amount FROM r";

class Hardship : public Books, public testing::WithParamInterface<const char*> {
 protected:
  Result<> write(const std::filesystem::path& path) const {
    const auto engine = TRY(open_engine(GetParam(), {}));
    return engine->write(
        std::string(GetParam()) == "duckdb" ? many_rows : many_rows_recursively, path);
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, Hardship, testing::Values("duckdb", "sqlite"),
                         [](const auto& engine) { return std::string(engine.param); });

TEST_P(Hardship, AFullDiskIsNamedAndLeavesNoFile) {
  const auto folder = folder_ / "disk";
  std::filesystem::create_directories(folder);
  const FullDisk disk(folder);
  if (!disk.mounted()) GTEST_SKIP() << "no disk may be mounted here";
  for (const std::string name : {"out.csv", "out.parquet"}) {
    ASSERT_TRUE(write_file(folder / name, "what was there before"));
    const Error error = error_in_process([] {}, [&] { return write(folder / name); });
    EXPECT_EQ(without_folder(error.message),
              "disk/" + name + ": cannot be written: No space left on device");
    EXPECT_EQ(error.kind, ErrorKind::environment);
    EXPECT_EQ(names_in(folder), std::vector{name});
    EXPECT_EQ(*read_file(folder / name), "what was there before");
    std::filesystem::remove(folder / name);
  }
}

TEST_P(Hardship, AFileThatMayNotGrowIsNamedAndLeavesNoFile) {
  const Error error =
      when_files_are_limited([&] { return write(folder_ / "out.csv"); });
  EXPECT_EQ(without_folder(error.message),
            "out.csv: cannot be written: File too large");
  EXPECT_EQ(error.kind, ErrorKind::environment);
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
}

TEST_P(Hardship, AReadOnlyFolderIsNamedAndLeavesNoFile) {
  const auto folder = folder_ / "closed";
  std::filesystem::create_directories(folder);
  ::chmod(folder_.c_str(), 0755);
  const Error error = when_read_only(folder, [&] { return write(folder / "out.csv"); });
  EXPECT_EQ(without_folder(error.message),
            "closed/out.csv: cannot be written: Permission denied");
  EXPECT_EQ(error.kind, ErrorKind::environment);
  EXPECT_TRUE(std::filesystem::is_empty(folder));
}

class Scarce : public Books {
 protected:
  // Loads loans that take more than the memory allowed.
  Error error_of_load(const char* name, const std::filesystem::path& spill) const {
    const auto path = folder_ / "loans.parquet";
    const auto made = (*open_duckdb({}))
                          ->write(
                              "SELECT i AS loan_id, md5(CAST(i AS VARCHAR)) AS "
                              "customer, 'Home' AS kind, 5 AS "
                              "amount, 1.5 AS rate, 1 + i % 99 AS months, DATE "
                              "'2024-01-01' AS applied_on "
                              "FROM range(600000) AS r(i)",
                              path);
    EXPECT_TRUE(made) << made.error().message;
    return error_in_process(
        [] {},
        [&]() -> Result<> {
          const auto engine = TRY(open_engine(
              name, {.threads = 2, .memory_megabytes = 128, .temporary = spill}));
          TRY(engine->load(loans_alone(), {SourceKind::parquet, path}, {}));
          return {};
        });
  }
};

TEST_F(Scarce, MemoryWithoutRoomForTemporaryFilesSaysWhatToDo) {
  const auto folder = folder_ / "disk";
  std::filesystem::create_directories(folder);
  const FullDisk disk(folder);
  if (!disk.mounted()) GTEST_SKIP() << "no disk may be mounted here";
  for (const char* name : {"duckdb", "sqlite"}) {
    const Error error = error_of_load(name, folder);
    EXPECT_EQ(error.kind, ErrorKind::environment);
    EXPECT_TRUE(without_folder(error.message)
                    .ends_with("there is not enough memory, nor room in disk for the "
                               "temporary files that would make up for it; allow more "
                               "memory (--memory), make room there, or name another "
                               "folder in TMPDIR"))
        << error.message;
    EXPECT_TRUE(std::filesystem::is_empty(folder));
  }
}

TEST_F(Scarce, MemoryIsMadeUpForOnDisk) {
  const auto folder = folder_ / "disk";
  std::filesystem::create_directories(folder);
  EXPECT_EQ(error_of_load("duckdb", folder).message, "no error");
  EXPECT_TRUE(std::filesystem::is_empty(folder));
}

TEST_F(Scarce, AnAbsentFolderForTemporaryFilesIsNamed) {
  for (const char* name : {"duckdb", "sqlite"}) {
    const Error error = error_of_load(name, folder_ / "absent");
    EXPECT_EQ(error.kind, ErrorKind::environment);
    EXPECT_EQ(without_folder(error.message),
              "absent: no folder for temporary files can be made there: No such file "
              "or directory; name another folder in TMPDIR");
  }
}

}  // namespace
}  // namespace credence::engine
