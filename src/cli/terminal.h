// terminal.h
// This component provides `Terminal`, what a person in front of the program sees:
// results on standard output; progress and errors on standard error.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "base/progress.h"

namespace credence::cli {

// Bars are drawn only where standard error is a terminal, and only for work that has
// lasted a second; a thread redraws them while no step ends.
class Terminal final : public Progress {
 public:
  using Time = std::chrono::steady_clock::time_point;

  Terminal(std::FILE* out, std::FILE* err,
           std::function<Time()> now = std::chrono::steady_clock::now);

  void print(std::string_view text);  // to standard output, as it is
  // Why something printed did not arrive (a closed pipe, a full disk); empty: all did.
  std::string print_fault();
  void say(std::string_view text);  // a line of news to standard error
  void error(std::string_view text);

  bool out_is_terminal() const { return out_is_terminal_; }

  void begin(std::string_view what, std::size_t total) override;
  void advance(std::size_t steps, std::string_view note) override;
  void end() override;

 private:
  void draw_if_due();
  void draw();
  void clear();
  // What does not arrive is lost: there is no further place to say so.
  void write_error(std::string_view text);

  std::FILE* out_;
  std::FILE* err_;
  bool out_is_terminal_, err_is_terminal_;
  std::function<Time()> now_;
  std::string print_fault_;
  std::mutex mutex_;
  std::string what_, note_;
  std::size_t total_ = 0, done_ = 0;
  Time begun_, drawn_;
  bool running_ = false, on_screen_ = false;
  std::condition_variable_any ended_;
  std::jthread redrawing_;  // last: it uses all of the above
};

}  // namespace credence::cli
