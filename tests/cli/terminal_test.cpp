#include "cli/terminal.h"

#include <gtest/gtest.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <string>

namespace credence::cli {
namespace {

using std::chrono::milliseconds;

// A file that remembers what is written to it.
class Page {
 public:
  Page() : file_(std::tmpfile()) {}
  ~Page() { std::fclose(file_); }
  std::FILE* file() { return file_; }
  std::string text() {
    std::fflush(file_);
    std::string all(static_cast<std::size_t>(std::ftell(file_)), ' ');
    std::rewind(file_);
    EXPECT_EQ(std::fread(all.data(), 1, all.size(), file_), all.size());
    return all;
  }

 private:
  std::FILE* file_;
};

// A terminal of so many columns and what was written to it.
class Screen {
 public:
  explicit Screen(unsigned short columns) {
    winsize size{24, columns, 0, 0};
    if (::openpty(&control_, &terminal_, nullptr, nullptr, &size) == 0)
      file_ = ::fdopen(terminal_, "w");
  }
  ~Screen() {
    if (!file_) return;
    std::fclose(file_);
    ::close(control_);
  }
  bool is_open() const { return file_ != nullptr; }
  std::FILE* file() { return file_; }
  std::string text() {
    // What is written to a terminal arrives some time later: a last mark tells.
    constexpr char mark = '\x01';
    std::fflush(file_);
    EXPECT_EQ(::write(terminal_, &mark, 1), 1);
    std::string all;
    for (char next = 0; ::read(control_, &next, 1) == 1 && next != mark;) all += next;
    return all;
  }

 private:
  int control_ = -1, terminal_ = -1;
  std::FILE* file_ = nullptr;
};

// Small containers have no pseudo-terminals.
#define SKIP_WITHOUT(screen)                                                         \
  if (!screen.is_open())                                                             \
  GTEST_SKIP() << "no pseudo-terminal can be opened here, so what a terminal shows " \
                  "is not looked at"

// A clock that stands still until it is told otherwise.
struct Hands {
  std::shared_ptr<std::atomic<long>> milliseconds_past =
      std::make_shared<std::atomic<long>>(0);
  Terminal::Time operator()() const {
    return Terminal::Time(milliseconds(milliseconds_past->load()));
  }
};

TEST(Terminal, KeepsResultsAndNewsApart) {
  Page out, err;
  Terminal terminal(out.file(), err.file());
  terminal.print("{}\n");
  terminal.say("news");
  terminal.error("x.csv: is empty");
  EXPECT_EQ(out.text(), "{}\n");
  EXPECT_EQ(err.text(), "news\ncredence: error: x.csv: is empty\n");
  EXPECT_EQ(terminal.print_fault(), "");
}

TEST(Terminal, DrawsNothingIntoAFile) {
  Page out, err;
  Hands hands;
  Terminal terminal(out.file(), err.file(), hands);
  terminal.begin("Tuning", 10);
  *hands.milliseconds_past = 5000;
  terminal.advance(5, "");
  terminal.end();
  EXPECT_EQ(err.text() + out.text(), "");
}

TEST(Terminal, DrawsNoBarForWorkOfLessThanASecond) {
  Page out;
  Screen err(80);
  SKIP_WITHOUT(err);
  Hands hands;
  Terminal terminal(out.file(), err.file(), hands);
  terminal.begin("Tuning", 10);
  *hands.milliseconds_past = 999;
  terminal.advance(5, "");
  terminal.end();
  EXPECT_EQ(err.text(), "");
}

TEST(Terminal, ShowsHowFarLongWorkIsAndHowLongItWillTake) {
  Page out;
  Screen err(200);
  SKIP_WITHOUT(err);
  Hands hands;
  Terminal terminal(out.file(), err.file(), hands);
  terminal.begin("Tuning", 4000);
  *hands.milliseconds_past = 30'000;
  terminal.advance(1000, "best 0.81");
  *hands.milliseconds_past = 30'200;  // whoever has drawn before, draws again
  terminal.advance(0, "");
  const std::string seen = err.text();
  EXPECT_TRUE(
      seen.ends_with("\r\033[KTuning ━━━━━━────────────────── 1,000/4,000, 1:31 "
                     "min left  best 0.81"))
      << seen;
  terminal.print("result\n");  // not behind the bar
  EXPECT_EQ(err.text(), "\r\033[K");
  EXPECT_EQ(out.text(), "result\n");
}

TEST(Terminal, ShowsTheTimeOfWorkThatHasNoSteps) {
  Page out;
  Screen err(80);
  SKIP_WITHOUT(err);
  Hands hands;
  Terminal terminal(out.file(), err.file(), hands);
  terminal.begin("Loading books", 1);
  *hands.milliseconds_past = 7000;
  std::string seen;
  // Redrawn by itself: nothing advances.
  for (int i = 0; i < 200 && seen.empty(); ++i) {
    ::usleep(20'000);
    seen = err.text();
  }
  EXPECT_EQ(seen, "\r\033[KLoading books, 7 s");
  terminal.end();
}

TEST(Terminal, CutsABarToTheWidthOfTheTerminal) {
  Page out;
  Screen err(12);
  SKIP_WITHOUT(err);
  Hands hands;
  Terminal terminal(out.file(), err.file(), hands);
  terminal.begin("Tuning", 10);
  *hands.milliseconds_past = 2000;
  terminal.advance(5, "a note that does not fit");
  *hands.milliseconds_past = 2200;
  terminal.advance(0, "");
  const std::string seen = err.text();
  EXPECT_TRUE(seen.ends_with("\r\033[KTuning ━━━━")) << seen;
}

TEST(Terminal, RemembersAResultThatDidNotArrive) {
  std::FILE* full = std::fopen("/dev/full", "w");
  ASSERT_NE(full, nullptr);
  Page err;
  Terminal terminal(full, err.file());
  terminal.print("result");
  EXPECT_EQ(terminal.print_fault(), "No space left on device");
  std::fclose(full);
}

}  // namespace
}  // namespace credence::cli
