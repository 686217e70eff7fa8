#include "cli/terminal.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>

namespace credence::cli {
namespace {

using std::chrono::duration;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::string time_text(double seconds) {
  const auto s = static_cast<long>(seconds + 0.5);
  return s < 60 ? fmt::format("{} s", s) : fmt::format("{}:{:02} min", s / 60, s % 60);
}

}  // namespace

Terminal::Terminal(std::FILE* out, std::FILE* err)
    : out_(out),
      err_(err),
      out_is_terminal_(::isatty(::fileno(out)) != 0),
      err_is_terminal_(::isatty(::fileno(err)) != 0) {}

void Terminal::print(std::string_view text) {
  const std::lock_guard lock(mutex_);
  clear();
  std::fwrite(text.data(), 1, text.size(), out_);
  std::fflush(out_);
}

void Terminal::say(std::string_view text) {
  const std::lock_guard lock(mutex_);
  clear();
  fmt::print(err_, "{}\n", text);
}

void Terminal::error(std::string_view text) {
  const std::lock_guard lock(mutex_);
  clear();
  fmt::print(err_, "credence: error: {}\n", text);
}

void Terminal::begin(std::string_view what, std::size_t total) {
  const std::lock_guard lock(mutex_);
  clear();
  what_ = what;
  note_.clear();
  total_ = total;
  done_ = 0;
  begun_ = drawn_ = steady_clock::now();
  running_ = true;
}

void Terminal::advance(std::size_t steps, std::string_view note) {
  const std::lock_guard lock(mutex_);
  done_ += steps;
  if (!note.empty()) note_ = note;
  const auto now = steady_clock::now();
  if (!err_is_terminal_ || !running_ || now - begun_ < milliseconds(1000) ||
      now - drawn_ < milliseconds(100))
    return;
  drawn_ = now;
  draw();
}

void Terminal::end() {
  const std::lock_guard lock(mutex_);
  clear();
  running_ = false;
}

void Terminal::draw() {
  constexpr std::size_t width = 24;
  const double share =
      total_ ? std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_))
             : 0;
  const auto full = static_cast<std::size_t>(share * width);
  std::string bar;
  for (std::size_t i = 0; i < width; ++i) bar += i < full ? "━" : "─";
  const double spent = duration<double>(steady_clock::now() - begun_).count();
  const std::string left =
      share > 0.02 ? fmt::format(", {} left", time_text(spent * (1 - share) / share))
                   : "";
  fmt::print(err_, "\r\033[K{} {} {}/{}{}{}{}", what_, bar, done_, total_, left,
             note_.empty() ? "" : "  ", note_);
  std::fflush(err_);
  on_screen_ = true;
}

void Terminal::clear() {
  if (!on_screen_) return;
  fmt::print(err_, "\r\033[K");
  std::fflush(err_);
  on_screen_ = false;
}

}  // namespace credence::cli
