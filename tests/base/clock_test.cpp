#include "base/clock.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace credence {

TEST(Clock, WritesInstantsAsIsoTextInUtc) {
  // date -u -d @1772357400 +%FT%TZ
  const Instant instant{std::chrono::milliseconds(1772357400'007)};
  EXPECT_EQ(format_instant(instant), "2026-03-01T09:30:00.007Z");
  EXPECT_EQ(format_instant(Instant{std::chrono::milliseconds(-1)}),
            "1969-12-31T23:59:59.999Z");
}

RC_GTEST_PROP(Clock, ReadsBackWhatItWrites, ()) {
  const auto last = 253402300799'999;   // 9999-12-31T23:59:59.999Z
  const auto first = -62135596800'000;  // 0001-01-01
  const Instant instant{
      std::chrono::milliseconds(*rc::gen::inRange<std::int64_t>(first, last))};
  RC_ASSERT(parse_instant(format_instant(instant)).value() == instant);
}

TEST(Clock, RefusesWhatIsNotExactlyAnInstant) {
  for (const char* text :
       {"", "2026-03-01", "2026-03-01T09:30:00Z", "2026-03-01 09:30:00.000Z",
        "2026-03-01T24:00:00.000Z", "2026-03-01T09:60:00.000Z",
        "2026-03-01T09:30:60.000Z", "2026-02-29T09:30:00.000Z",
        "2026-03-01T09:30:00.000+", "2026-03-01T-9:30:00.000Z"}) {
    const auto parsed = parse_instant(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().message,
              fmt::format("'{}' is not an instant; expected one like "
                          "2026-03-01T09:30:00.000Z",
                          text));
  }
}

TEST(Clock, TheSystemsClockIsWithinTheSystemsTime) {
  const auto before = std::chrono::system_clock::now() - std::chrono::milliseconds(1);
  const Instant now = system_clock()();
  EXPECT_GE(now, before);
  EXPECT_LE(now, std::chrono::system_clock::now());
}

}  // namespace credence
