// writer.h
// This component provides `Writer`, the one thread that writes a decision log, to the
// server: many threads hand it drafts, and each is told when its own is durable.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "log/store.h"

namespace credence::log {

struct WriterOptions {
  std::size_t most_waiting = 10'000;  // drafts; more are refused at once
  std::size_t most_together = 512;    // drafts in one transaction
};

// What stands about the log for those who watch over it.
struct WriterState {
  Head head;
  std::size_t waiting = 0;
  std::string problem;  // empty, or why the last transaction failed
};

class Writer {
 public:
  // Called by the writer's thread once the draft is durable, or cannot be.
  using Done = std::function<void(Result<>)>;

  static Result<std::unique_ptr<Writer>> start(std::unique_ptr<Store> store,
                                               const WriterOptions& options);
  // Writes what is waiting, then ends.
  ~Writer();

  // From any thread; never waits for a disk. What arrives while a transaction is being
  // written goes together into the next, so that one flush serves many. `done` gets an
  // `environment` error when too much is waiting or the store fails; then nothing of
  // the draft is in the log, or it is there without anyone having been told so.
  void append(Draft draft, Done done);

  // Waits for the writer's thread: for the start and for new versions.
  Result<std::string> keep_provenance(const Provenance& provenance);

  WriterState state() const;

 private:
  struct Waiting {
    Draft draft;
    Done done;
  };
  struct Question {
    const Provenance* provenance;
    Result<std::string> answer;
    bool answered = false;
  };

  Writer(std::unique_ptr<Store> store, Head head, const WriterOptions& options);
  void run(std::stop_token stop);
  void write(std::vector<Waiting>& batch);

  std::unique_ptr<Store> store_;  // the thread's alone
  WriterOptions options_;
  mutable std::mutex mutex_;  // what follows
  std::condition_variable_any wake_, answered_;
  std::vector<Waiting> waiting_;
  Question* question_ = nullptr;
  Head head_;
  std::string problem_;
  std::jthread thread_;  // last, so that it ends first
};

}  // namespace credence::log
