#include "log/writer.h"

#include <gtest/gtest.h>

#include <future>

#include "log/checkpointer.h"
#include "log/verification.h"
#include "tests/base/hardship.h"
#include "tests/log/some_record.h"

namespace credence::log {
namespace {

// A store that keeps nothing but counts, and fails when told to.
class CountingStore final : public Store {
 public:
  struct Seen {
    std::mutex mutex;
    std::vector<std::size_t> batches;
    bool fails = false;
    std::optional<std::future<void>> gate;  // held before the first transaction
  };
  explicit CountingStore(Seen& seen) : seen_(seen) {}

  Result<Head> head() override { return head_; }
  Result<std::string> keep_provenance(const Provenance&) override { return "p"; }
  Result<Head> append(std::span<const Draft> drafts) override {
    if (seen_.gate) seen_.gate->wait();
    const std::lock_guard lock(seen_.mutex);
    if (seen_.fails) return environment("disk full");
    seen_.batches.push_back(drafts.size());
    head_.number += static_cast<std::int64_t>(drafts.size());
    return head_;
  }
  Result<std::optional<Entry>> find(std::string_view) override { return std::nullopt; }
  Result<std::vector<Entry>> list(const Filter&) override { return {}; }
  Result<Provenance> provenance(std::string_view) override { return Provenance{}; }
  Result<std::vector<Extent>> chains() override { return {}; }
  Result<> scan(std::string_view,
                const std::function<Result<>(const Entry&)>&) override {
    return {};
  }
  Result<bool> erase_protected(std::string_view) override { return false; }
  Result<std::int64_t> forget_before(Instant) override { return 0; }

 private:
  Seen& seen_;
  Head head_{"one", 0, ""};
};

Draft some_draft(const std::string& id, const std::string& hash) {
  return *draft_of(some_record(id), some_provenance(), hash, some_places(), "salt");
}

}  // namespace

TEST(LogWriter, WritesTogetherWhatArrivesDuringATransaction) {
  CountingStore::Seen seen;
  std::promise<void> gate;
  seen.gate = gate.get_future();
  std::atomic<int> done = 0;
  {
    auto writer = *Writer::start(std::make_unique<CountingStore>(seen), {});
    for (int i = 0; i < 10; ++i)
      writer->append({}, [&](Result<> result) { done += result ? 1 : 0; });
    gate.set_value();
  }  // writes what is waiting
  EXPECT_EQ(done, 10);
  std::size_t sum = 0;
  for (const std::size_t batch : seen.batches) sum += batch;
  EXPECT_EQ(sum, 10u);
  EXPECT_LE(seen.batches.size(), 2u);  // the first may have begun before the others
}

TEST(LogWriter, RefusesAtOnceWhenTooMuchIsWaiting) {
  CountingStore::Seen seen;
  std::promise<void> gate;
  seen.gate = gate.get_future();
  std::vector<std::string> refused;
  {
    auto writer = *Writer::start(std::make_unique<CountingStore>(seen), {2, 1});
    for (int i = 0; i < 5; ++i)
      writer->append({}, [&](Result<> result) {
        if (!result) refused.push_back(result.error().message);
      });
    // Two wait, and the thread holds one at most.
    EXPECT_GE(refused.size(), 2u);
    EXPECT_EQ(refused[0], "2 decisions wait for the decision log already; try again");
    gate.set_value();
  }
}

TEST(LogWriter, TellsEveryoneOfAFailureAndRecovers) {
  CountingStore::Seen seen;
  seen.fails = true;
  auto writer = *Writer::start(std::make_unique<CountingStore>(seen), {});
  const auto append = [&] {
    std::promise<std::string> said;
    writer->append({}, [&](Result<> result) {
      said.set_value(result ? "durable" : result.error().message);
    });
    return said.get_future().get();
  };
  EXPECT_EQ(append(), "the decision log cannot be written: disk full");
  EXPECT_EQ(writer->state().problem, "disk full");
  {
    const std::lock_guard lock(seen.mutex);
    seen.fails = false;
  }
  EXPECT_EQ(append(), "durable");
  EXPECT_EQ(writer->state().problem, "");
  EXPECT_EQ(writer->state().head.number, 1);
}

TEST(LogWriter, KeepsEveryAcknowledgedDecisionOfManyThreads) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "decisions.db";
  constexpr int threads = 4, each = 200;
  {
    auto writer =
        *Writer::start(*open_sqlite_store(path, "one", Durability::process), {});
    const auto checkpointer = *Checkpointer::start(path, std::chrono::milliseconds(1));
    std::atomic<int> acknowledged = 0;
    std::vector<std::jthread> clients;
    for (int t = 0; t < threads; ++t)
      clients.emplace_back([&, t] {
        const std::string hash = writer->keep_provenance(some_provenance()).value();
        for (int i = 0; i < each; ++i)
          writer->append(some_draft(fmt::format("{}-{}", t, i), hash),
                         [&](Result<> result) { acknowledged += result ? 1 : 0; });
      });
    clients.clear();
    writer.reset();
    EXPECT_EQ(acknowledged, threads * each);
  }
  const auto found = verify(**read_sqlite_store(path), {});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_TRUE(found->holds());
  EXPECT_EQ(found->records, threads * each);
}

}  // namespace credence::log
