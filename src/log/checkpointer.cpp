#include "log/checkpointer.h"

#include <condition_variable>
#include <mutex>

#include "sqlite/database.h"

namespace credence::log {

struct Checkpointer::State {
  static constexpr std::int64_t most_pages = 16'384;  // of 4 KiB

  sqlite::Database database;
  std::chrono::milliseconds every;
  std::mutex mutex;
  std::condition_variable_any wake;

  // Passive: takes what no reader or writer holds, and makes nobody wait. Under steady
  // load the write-ahead log would never come to its end that way, and grow: once it is
  // long, the little that is left is moved with the writer waiting. A failure leaves
  // the pages where they are just as durable; the next round tries again.
  Result<> move_pages() {
    auto passive = TRY(database.prepare("PRAGMA wal_checkpoint(PASSIVE)"));
    if (!TRY(passive.step())) return {};
    const std::int64_t pages = passive.integer(1);
    passive.reset();
    if (pages < most_pages) return {};
    auto restart = TRY(database.prepare("PRAGMA wal_checkpoint(RESTART)"));
    return restart.run();
  }

  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
      wake.wait_for(lock, stop, every, [] { return false; });
      static_cast<void>(move_pages());
    }
  }
};

Checkpointer::Checkpointer(std::unique_ptr<State> state)
    : state_(std::move(state)),
      thread_(
          [state = state_.get()](const std::stop_token& stop) { state->run(stop); }) {}

Checkpointer::~Checkpointer() = default;

Result<std::unique_ptr<Checkpointer>> Checkpointer::start(
    const std::filesystem::path& log, std::chrono::milliseconds every) {
  auto database = TRY(sqlite::Database::file(log));
  // As the writer has it: a checkpoint must not flush less than it does.
  TRY(database.execute("PRAGMA synchronous = FULL"));
  auto state = std::make_unique<State>(std::move(database), every);
  return std::unique_ptr<Checkpointer>(new Checkpointer(std::move(state)));
}

}  // namespace credence::log
