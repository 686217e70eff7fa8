// comparison_golden.h
// This component provides outcomes, scores and what other programs say of them, made by
// tests/oracle/comparison.py, to the tests of this room.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/json.h"
#include "metric/scored.h"

namespace credence::metric {

class ComparisonGolden : public testing::Test {
 protected:
  void SetUp() override {
    const auto text = read_file("tests/metric/golden/comparison.json");
    ASSERT_TRUE(text.has_value());
    golden_ = *parse_json(*text, "comparison.json");
    ASSERT_EQ(golden_["cases"].size(), 3u);
  }

  template <class Check>
  void each_case(Check check) {
    for (const Json& golden : golden_["cases"]) {
      SCOPED_TRACE(golden["name"].get<std::string>());
      check(golden, scored(golden, "first"), scored(golden, "second"));
    }
  }

  Json golden_;

 private:
  static Scored scored(const Json& golden, const char* scores) {
    return *Scored::from(golden["labels"].get<std::vector<std::int8_t>>(),
                         golden[scores].get<std::vector<double>>());
  }
};

}  // namespace credence::metric
