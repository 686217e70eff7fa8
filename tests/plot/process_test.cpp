#include "plot/process.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "tests/base/hardship.h"

namespace credence::plot {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const std::string shell = "/bin/sh";

TEST(FindProgram, LooksOnlyInFoldersNamedWhole) {
  const TemporaryFolder folder;
  const std::string path = folder.path().string();
  ASSERT_TRUE(write_file(folder.path() / "tool", "#!/bin/sh\n"));
  EXPECT_EQ(find_program("tool", path), std::nullopt);  // may not be run
  std::filesystem::permissions(folder.path() / "tool",
                               std::filesystem::perms::owner_all);
  EXPECT_EQ(find_program("tool", path), path + "/tool");
  EXPECT_EQ(find_program("tool", "/nowhere::" + path), path + "/tool");
  for (const char* nothing : {"", ":", ".", "relative:", "/nowhere"})
    EXPECT_EQ(find_program("tool", nothing), std::nullopt) << nothing;
  ASSERT_TRUE(make_folder(folder.path() / "folder"));
  EXPECT_EQ(find_program("folder", path), std::nullopt);
}

TEST(RunProgram, GivesInputAndTakesOutputErrorsAndStatus) {
  const auto done =
      run_program(shell, {"-c", "cat; echo oops >&2; exit 3"}, "in\0put", seconds(20));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->status, 3);
  EXPECT_EQ(done->output, "in");
  EXPECT_EQ(done->errors, "oops\n");
}

TEST(RunProgram, HoldsMoreThanAPipeDoes) {
  const std::string much(3'000'000, 'x');
  EXPECT_EQ(run_program(shell, {"-c", "cat"}, much, seconds(60)).value().output, much);
  EXPECT_EQ(run_program(shell, {"-c", "true"}, much, seconds(60)).value().output, "");
}

TEST(RunProgram, PassesArgumentsAsTheyAre) {
  const auto done = run_program(
      shell, {"-c", "printf %s \"$1\"", "sh", "$(id) 'x' \"y\" *"}, "", seconds(20));
  EXPECT_EQ(done.value().output, "$(id) 'x' \"y\" *");
}

TEST(RunProgram, KeepsItsEnvironmentToItself) {
  ::setenv("CREDENCE_SECRET", "mine", 1);
  const auto done =
      run_program(shell, {"-c", "echo \"[$CREDENCE_SECRET]$LC_ALL\""}, "", seconds(20));
  ::unsetenv("CREDENCE_SECRET");
  EXPECT_EQ(done.value().output, "[]C.UTF-8\n");
}

TEST(RunProgram, EndsWhatDoesNotEnd) {
  const auto done =
      run_program(shell, {"-c", "while :; do :; done"}, "", milliseconds(50));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::environment);
  EXPECT_EQ(done.error().message,
            "/bin/sh: has not ended after 0.05 seconds and was stopped");
}

TEST(RunProgram, TellsADeathFromAnEnd) {
  EXPECT_EQ(run_program(shell, {"-c", "kill -9 $$"}, "", seconds(20)).value().status,
            -1);
}

TEST(RunProgram, ThatIsNotThereFailsByName) {
  const auto done = run_program("/nowhere/tool", {}, "", seconds(1));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message,
            "/nowhere/tool: cannot be started: No such file or directory");
}

}  // namespace
}  // namespace credence::plot
