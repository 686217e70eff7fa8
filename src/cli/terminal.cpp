#include "cli/terminal.h"

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "report/amount.h"

namespace credence::cli {
namespace {

using std::chrono::duration;
using std::chrono::milliseconds;

std::string time_text(double seconds) {
  const auto s = static_cast<long>(seconds + 0.5);
  return s < 60 ? fmt::format("{} s", s) : fmt::format("{}:{:02} min", s / 60, s % 60);
}

std::size_t columns_of(std::FILE* terminal) {
  winsize size{};
  const bool known = ::ioctl(::fileno(terminal), TIOCGWINSZ, &size) == 0;
  return known && size.ws_col > 1 ? size.ws_col : 80;
}

// A line longer than the terminal would wrap and could not be taken back.
std::string shortened(const std::string& line, std::size_t columns) {
  std::size_t place = 0, taken = 0;
  for (; place < line.size(); ++place) {
    const bool starts = (static_cast<unsigned char>(line[place]) & 0xC0) != 0x80;
    if (starts && taken++ == columns) break;
  }
  return line.substr(0, place);
}

}  // namespace

Terminal::Terminal(std::FILE* out, std::FILE* err, std::function<Time()> now)
    : out_(out),
      err_(err),
      out_is_terminal_(::isatty(::fileno(out)) != 0),
      err_is_terminal_(::isatty(::fileno(err)) != 0),
      now_(std::move(now)) {}

void Terminal::print(std::string_view text) {
  const std::lock_guard lock(mutex_);
  clear();
  if (std::fwrite(text.data(), 1, text.size(), out_) != text.size() ||
      std::fflush(out_) != 0)
    print_fault_ = std::strerror(errno);
}

std::string Terminal::print_fault() {
  const std::lock_guard lock(mutex_);
  return print_fault_;
}

void Terminal::say(std::string_view text) {
  const std::lock_guard lock(mutex_);
  clear();
  write_error(fmt::format("{}\n", text));
}

void Terminal::error(std::string_view text) {
  const std::lock_guard lock(mutex_);
  clear();
  write_error(fmt::format("credence: error: {}\n", text));
}

void Terminal::begin(std::string_view what, std::size_t total) {
  const std::lock_guard lock(mutex_);
  clear();
  what_ = what;
  note_.clear();
  total_ = total;
  done_ = 0;
  begun_ = drawn_ = now_();
  running_ = true;
  if (!err_is_terminal_ || redrawing_.joinable()) return;
  redrawing_ = std::jthread([this](std::stop_token stop) {
    std::unique_lock waiting(mutex_);
    while (!ended_.wait_for(waiting, stop, milliseconds(250),
                            [&] { return stop.stop_requested(); }))
      draw_if_due();
  });
}

void Terminal::advance(std::size_t steps, std::string_view note) {
  const std::lock_guard lock(mutex_);
  done_ += steps;
  if (!note.empty()) note_ = note;
  draw_if_due();
}

void Terminal::draw_if_due() {
  const Time now = now_();
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
  const double spent = duration<double>(now_() - begun_).count();
  std::string line = what_;
  if (total_ > 1) {
    const auto full = static_cast<std::size_t>(share * width);
    line += " ";
    for (std::size_t i = 0; i < width; ++i) line += i < full ? "━" : "─";
    line += fmt::format(" {}/{}", report::grouped(static_cast<std::int64_t>(done_)),
                        report::grouped(static_cast<std::int64_t>(total_)));
  }
  line += share > 0.02 && total_ > 1
              ? fmt::format(", {} left", time_text(spent * (1 - share) / share))
              : fmt::format(", {}", time_text(spent));
  if (!note_.empty()) line += "  " + note_;
  write_error("\r\033[K" + shortened(line, columns_of(err_) - 1));
  on_screen_ = true;
}

void Terminal::write_error(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), err_);
  std::fflush(err_);
}

void Terminal::clear() {
  if (!on_screen_) return;
  write_error("\r\033[K");
  on_screen_ = false;
}

}  // namespace credence::cli
