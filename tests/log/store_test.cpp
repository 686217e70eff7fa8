#include "log/store.h"

#include <gtest/gtest.h>

#include "log/verification.h"
#include "sqlite/database.h"
#include "tests/base/hardship.h"
#include "tests/log/some_record.h"

namespace credence::log {
namespace {

class LogStore : public testing::Test {
 protected:
  std::filesystem::path path() const { return folder_.path() / "decisions.db"; }

  std::unique_ptr<Store> open(std::string_view chain = "one") const {
    auto store = open_sqlite_store(path(), chain, Durability::process);
    if (!store) ADD_FAILURE() << store.error().message;
    return std::move(*store);
  }

  // Appends records d-1, d-2, ... in transactions of two.
  static void fill(Store& store, int count, const std::string& prefix = "d-") {
    const std::string hash = store.keep_provenance(some_provenance()).value();
    std::vector<Draft> drafts;
    for (int i = 1; i <= count; ++i) {
      Record record = some_record(prefix + std::to_string(i));
      record.at += std::chrono::hours(i);
      record.refused = i % 2 == 0;
      drafts.push_back(draft_of(record, some_provenance(), hash, some_places(),
                                "salt" + std::to_string(i))
                           .value());
      if (drafts.size() < 2 && i < count) continue;
      const auto head = store.append(drafts);
      ASSERT_TRUE(head) << head.error().message;
      drafts.clear();
    }
  }

  void change(const std::string& sql) const {
    auto database = *sqlite::Database::file(path());
    const auto changed = database.execute(sql);
    ASSERT_TRUE(changed) << changed.error().message;
  }

  std::string first_break(std::span<const Head> known = {}) const {
    const auto store = *read_sqlite_store(path());
    const auto found = verify(*store, known);
    if (!found) return found.error().message;
    if (found->holds()) return "holds";
    return fmt::format("{} {} {}: {}", found->breaks[0].chain, found->breaks[0].number,
                       found->breaks[0].id, found->breaks[0].problem);
  }

  TemporaryFolder folder_;
};

}  // namespace

TEST_F(LogStore, GivesBackEveryRecordByItsId) {
  auto store = open();
  fill(*store, 5);
  const auto entry = store->find("d-3").value();
  ASSERT_TRUE(entry.has_value());
  EXPECT_EQ(entry->number, 3);
  EXPECT_EQ(entry->draft.application_id, "A 17");
  EXPECT_EQ(entry->draft.first_reason, "The amount is high");
  const auto provenance = store->provenance(entry->draft.provenance_hash).value();
  EXPECT_EQ(provenance, some_provenance());
  const Record record =
      record_of(entry->draft.open, entry->draft.protected_values, provenance).value();
  EXPECT_EQ(record.features, some_record().features);
  EXPECT_FALSE(store->find("d-6")->has_value());
}

TEST_F(LogStore, ContinuesItsChainWhenItIsOpenedAgain) {
  fill(*open(), 3);
  auto store = open();
  EXPECT_EQ(store->head()->number, 3);
  fill(*store, 2, "e-");
  EXPECT_EQ(store->head()->number, 5);
  EXPECT_EQ(first_break(), "holds");
}

TEST_F(LogStore, IsWrittenByOneProcessPerChain) {
  const auto first = open("one");
  const auto second = open_sqlite_store(path(), "one", Durability::process);
  ASSERT_FALSE(second.has_value());
  EXPECT_NE(second.error().message.find("another process writes to the chain 'one'"),
            std::string::npos);
  const auto other = open("two");
  fill(*first, 2);
  fill(*other, 3, "o-");
  EXPECT_EQ(first_break(), "holds");
  EXPECT_EQ(first->chains()->size(), 2u);
}

TEST_F(LogStore, ListsNewestFirstByWhatIsAsked) {
  auto store = open();
  fill(*store, 6);
  const auto ids = [&](const Filter& filter) {
    std::string text;
    const auto entries = store->list(filter).value();
    for (const Entry& entry : entries) text += entry.draft.id + " ";
    return text;
  };
  EXPECT_EQ(ids({}), "d-6 d-5 d-4 d-3 d-2 d-1 ");
  Filter filter;
  filter.refused = true;
  EXPECT_EQ(ids(filter), "d-6 d-4 d-2 ");
  filter.before_id = "d-4";
  filter.version_name = "v3";
  EXPECT_EQ(ids(filter), "d-2 ");
  filter = {};
  filter.from = some_record().at + std::chrono::hours(3);
  filter.until = some_record().at + std::chrono::hours(5);
  EXPECT_EQ(ids(filter), "d-4 d-3 ");
  filter = {};
  filter.most = 2;
  EXPECT_EQ(ids(filter), "d-6 d-5 ");
  filter.application_id = "someone else";
  EXPECT_EQ(ids(filter), "");
  filter = {};
  filter.kind = Kind::shadow;
  EXPECT_EQ(ids(filter), "");
}

TEST_F(LogStore, TakesAllOfATransactionOrNothing) {
  auto store = open();
  fill(*store, 2);
  const Head before = *store->head();
  const std::string hash = *store->keep_provenance(some_provenance());
  std::vector<Draft> drafts;
  for (const char* id : {"new", "d-1"})  // the second is there already
    drafts.push_back(
        *draft_of(some_record(id), some_provenance(), hash, some_places(), "s"));
  EXPECT_FALSE(store->append(drafts).has_value());
  EXPECT_EQ(*store->head(), before);
  EXPECT_FALSE(store->find("new")->has_value());
  drafts.pop_back();
  EXPECT_EQ(store->append(drafts)->number, 3);
  EXPECT_EQ(first_break(), "holds");
}

TEST_F(LogStore, ShowsEveryChangeThatSomeoneMakes) {
  const struct {
    const char *sql, *found;
  } cases[] = {
      {"UPDATE decisions SET open = CAST(substr(open, 1, 40) || x'7f' || "
       "substr(open, 42) AS BLOB) WHERE number = 4",
       "one 4 d-4: its bytes are not those that its hash was made of"},
      {"DELETE FROM decisions WHERE number = 3",
       "one 4 d-4: record 4 follows record 2: records are missing"},
      {"UPDATE decisions SET refused = 0 WHERE number = 2",
       "one 2 d-2: what listings show of it is not what its bytes say"},
      {"UPDATE decisions SET version = 'v9' WHERE number = 5",
       "one 5 d-5: what listings show of it is not what its bytes say"},
      {"UPDATE protected_values SET bytes = x'0001' WHERE decision = 2",
       "one 2 d-2: its protected values are not those that were written"},
      {"UPDATE provenances SET bytes = x'01'", nullptr},
      {"UPDATE decisions SET hash = x'00' WHERE number = 6",
       "one 6 d-6: its bytes are not those that its hash was made of"},
  };
  for (const auto& [sql, found] : cases) {
    std::filesystem::remove_all(folder_.path());
    std::filesystem::create_directories(folder_.path());
    fill(*open(), 6);
    ASSERT_EQ(first_break(), "holds");
    change(sql);
    if (found)
      EXPECT_EQ(first_break(), found);
    else
      EXPECT_TRUE(first_break().starts_with("one 1 d-1: the provenance "));
  }
}

TEST_F(LogStore, ShowsACutTailByAnExportedHead) {
  auto store = open();
  fill(*store, 4);
  const std::vector<Head> early = {*store->head()};
  fill(*store, 2, "e-");
  const std::vector<Head> late = {*store->head()};
  store.reset();
  EXPECT_EQ(first_break(early), "holds");
  EXPECT_EQ(first_break(late), "holds");
  change("DELETE FROM decisions WHERE number > 4");
  EXPECT_EQ(first_break(), "holds");  // which is why heads are exported
  EXPECT_EQ(first_break(early), "holds");
  EXPECT_EQ(first_break(late),
            "one 4 : the chain ends at record 4, but its exported head was record 6: "
            "its tail was cut");
  // Written anew up to the same length.
  store = open();
  fill(*store, 2, "f-");
  store.reset();
  EXPECT_EQ(first_break(late),
            "one 6 : its hash is not that of the exported head: the chain was written "
            "anew");
  EXPECT_EQ(first_break(std::vector<Head>{{"lost", 7, "aa"}}),
            "lost 7 : the chain of this exported head is not in the log");
}

TEST_F(LogStore, ErasesProtectedValuesWithoutBreakingTheChain) {
  auto store = open();
  fill(*store, 3);
  EXPECT_TRUE(store->erase_protected("d-2").value());
  EXPECT_FALSE(store->erase_protected("d-2").value());
  EXPECT_FALSE(store->erase_protected("nobody").value());
  const auto found = verify(*store, {}).value();
  EXPECT_TRUE(found.holds());
  EXPECT_EQ(found.records, 3);
  EXPECT_EQ(found.erased, 1);
  const auto entry = **store->find("d-2");
  EXPECT_EQ(entry.draft.protected_values, "");
  EXPECT_EQ(entry.draft.open.find("Female"), std::string::npos);
}

TEST_F(LogStore, ForgetsWhatIsOldAndStillVerifies) {
  auto store = open();
  fill(*store, 6);
  const std::vector<Head> head = {*store->head()};
  EXPECT_EQ(store->forget_before(some_record().at + std::chrono::hours(4)).value(), 3);
  EXPECT_FALSE(store->find("d-3")->has_value());
  EXPECT_TRUE(store->find("d-4")->has_value());
  EXPECT_EQ(first_break(head), "holds");
  EXPECT_EQ(store->forget_before(some_record().at + std::chrono::hours(4)).value(), 0);
  fill(*store, 1, "e-");
  EXPECT_EQ(store->forget_before(some_record().at + std::chrono::hours(99)).value(), 4);
  EXPECT_EQ(first_break(head), "holds");
  fill(*store, 2, "f-");
  EXPECT_EQ(store->head()->number, 9);
  EXPECT_EQ(first_break(head), "holds");
}

TEST_F(LogStore, ThatIsNotThereIsSaidToBeSo) {
  const auto store = read_sqlite_store(path());
  ASSERT_FALSE(store.has_value());
  EXPECT_EQ(store.error().message, path().string() + ": there is no such file");
}

}  // namespace credence::log
