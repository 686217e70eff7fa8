#include "base/json.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <nlohmann/json.hpp>

namespace credence {

TEST(JsonText, KeepsTheOrderOfKeysAndEndsWithANewline) {
  EXPECT_EQ(
      dump_json({{"zebra", 1}, {"ant", {{"b", 2}, {"a", nullptr}}}}),
      "{\n  \"zebra\": 1,\n  \"ant\": {\n    \"b\": 2,\n    \"a\": null\n  }\n}\n");
}

RC_GTEST_PROP(JsonText, GivesBackTheSame64BitsOfEveryReal, (std::uint64_t bits)) {
  const auto value = std::bit_cast<double>(bits);
  RC_PRE(std::isfinite(value));
  const Json read = parse_json(dump_json(Json(value)), "text").value();
  RC_ASSERT(std::bit_cast<std::uint64_t>(read.get<double>()) == bits);
}

TEST(JsonText, GivesBackTheEndsOfTheRangeOfReals) {
  for (const double value : {0.1, 5e-324, 2.2250738585072014e-308, -0.0,
                             1.7976931348623157e308, 9007199254740993.0}) {
    const Json read = parse_json(dump_json(Json(value)), "text").value();
    EXPECT_EQ(std::bit_cast<std::uint64_t>(read.get<double>()),
              std::bit_cast<std::uint64_t>(value))
        << value;
  }
}

TEST(JsonText, WritesBytesThatAreNotUtf8AsReplacementCharacters) {
  EXPECT_EQ(dump_json(Json("a\xff")), "\"a\xEF\xBF\xBD\"\n");
}

TEST(JsonText, RefusesWhatIsNotJsonAndNamesIt) {
  for (const char* text : {"", "{", "{\"a\": }", "[1, 2", "nul", "{} {}", "{'a': 1}"}) {
    const auto parsed = parse_json(text, "the request");
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().kind, ErrorKind::bad_input);
    EXPECT_TRUE(parsed.error().message.starts_with("the request: not valid JSON: "))
        << parsed.error().message;
  }
}

}  // namespace credence
