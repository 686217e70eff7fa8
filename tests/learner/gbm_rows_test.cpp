// Which rows gradient boosting keeps apart and which it draws for a tree.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <numeric>

#include "learner/gbm_rows.h"
#include "tests/learner/gbm_oracle_rows.h"

namespace credence::learner {
namespace {

RowList all_rows(std::size_t count) {
  RowList rows(count);
  std::iota(rows.begin(), rows.end(), 0u);
  return rows;
}

TEST(GbmRows, AreDividedInFullWithTheSameShareOfBadOnes) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    const std::size_t rows = *rc::gen::inRange<std::size_t>(40, 300);
    const double fraction = *rc::gen::element(0.1, 0.25, 0.5);
    const LabelledRows data = random_rows(seed, rows, 1);
    const auto bad_in = [&](const RowList& list) {
      return std::ranges::count_if(list,
                                   [&](auto row) { return data.labels[row] == 1; });
    };
    Random random(seed);
    const auto division = divide_rows(data.labels, fraction, random);
    RC_PRE(division.has_value());
    RowList both = division->training;
    both.insert(both.end(), division->validation.begin(), division->validation.end());
    std::ranges::sort(both);
    RC_ASSERT(both == all_rows(rows));
    RC_ASSERT(std::ranges::is_sorted(division->training));
    RC_ASSERT(std::ranges::is_sorted(division->validation));
    const double kept = std::ceil(fraction * static_cast<double>(rows));
    RC_ASSERT(static_cast<double>(division->validation.size()) == kept);
    RC_ASSERT(std::abs(static_cast<double>(bad_in(division->validation)) -
                       kept * static_cast<double>(bad_in(all_rows(rows))) /
                           static_cast<double>(rows)) <= 0.5);
  }));
}

TEST(GbmRows, AreAllForTrainingWithoutEarlyStopping) {
  Random random(1);
  const auto division = divide_rows(std::vector<std::int8_t>{0, 1, 0}, 0, random);
  EXPECT_EQ(division->training, all_rows(3));
  EXPECT_TRUE(division->validation.empty());
}

TEST(GbmRows, CannotBeDividedWhenAPartWouldLackAClass) {
  Random random(1);
  std::vector<std::int8_t> labels(10, 1);
  labels[4] = 0;
  EXPECT_EQ(divide_rows(labels, 0.9, random).error().message,
            "validation_fraction 0.9 of the 1 good training rows is 1; both training "
            "and validation need good and bad rows");
}

TEST(GbmRows, AreDrawnWithoutReplacementInTheirOrder) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    RowList rows = all_rows(*rc::gen::inRange<std::size_t>(1, 200));
    for (std::uint32_t& row : rows) row = 3 * row + 5;
    const double share = *rc::gen::element(0.001, 0.3, 0.8, 0.999, 1.0);
    Random random(seed);
    const RowList drawn = sample_rows(rows, share, random);
    RC_ASSERT(drawn.size() ==
              std::max<std::size_t>(1, static_cast<std::size_t>(
                                           share * static_cast<double>(rows.size()))));
    RC_ASSERT(std::ranges::adjacent_find(drawn, std::ranges::greater_equal{}) ==
              drawn.end());
    RC_ASSERT(std::ranges::includes(rows, drawn));
  }));
}

// 4,000 draws of 4 rows out of 10: each comes 1,600 times, with a
// deviation of 31.
TEST(GbmRows, AreDrawnEquallyOften) {
  std::vector<int> times(10);
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    Random random(seed);
    for (const std::uint32_t row : sample_rows(all_rows(10), 0.4, random)) ++times[row];
  }
  for (const int count : times) EXPECT_NEAR(count, 1600, 5 * 31);
}

}  // namespace
}  // namespace credence::learner
