#include "registry/registry.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "tests/base/hardship.h"
#include "tests/version/some_version.h"

namespace credence::registry {
namespace {

namespace fs = std::filesystem;
using version::some_circumstances;
using version::some_version;

class RegistryFolder : public testing::Test {
 protected:
  // A second passes with every look at the clock.
  Clock clock() {
    return [this] {
      now_ += std::chrono::seconds(1);
      return now_;
    };
  }
  Registry open() { return Registry::open(place(), clock()).value(); }
  Registry with_versions(int count) {
    Registry registry = open();
    for (int number = 1; number <= count; ++number)
      EXPECT_EQ(registry.add(some_version(number), some_circumstances()).value(),
                "v" + std::to_string(number));
    return registry;
  }
  fs::path place() const { return folder_.path() / "registry"; }
  fs::path file(const std::string& name) const { return place() / name; }

  TemporaryFolder folder_;
  Instant now_{};
};

std::string message_of(const Result<>& result) {
  return result ? "no error" : result.error().message;
}
template <class T>
std::string message_of(const Result<T>& result) {
  return result ? "no error" : result.error().message;
}
std::vector<std::string> names_of(const std::vector<Entry>& entries) {
  std::vector<std::string> names;
  for (const Entry& entry : entries) names.push_back(entry.name);
  return names;
}
using Names = std::vector<std::string>;

TEST_F(RegistryFolder, NumbersVersionsAndGivesThemBack) {
  Registry registry = with_versions(3);
  for (int number = 1; number <= 3; ++number) {
    const auto stored = registry.load("v" + std::to_string(number)).value();
    EXPECT_EQ(stored.artifact_hash, version::artifact_hash(some_version(number)));
  }
  const auto entries = registry.list().value();
  EXPECT_EQ(names_of(entries), (Names{"v1", "v2", "v3"}));
  EXPECT_EQ(entries[1].learner, "logistic");
  EXPECT_EQ(entries[1].threshold, 0.1 + 0.2);
  EXPECT_EQ(entries[1].facts["test"]["auc"], 0.81);
  EXPECT_EQ(entries[1].damage, "");
  EXPECT_EQ(entries[1].circumstances.seconds, 1.25);
  EXPECT_EQ(entries[1].artifact_hash, version::artifact_hash(some_version(2)));
}

TEST_F(RegistryFolder, ListsTheTenthVersionAfterTheNinth) {
  Registry registry = with_versions(10);
  EXPECT_EQ(registry.list().value().back().name, "v10");
}

TEST_F(RegistryFolder, IsTheSameAfterOpeningItAgain) {
  Registry first = with_versions(2);
  ASSERT_TRUE(first.promote("v2", "champion", "better"));
  const Registry second = open();
  EXPECT_EQ(names_of(second.list().value()), (Names{"v1", "v2"}));
  EXPECT_EQ(second.resolve("champion").value(), "v2");
  EXPECT_EQ(second.history().value().size(), 3u);
}

TEST_F(RegistryFolder, PromotesAndRollsBack) {
  Registry registry = with_versions(3);
  for (const char* version : {"v1", "v2", "v3"})
    ASSERT_TRUE(registry.promote(version, "champion", "because"));
  EXPECT_EQ(registry.load("champion")->artifact_hash,
            version::artifact_hash(some_version(3)));
  EXPECT_EQ(registry.list().value()[2].aliases, Names{"champion"});
  EXPECT_EQ(registry.rollback("champion", "worse").value(), "v2");
  EXPECT_EQ(registry.resolve("champion").value(), "v2");
  EXPECT_EQ(registry.rollback("champion", "worse").value(), "v1");
  EXPECT_EQ(message_of(registry.rollback("champion", "worse")),
            "'champion' points to v1, and no version before it is left to go back to");
  EXPECT_EQ(message_of(registry.rollback("nobody", "")), "'nobody': no such alias");

  const auto events = registry.history().value();
  ASSERT_EQ(events.size(), 8u);
  const Event& last = events.back();
  EXPECT_EQ(last.kind, "rolled back");
  EXPECT_EQ(last.version, "v1");
  EXPECT_EQ(last.previous, "v2");
  EXPECT_EQ(last.alias, "champion");
  EXPECT_EQ(last.reason, "worse");
  EXPECT_EQ(periods(events, "champion").size(), 5u);
}

TEST_F(RegistryFolder, PromotingWhatIsThereAlreadyChangesNothing) {
  Registry registry = with_versions(2);
  ASSERT_TRUE(registry.promote("v1", "champion", ""));
  ASSERT_TRUE(registry.promote("v1", "champion", "again"));
  ASSERT_TRUE(registry.promote("champion", "challenger", ""));  // an alias will do
  EXPECT_EQ(registry.resolve("challenger").value(), "v1");
  EXPECT_EQ(registry.history().value().size(), 4u);
}

TEST_F(RegistryFolder, RefusesAliasesThatCouldBeTakenForSomethingElse) {
  Registry registry = with_versions(1);
  for (const std::string& alias :
       {std::string(), std::string("v2"), std::string("Champion"), std::string("a b"),
        std::string("../x"), std::string("1st"), std::string(65, 'a')})
    EXPECT_EQ(message_of(registry.promote("v1", alias, "")),
              "'" + alias +
                  "' cannot be an alias; expected a small letter, then small letters, "
                  "digits, '_' or '-', at most 64, and not the name of a version");
}

TEST_F(RegistryFolder, NamesWhatThereIsWhenAskedForWhatThereIsNot) {
  Registry empty = open();
  EXPECT_EQ(message_of(empty.resolve("champion")),
            "'champion' is neither a version (v1, v2, ...) nor an alias; there is no "
            "alias yet");
  EXPECT_EQ(message_of(empty.load("v1")),
            "v1: no such version; the registry holds none yet");
  Registry registry = with_versions(2);
  ASSERT_TRUE(registry.promote("v1", "champion", ""));
  EXPECT_EQ(message_of(registry.load("v7")),
            "v7: no such version; the registry holds v1, v2");
  EXPECT_EQ(
      message_of(registry.resolve("champoin")),
      "'champoin' is neither a version (v1, v2, ...) nor an alias; aliases: champion");
}

TEST_F(RegistryFolder, KeepsTheLastNoteAndTheHistoryOfNotes) {
  Registry registry = with_versions(1);
  const std::string hash = registry.load("v1")->artifact_hash;
  ASSERT_TRUE(registry.note("v1", "looks good"));
  ASSERT_TRUE(registry.note("v1", "looks bad"));
  EXPECT_EQ(registry.load("v1")->circumstances.note, "looks bad");
  EXPECT_EQ(registry.list().value()[0].circumstances.note, "looks bad");
  EXPECT_EQ(registry.load("v1")->artifact_hash, hash);
  EXPECT_EQ(registry.history().value()[1].reason, "looks good");
}

TEST_F(RegistryFolder, DeletesButNeverWhatAnAliasPointsTo) {
  Registry registry = with_versions(3);
  ASSERT_TRUE(registry.promote("v3", "champion", ""));
  ASSERT_TRUE(registry.promote("v3", "challenger", ""));
  EXPECT_EQ(message_of(registry.remove("v3", "")),
            "v3: is challenger, champion; point the alias to another version before "
            "deleting it");
  ASSERT_TRUE(registry.remove("v2", "not needed"));
  EXPECT_EQ(names_of(registry.list().value()), (Names{"v1", "v3"}));
  EXPECT_FALSE(fs::exists(file("versions/v2")));
  EXPECT_EQ(message_of(registry.load("v2")),
            "v2: was deleted; the registry holds v1, v3");
  EXPECT_EQ(message_of(registry.remove("v2", "")),
            "v2: was deleted; the registry holds v1, v3");
}

TEST_F(RegistryFolder, NeverGivesANumberAgain) {
  Registry registry = with_versions(2);
  ASSERT_TRUE(registry.remove("v2", ""));
  ASSERT_TRUE(registry.remove("v1", ""));
  EXPECT_EQ(registry.add(some_version(), some_circumstances()).value(), "v3");
}

TEST_F(RegistryFolder, ShowsADamagedVersionAmongWholeOnesAndRefusesToUseIt) {
  Registry registry = with_versions(3);
  ASSERT_TRUE(registry.promote("v1", "champion", ""));
  ASSERT_TRUE(registry.promote("v2", "champion", ""));
  ASSERT_TRUE(registry.promote("v3", "champion", ""));
  const std::string model = file("versions/v2/model.json").string();
  ASSERT_TRUE(write_file(model, read_file(model).value() + " "));
  const auto entries = registry.list().value();
  EXPECT_EQ(names_of(entries), (Names{"v1", "v2", "v3"}));
  EXPECT_EQ(entries[0].damage, "");
  EXPECT_TRUE(entries[1].damage.starts_with(model + ": damaged: expected SHA-256 "))
      << entries[1].damage;
  EXPECT_EQ(message_of(registry.load("v2")), entries[1].damage);
  EXPECT_EQ(message_of(registry.promote("v2", "challenger", "")), entries[1].damage);
  EXPECT_EQ(message_of(registry.rollback("champion", "")), entries[1].damage);
  EXPECT_TRUE(registry.load("v1"));
  // Once it is deleted, rolling back passes over it.
  ASSERT_TRUE(registry.remove("v2", "damaged"));
  EXPECT_EQ(registry.rollback("champion", "").value(), "v1");
}

TEST_F(RegistryFolder, ShowsAVersionWhoseFolderIsGone) {
  Registry registry = with_versions(2);
  fs::remove_all(file("versions/v1"));
  const auto entries = registry.list().value();
  EXPECT_EQ(names_of(entries), (Names{"v1", "v2"}));
  EXPECT_EQ(entries[0].damage,
            file("versions/v1").string() + ": there is no version here");
  EXPECT_EQ(registry.add(some_version(), some_circumstances()).value(), "v3");
}

TEST_F(RegistryFolder, RefusesADamagedHistoryByLine) {
  Registry registry = with_versions(2);
  ASSERT_TRUE(registry.promote("v1", "champion", ""));
  std::string text = read_file(file("history.jsonl")).value();
  text.replace(text.rfind("\"v1\""), 4, "\"v2\"");
  ASSERT_TRUE(write_file(file("history.jsonl"), text));
  EXPECT_TRUE(message_of(registry.load("champion"))
                  .starts_with(file("history.jsonl").string() +
                               ", line 3: damaged: expected SHA-256 "));
  EXPECT_FALSE(Registry::open(place(), clock()));
}

TEST_F(RegistryFolder, RefusesToGoOnWithoutItsHistoryButTakesVersionsUpWhenTold) {
  Registry registry = with_versions(2);
  fs::remove(file("history.jsonl"));
  EXPECT_EQ(
      message_of(registry.list()),
      file("history.jsonl").string() +
          ": missing, though there are versions; restore it from a copy, or make an "
          "empty file there to take them up without their history");
  EXPECT_FALSE(registry.add(some_version(), some_circumstances()));
  ASSERT_TRUE(write_file(file("history.jsonl"), ""));
  EXPECT_EQ(names_of(open().list().value()), (Names{"v1", "v2"}));
  EXPECT_EQ(registry.add(some_version(), some_circumstances()).value(), "v3");
  EXPECT_EQ(registry.history().value().size(), 3u);
}

TEST_F(RegistryFolder, ClearsAwayWhatAKilledWriterLeft) {
  {
    Registry registry = with_versions(1);
  }
  ASSERT_TRUE(make_folder(file("versions/.v2.4711.new")));
  ASSERT_TRUE(write_file(file("versions/.v2.4711.new/model.json"), "{"));
  ASSERT_TRUE(write_file(file(".history.jsonl.4711.new"), "{"));
  ASSERT_TRUE(write_file(file("versions/README"), "a stranger's file stays"));
  EXPECT_EQ(names_of(open().list().value()), Names{"v1"});
  EXPECT_EQ(names_in(file("versions")), (Names{"README", "v1"}));
  EXPECT_EQ(names_in(place()), (Names{"history.jsonl", "lock", "versions"}));
}

TEST_F(RegistryFolder, TakesUpAVersionWhoseWriterWasKilledBeforeItsEntry) {
  {
    Registry registry = with_versions(2);
    std::string text = read_file(file("history.jsonl")).value();
    ASSERT_TRUE(write_file(file("history.jsonl"), text.substr(0, text.find('\n') + 1)));
    EXPECT_EQ(names_of(registry.list().value()), (Names{"v1", "v2"}));
    EXPECT_TRUE(registry.load("v2"));
  }
  const Registry registry = open();
  const auto events = registry.history().value();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[1].version, "v2");
  EXPECT_EQ(events[1].reason, "its entry was missing after an interrupted write");
}

TEST_F(RegistryFolder, FinishesADeletionWhoseWriterWasKilledBeforeRemovingTheFolder) {
  Registry registry = with_versions(2);
  fs::copy(file("versions/v1"), folder_.path() / "kept");
  ASSERT_TRUE(registry.remove("v1", ""));
  fs::copy(folder_.path() / "kept", file("versions/v1"));
  EXPECT_EQ(names_of(registry.list().value()), Names{"v2"});
  (void)open();
  EXPECT_EQ(names_in(file("versions")), Names{"v2"});
}

TEST_F(RegistryFolder, CannotBeAFile) {
  ASSERT_TRUE(write_file(place(), ""));
  EXPECT_EQ(message_of(Registry::open(place(), clock())),
            place().string() + ": not a folder; a registry is one");
}

}  // namespace
}  // namespace credence::registry
