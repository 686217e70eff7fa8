// split.h
// This component provides divisions of rows into training and test that keep a group
// (the customer) whole and the share of bad alike, to search and reports.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace credence::prepare {

// Row numbers, ascending; every row given is in exactly one of the two.
struct Split {
  std::vector<std::uint32_t> train, test;
};

// `rows` are the rows to divide; `outcomes` and `groups` are indexed by row number.
// The same for the same rows and seed, in whatever order the rows are given; shares of
// rows and of bad are as close as whole groups allow. Fails with `bad_input` when a
// class would be absent from either side.
Result<Split> split(std::span<const std::uint32_t> rows,
                    std::span<const std::int8_t> outcomes,
                    std::span<const std::uint32_t> groups, double test_share,
                    std::uint64_t seed);

inline constexpr int most_folds = 100;

// `count` splits whose test parts divide `rows` between them. Fails with `bad_input`
// when there are fewer groups than folds or a class would be absent from a fold.
Result<std::vector<Split>> folds(std::span<const std::uint32_t> rows,
                                 std::span<const std::int8_t> outcomes,
                                 std::span<const std::uint32_t> groups, int count,
                                 std::uint64_t seed);

// The latest `share` of rows by date as test, whole days together; training rows of
// groups that appear in the test part are left out of training. The test part is empty
// when all rows are of one day, and training may be when groups reach across time: the
// caller looks before fitting.
Split out_of_time(std::span<const std::uint32_t> rows, std::span<const Day> dates,
                  std::span<const std::uint32_t> groups, double share);

}  // namespace credence::prepare
