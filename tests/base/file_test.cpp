#include "base/file.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "tests/base/hardship.h"

namespace credence {
namespace {

namespace fs = std::filesystem;

class File : public testing::Test {
 protected:
  std::vector<std::string> names() const { return names_in(folder_.path()); }
  const fs::path& folder() const { return folder_.path(); }
  fs::path place() const { return folder_.path() / "file"; }
  TemporaryFolder folder_;
};

Result<> fill_with(const fs::path& folder, std::string_view text) {
  TRY(write_file(folder / "one", text));
  TRY(make_folder(folder / "below"));
  return write_file(folder / "below" / "two", text);
}

TEST_F(File, ReadsWhatWasWrittenByteForByte) {
  for (const std::string& bytes :
       {std::string(), std::string("\0\r\n\xff", 4), std::string(300'000, 'x')}) {
    ASSERT_TRUE(write_file(place(), bytes));
    EXPECT_EQ(read_file(place()).value(), bytes);
    std::ifstream in(place(), std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), bytes);
  }
  EXPECT_EQ(names(), std::vector<std::string>{"file"});
}

TEST_F(File, AFileThatIsNotThereIsTheUsersError) {
  const auto error = read_file(place()).error();
  EXPECT_EQ(error.kind, ErrorKind::bad_input);
  EXPECT_EQ(error.message,
            place().string() + ": cannot be read: No such file or directory");
  EXPECT_EQ(read_file(folder()).error().message,
            folder().string() + ": cannot be read: Is a directory");
}

TEST_F(File, ANewFileIsNotWrittenOverAnother) {
  ASSERT_TRUE(write_new_file(place(), "old"));
  EXPECT_EQ(write_new_file(place(), "new").error().message,
            place().string() + ": cannot be written: File exists");
  EXPECT_EQ(read_file(place()).value(), "old");
}

TEST_F(File, WritingIntoAFolderThatIsNotThereNamesTheFile) {
  const auto error = write_file(folder() / "absent" / "file", "x").error();
  EXPECT_EQ(error.kind, ErrorKind::environment);
  EXPECT_EQ(error.message, (folder() / "absent" / "file").string() +
                               ": cannot be written: No such file or directory");
}

TEST_F(File, AKillWhileWritingLeavesTheOldContentOrTheNew) {
  const std::string old(400'000, 'o'), fresh(500'000, 'n');
  bool was_old = false, was_new = false;
  ASSERT_TRUE(write_file(place(), old));
  for (int round = 0; round < 50; ++round) {
    run_and_kill(round, [&] {
      for (;;) (void)write_file(place(), fresh), (void)write_file(place(), old);
    });
    const std::string found = read_file(place()).value();
    ASSERT_TRUE(found == old || found == fresh) << "round " << round;
    (found == old ? was_old : was_new) = true;
  }
  EXPECT_TRUE(was_old && was_new);  // the kills fell on both sides
}

TEST_F(File, ThreadsThatWriteTheSameFileLeaveOneOfTheirTexts) {
  std::vector<std::jthread> threads;
  std::atomic<int> failures{0};
  for (char c = 'a'; c < 'e'; ++c)
    threads.emplace_back([&, c] {
      for (int i = 0; i < 20; ++i)
        if (!write_file(place(), std::string(100'000, c))) ++failures;
    });
  threads.clear();
  EXPECT_EQ(failures, 0);
  const std::string found = read_file(place()).value();
  EXPECT_EQ(found, std::string(100'000, found.at(0)));
  EXPECT_EQ(names(), std::vector<std::string>{"file"});
}

TEST_F(File, AFullDiskKeepsTheOldContentAndLeavesNothing) {
  ASSERT_TRUE(write_file(place(), "old"));
  const Error error = when_files_are_limited(
      [&] { return write_file(place(), std::string(1 << 20, 'x')); });
  EXPECT_EQ(error.kind, ErrorKind::environment);
  EXPECT_EQ(error.message, place().string() + ": cannot be written: File too large");
  EXPECT_EQ(read_file(place()).value(), "old");
  EXPECT_EQ(names(), std::vector<std::string>{"file"});
}

TEST_F(File, AReallyFullDiskIsNamedAsSuch) {
  const FullDisk disk(folder());
  if (!disk.mounted()) GTEST_SKIP() << "a small disk can only be mounted by root";
  const fs::path file = folder() / "file";
  ASSERT_TRUE(write_file(file, "old"));
  EXPECT_EQ(write_file(file, std::string(1 << 20, 'x')).error().message,
            file.string() + ": cannot be written: No space left on device");
  EXPECT_EQ(read_file(file).value(), "old");
  const auto error = write_folder(folder() / "new", [](const fs::path& fresh) {
                       return fill_with(fresh, std::string(1 << 20, 'x'));
                     }).error();
  EXPECT_EQ(error.message, (folder() / "new" / "one").string() +
                               ": cannot be written: No space left on device");
  EXPECT_EQ(names(), std::vector<std::string>{"file"});
}

TEST_F(File, AReadOnlyFolderIsNamed) {
  ASSERT_TRUE(write_file(place(), "old"));
  const Error error =
      when_read_only(folder(), [&] { return write_file(place(), "new"); });
  EXPECT_EQ(error.kind, ErrorKind::environment);
  EXPECT_EQ(error.message, place().string() + ": cannot be written: Permission denied");
  EXPECT_EQ(read_file(place()).value(), "old");
}

TEST_F(File, AFolderAppearsWholeOrNotAtAll) {
  const fs::path place = folder() / "new";
  ASSERT_TRUE(write_folder(place, [](const fs::path& fresh) -> Result<> {
    EXPECT_TRUE(fs::is_empty(fresh));
    return fill_with(fresh, "text");
  }));
  EXPECT_EQ(read_file(place / "below" / "two").value(), "text");

  const auto failed =
      write_folder(folder() / "other", [](const fs::path& fresh) -> Result<> {
        TRY(fill_with(fresh, "text"));
        return bad_input("{}: not good enough", (fresh / "one").string());
      });
  EXPECT_EQ(failed.error().message,
            (folder() / "other" / "one").string() + ": not good enough");
  EXPECT_EQ(names(), std::vector<std::string>{"new"});
}

TEST_F(File, AFolderThatExistsIsLeftAsItWas) {
  const fs::path place = folder() / "new/";
  ASSERT_TRUE(
      write_folder(place, [](const fs::path& fresh) { return fill_with(fresh, "a"); }));
  const auto again =
      write_folder(place, [](const fs::path& fresh) { return fill_with(fresh, "b"); });
  EXPECT_EQ(again.error().kind, ErrorKind::bad_input);
  EXPECT_EQ(again.error().message,
            (folder() / "new").string() +
                ": exists already; name another folder or remove it");
  EXPECT_EQ(read_file(place / "one").value(), "a");
}

TEST_F(File, AFolderMadeMeanwhileIsNotReplacedEvenWhenEmpty) {
  const fs::path place = folder() / "new";
  const auto result = write_folder(place, [&](const fs::path& fresh) -> Result<> {
    TRY(make_folder(place));
    return fill_with(fresh, "text");
  });
  EXPECT_EQ(result.error().message,
            place.string() + ": cannot be put in place: File exists");
  EXPECT_TRUE(fs::is_empty(place));
  EXPECT_EQ(names(), std::vector<std::string>{"new"});
}

TEST_F(File, AKillWhileWritingAFolderLeavesItAbsentOrWhole) {
  int made = 0;
  for (int round = 0; round < 50; ++round) {
    const fs::path place = folder() / std::to_string(round);
    run_and_kill(round, [&] {
      (void)write_folder(place, [](const fs::path& fresh) {
        return fill_with(fresh, std::string(200'000, 'x'));
      });
    });
    if (!fs::exists(place)) continue;
    ++made;
    EXPECT_EQ(read_file(place / "one").value(), std::string(200'000, 'x'));
    EXPECT_EQ(read_file(place / "below" / "two").value(), std::string(200'000, 'x'));
  }
  EXPECT_GT(made, 0);
}

TEST_F(File, MakingAFolderWhereAFileStandsNamesIt) {
  ASSERT_TRUE(write_file(place(), ""));
  EXPECT_TRUE(make_folder(folder() / "a" / "b" / "c"));
  EXPECT_TRUE(make_folder(folder() / "a" / "b" / "c"));
  EXPECT_EQ(
      make_folder(place() / "below").error().message,
      (place() / "below").string() + ": the folder cannot be made: Not a directory");
}

}  // namespace
}  // namespace credence
