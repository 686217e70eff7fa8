#include "scoring/csv_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <array>
#include <csignal>

#include "tests/scoring/tiny_lender.h"

namespace credence::scoring {
namespace {

constexpr std::array<std::string_view, 2> header = {"a", "b"};
using Row = std::array<std::string_view, 2>;

}  // namespace

TEST(CsvFile, AppearsOnlyWhenItIsComplete) {
  const Folder folder;
  folder.write("out.csv", "the one before");
  auto file = CsvFile::open(folder / "out.csv", header);
  ASSERT_TRUE(file.has_value());
  ASSERT_TRUE(file->append(Row{"1", "2"}).has_value());
  EXPECT_EQ(folder.read("out.csv"), "the one before");
  ASSERT_TRUE(file->put_in_place().has_value());
  EXPECT_EQ(folder.read("out.csv"), "a,b\n1,2\n");
  EXPECT_EQ(folder.entries(), 1u);
}

TEST(CsvFile, LeavesNothingBehindWhenGivenUp) {
  const Folder folder;
  {
    ASSERT_TRUE(CsvFile::open(folder / "out.csv", header)->append(Row{"", ""}));
  }
  EXPECT_EQ(folder.entries(), 0u);
}

TEST(CsvFile, QuotesWhatWouldBeMisread) {
  const Folder folder;
  auto file = *CsvFile::open(folder / "out.csv", header);
  ASSERT_TRUE(file.append(Row{"", "x, y"}).has_value());
  ASSERT_TRUE(file.append(Row{"say \"so\"", "two\nlines"}).has_value());
  ASSERT_TRUE(file.put_in_place().has_value());
  EXPECT_EQ(folder.read("out.csv"),
            "a,b\n,\"x, y\"\n\"say \"\"so\"\"\",\"two\nlines\"\n");
}

TEST(CsvFile, SaysWhatCannotBeWritten) {
  const Folder folder;
  const auto file = CsvFile::open(folder / "no" / "out.csv", header);
  ASSERT_FALSE(file.has_value());
  EXPECT_EQ(file.error().kind, ErrorKind::environment);
  EXPECT_EQ(file.error().message, (folder / "no/out.csv").string() +
                                      ": cannot be written: No such file or directory");
}

TEST(CsvFile, NoticesADiskThatIsFull) {
  const Folder folder;
  auto file = *CsvFile::open(folder / "out.csv", header);
  rlimit before;
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{1000, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &small);
  Result<> written;
  for (int i = 0; i < 500 && written; ++i) written = file.append(Row{"12345", "67890"});
  if (written) written = file.put_in_place();
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(written.has_value());
  EXPECT_EQ(written.error().message,
            (folder / "out.csv").string() + ": cannot be written: File too large");
}

}  // namespace credence::scoring
