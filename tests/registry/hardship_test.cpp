// Registries whose writers are killed, compete, or may not write.
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "base/file.h"
#include "base/file_lock.h"
#include "registry/registry.h"
#include "tests/base/hardship.h"
#include "tests/version/some_version.h"

namespace credence::registry {
namespace {

namespace fs = std::filesystem;
using version::some_circumstances;
using version::some_version;

class RegistryUnderHardship : public testing::Test {
 protected:
  Registry open() const { return Registry::open(place(), system_clock()).value(); }
  fs::path place() const { return folder_.path() / "registry"; }
  void allow_everyone() const {
    for (const auto& entry : fs::recursive_directory_iterator(place()))
      fs::permissions(entry.path(), fs::perms::others_read | fs::perms::others_exec,
                      fs::perm_options::add);
  }
  TemporaryFolder folder_;
};

// Every listed version is whole, the history parses and knows them all, aliases point
// to listed versions, numbers never repeat, and nothing else lies about.
void expect_sound(const Registry& registry, const fs::path& place) {
  const auto entries = registry.list();
  ASSERT_TRUE(entries) << entries.error().message;
  std::set<std::string> listed;
  for (const Entry& entry : *entries) {
    EXPECT_EQ(entry.damage, "");
    listed.insert(entry.name);
  }
  const auto events = registry.history();
  ASSERT_TRUE(events) << events.error().message;
  std::multiset<std::string> registered;
  for (const Event& event : *events)
    if (event.kind == "registered") registered.insert(event.version);
  for (const std::string& name : listed) EXPECT_EQ(registered.count(name), 1u) << name;
  for (const std::string& name : registered)
    EXPECT_EQ(registered.count(name), 1u) << name;
  if (!periods(*events, "champion").empty()) {
    EXPECT_TRUE(listed.contains(registry.resolve("champion").value()));
  }
  for (const std::string& name : names_in(place / "versions"))
    EXPECT_TRUE(listed.contains(name)) << name;
  EXPECT_EQ(names_in(place),
            (std::vector<std::string>{"history.jsonl", "lock", "versions"}));
}

TEST_F(RegistryUnderHardship, SurvivesKillsAtAnyMoment) {
  const auto version = some_version();
  std::size_t most = 0;
  int left_unfinished = 0;
  // On a busy machine more kills than usual fall between two writes.
  for (int round = 0; round < 50 || (left_unfinished == 0 && round < 500); ++round) {
    const auto work = [&] {
      auto registry = Registry::open(place(), system_clock());
      for (;;) {
        const auto name = registry->add(version, some_circumstances());
        if (!name) continue;
        (void)registry->promote(*name, "champion", "");
        (void)registry->note(*name, "a note");
        (void)registry->rollback("champion", "");
        (void)registry->remove(*name, "");
      }
    };
    run_and_kill(round, work, 60);
    if (!fs::exists(place() / "versions")) continue;
    for (const fs::path& where : {place(), place() / "versions"})
      for (const std::string& name : names_in(where)) left_unfinished += name[0] == '.';
    const std::size_t before = [&] {  // a reader sees a sound state before any repair
      const auto text = read_file(place() / "history.jsonl");
      return text ? parse_history(*text, "history").value().size() : 0;
    }();
    EXPECT_GE(before, most);  // nothing that was there is lost
    const Registry registry = open();
    expect_sound(registry, place());
    most = registry.history()->size();
  }
  const auto entries = open().list().value();
  for (const Entry& entry : entries) EXPECT_TRUE(open().load(entry.name));
  EXPECT_GT(most, 0u);
  EXPECT_GT(left_unfinished, 0);  // some kills did fall in the middle of a write
}

TEST_F(RegistryUnderHardship, LosesNoVersionOfConcurrentProcesses) {
  constexpr int processes = 4, each = 5;
  std::vector<pid_t> children;
  for (int p = 0; p < processes; ++p) {
    const pid_t child = ::fork();
    if (child == 0) {
      int failures = 0;
      for (int i = 0; i < each; ++i) {
        auto registry = Registry::open(place(), system_clock());
        if (!registry ||
            !registry->add(some_version(1 + p * each + i), some_circumstances()))
          ++failures;
      }
      ::_exit(failures);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  const Registry registry = open();
  expect_sound(registry, place());
  std::set<std::string> found, expected;
  const auto entries = registry.list().value();
  for (const Entry& entry : entries) found.insert(entry.artifact_hash);
  for (int number = 1; number <= processes * each; ++number)
    expected.insert(version::artifact_hash(some_version(number)));
  EXPECT_EQ(found, expected);
}

TEST_F(RegistryUnderHardship, LosesNoVersionOfConcurrentThreadsAndReadersSeeWholeOnes) {
  const auto version = some_version();
  Registry shared = open();
  std::atomic<int> failures{0};
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 3; ++t)
      threads.emplace_back([&] {
        for (int i = 0; i < 5; ++i) {
          const auto name = shared.add(version, some_circumstances());
          if (!name || !shared.promote(*name, "champion", "")) ++failures;
          if (i % 2 == 0 && name)
            (void)shared.remove(*name, "");  // refused if champion
        }
      });
    threads.emplace_back([&] {
      for (int i = 0; i < 30; ++i) {
        const auto entries = shared.list();
        if (!entries) {
          ++failures;
          continue;
        }
        for (const Entry& entry : *entries) failures += !entry.damage.empty();
      }
    });
  }
  // A version may be gone before it is promoted only by its own thread: none fails.
  EXPECT_EQ(failures, 0);
  expect_sound(open(), place());
}

TEST_F(RegistryUnderHardship, CanBeReadWhereNothingMayBeWritten) {
  {
    Registry registry = open();
    ASSERT_TRUE(registry.add(some_version(), some_circumstances()));
    ASSERT_TRUE(registry.promote("v1", "champion", ""));
  }
  allow_everyone();
  const Error reading = when_read_only(place(), [&]() -> Result<> {
    const Registry registry = TRY(Registry::open(place(), system_clock()));
    const auto stored = TRY(registry.load("champion"));
    const auto entries = TRY(registry.list());
    if (entries.size() != 1 || !entries[0].damage.empty())
      return bad_input("not whole");
    return {};
  });
  EXPECT_EQ(reading.message, "no error");
  const Error writing = when_read_only(place(), [&]() -> Result<> {
    Registry registry = TRY(Registry::open(place(), system_clock()));
    TRY(registry.add(some_version(), some_circumstances()));
    return {};
  });
  EXPECT_EQ(writing.kind, ErrorKind::environment);
  EXPECT_EQ(writing.message, (place() / "lock").string() +
                                 ": cannot be opened for writing: Permission denied");
}

TEST_F(RegistryUnderHardship, CannotBeMadeWhereNothingMayBeWritten) {
  const Error error = when_read_only(folder_.path(), [&]() -> Result<> {
    TRY(Registry::open(place(), system_clock()));
    return {};
  });
  EXPECT_EQ(error.kind, ErrorKind::environment);
  EXPECT_EQ(error.message, (place() / "versions").string() +
                               ": the folder cannot be made: Permission denied");
}

TEST_F(RegistryUnderHardship, KeepsWhatItHasOnAFullDisk) {
  Registry registry = open();
  ASSERT_TRUE(registry.add(some_version(), some_circumstances()));
  version::Version large = some_version();
  large.native = std::string(1 << 20, 'x');
  const Error error = when_files_are_limited([&]() -> Result<> {
    TRY(registry.add(large, some_circumstances()));
    return {};
  });
  EXPECT_EQ(error.kind, ErrorKind::environment);
  EXPECT_EQ(error.message, (place() / "versions" / "v2" / "native.txt").string() +
                               ": cannot be written: File too large");
  EXPECT_EQ(names_in(place() / "versions"), std::vector<std::string>{"v1"});
  expect_sound(registry, place());
  EXPECT_EQ(registry.add(some_version(), some_circumstances()).value(), "v2");
}

TEST_F(RegistryUnderHardship, TakesBackAVersionWhoseEntryDidNotFitOnTheDisk) {
  const FullDisk disk(folder_.path());
  if (!disk.mounted()) GTEST_SKIP() << "a small disk can only be mounted by root";
  Registry registry = open();
  // Ever more versions until the disk of 256 KiB is full.
  Result<std::string> last = std::string();
  std::size_t count = 0;
  for (; last && count < 50; ++count)
    last = registry.add(some_version(), some_circumstances());
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().kind, ErrorKind::environment);
  EXPECT_TRUE(last.error().message.ends_with(": No space left on device"))
      << last.error().message;
  expect_sound(registry, place());
  EXPECT_EQ(registry.list()->size(), count - 1);
}

TEST_F(RegistryUnderHardship, ALockIsFreeOnceItsHolderIsKilled) {
  (void)open();
  const fs::path file = place() / "lock";
  run_and_kill(1, [&] {
    const auto held = FileLock::for_writing(file);
    ::pause();
  });
  EXPECT_TRUE(FileLock::try_for_writing(file));
}

TEST_F(RegistryUnderHardship, WritersExcludeEachOtherAndReaders) {
  (void)open();
  const fs::path file = place() / "lock";
  {
    const auto held = FileLock::for_writing(file);
    EXPECT_FALSE(FileLock::try_for_writing(file));
  }
  {
    const auto one = FileLock::for_reading(file), other = FileLock::for_reading(file);
    EXPECT_TRUE(one && other);
    EXPECT_FALSE(FileLock::try_for_writing(file));
  }
  EXPECT_TRUE(FileLock::try_for_writing(file));
}

}  // namespace
}  // namespace credence::registry
