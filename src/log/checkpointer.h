// checkpointer.h
// This component provides `Checkpointer`, the thread that moves a SQLite log's new
// pages into its file, to the server, so that no decision waits for it.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <thread>

#include "base/result.h"

namespace credence::log {

class Checkpointer {
 public:
  static Result<std::unique_ptr<Checkpointer>> start(const std::filesystem::path& log,
                                                     std::chrono::milliseconds every);
  ~Checkpointer();

 private:
  struct State;
  explicit Checkpointer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
  std::jthread thread_;  // last, so that it ends first
};

}  // namespace credence::log
