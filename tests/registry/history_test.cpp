#include "registry/history.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace credence::registry {
namespace {

const std::vector<Event> events = {
    {Instant(std::chrono::milliseconds(0)), "registered", "v1", "", "", ""},
    {Instant(std::chrono::milliseconds(1)), "promoted", "v1", "champion", "", "first"},
    {Instant(std::chrono::milliseconds(2)), "noted", "v1", "", "",
     "two\nlines, \"q\" é"},
    {Instant(std::chrono::milliseconds(3)), "registered", "v2", "", "", ""},
    {Instant(std::chrono::milliseconds(4)), "promoted", "v2", "champion", "v1", ""},
    {Instant(std::chrono::milliseconds(5)), "rolled back", "v1", "champion", "v2",
     "bad"},
    {Instant(std::chrono::milliseconds(6)), "deleted", "v2", "", "", ""},
};

TEST(History, GivesBackTheEventsWritten) {
  const auto read = parse_history(history_text(events), "history.jsonl").value();
  ASSERT_EQ(read.size(), events.size());
  for (std::size_t i = 0; i < read.size(); ++i) {
    EXPECT_EQ(read[i].at, events[i].at);
    EXPECT_EQ(read[i].kind, events[i].kind);
    EXPECT_EQ(read[i].version, events[i].version);
    EXPECT_EQ(read[i].alias, events[i].alias);
    EXPECT_EQ(read[i].previous, events[i].previous);
    EXPECT_EQ(read[i].reason, events[i].reason);
  }
  EXPECT_TRUE(parse_history("", "history.jsonl").value().empty());
}

TEST(History, GrowsAtItsEndAndKeepsWhatItHeld) {
  const std::string whole = history_text(events);
  for (std::size_t n = 0; n <= events.size(); ++n) {
    const std::string part = history_text(std::span(events).first(n));
    EXPECT_TRUE(whole.starts_with(part));
    EXPECT_EQ(std::ranges::count(part, '\n'), std::ptrdiff_t(n));
  }
}

RC_GTEST_PROP(History, RefusesEveryChangedByte, ()) {
  const std::string right = history_text(events);
  std::string wrong = right;
  char& byte = wrong[*rc::gen::inRange<std::size_t>(0, right.size() - 1)];
  byte = static_cast<char>(byte ^ (1 << *rc::gen::inRange(0, 8)));
  const auto read = parse_history(wrong, "history.jsonl");
  // A changed blank between tokens changes nothing; there is none in these lines.
  RC_ASSERT(!read.has_value());
  RC_ASSERT(read.error().message.starts_with("history.jsonl, line "));
}

TEST(History, RefusesALineTakenOutOrPutElsewhere) {
  const std::string text = history_text(events);
  const std::size_t second = text.find('\n') + 1, third = text.find('\n', second) + 1;
  const std::string first_line = text.substr(0, second);
  const std::string second_line = text.substr(second, third - second);
  const std::string rest = text.substr(third);
  for (const std::string& wrong :
       {second_line + rest, first_line + rest, second_line + first_line + rest,
        first_line + second_line + second_line + rest})
    EXPECT_FALSE(parse_history(wrong, "history.jsonl")) << wrong;
}

TEST(History, NamesTheLineAndWhatIsWrongWithIt) {
  std::string text = history_text(events);
  text.replace(text.find("champion"), 8, "champian");
  const std::string message = parse_history(text, "history.jsonl").error().message;
  EXPECT_TRUE(message.starts_with("history.jsonl, line 2: damaged: expected SHA-256 "))
      << message;
  EXPECT_TRUE(message.ends_with("; restore the file from a copy")) << message;
  EXPECT_EQ(
      parse_history("[]\n", "history.jsonl").error().message,
      "history.jsonl, line 1: damaged: it is not a JSON object; restore the file from "
      "a copy");
  EXPECT_EQ(parse_history("{}\n", "history.jsonl").error().message,
            "history.jsonl, line 1: key 'hash' is missing or not a text");
}

TEST(History, RefusesKindsThatItDoesNotKnow) {
  const std::string text =
      history_text(std::vector<Event>{{Instant{}, "renamed", "v1", "", "", ""}});
  EXPECT_EQ(parse_history(text, "history.jsonl").error().message,
            "history.jsonl, line 1: unknown kind 'renamed'");
}

}  // namespace
}  // namespace credence::registry
