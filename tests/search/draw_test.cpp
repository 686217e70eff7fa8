#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "search/search.h"

namespace credence::search {
namespace {

using portfolio::Parameters;
using portfolio::SearchSpace;
using Whole = std::int64_t;

SearchSpace grid(std::initializer_list<int> sizes) {
  SearchSpace space{"lightgbm", 0, {}};
  for (const int size : sizes) {
    space.dimensions.push_back({"d" + std::to_string(space.dimensions.size()), {}});
    for (Whole v = 0; v < size; ++v)
      space.dimensions.back().values.emplace_back(std::in_place_type<Whole>, v);
  }
  return space;
}

TEST(Draw, GivesDistinctPointsOfTheGrid) {
  EXPECT_TRUE(rc::check([] {
    const auto a = *rc::gen::inRange(1, 6), b = *rc::gen::inRange(1, 6),
               c = *rc::gen::inRange(1, 6), trials = *rc::gen::inRange(1, 150);
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const SearchSpace space = grid({a, b, c});
    const std::vector<Parameters> points = draw(space, trials, seed);
    RC_ASSERT(points.size() == static_cast<std::size_t>(std::min(trials, a * b * c)));
    RC_ASSERT(std::set<Parameters>(points.begin(), points.end()).size() ==
              points.size());
    for (const Parameters& point : points) {
      RC_ASSERT(point.size() == 3u);
      for (const auto& dimension : space.dimensions)
        RC_ASSERT(std::ranges::find(dimension.values, point.at(dimension.name)) !=
                  dimension.values.end());
    }
  }));
}

TEST(Draw, TakesEveryPointInOrderWhenThereAreNoMore) {
  const std::vector<Parameters> points = draw(grid({2, 3}), 6, 1);
  ASSERT_EQ(points.size(), 6u);
  for (Whole i = 0; i < 6; ++i)
    EXPECT_EQ(points[static_cast<std::size_t>(i)],
              (Parameters{{"d0", i / 3}, {"d1", i % 3}}));
  EXPECT_EQ(draw(grid({2, 3}), 6, 2), points);
}

TEST(Draw, DependsOnTheSeedAlone) {
  const SearchSpace space = grid({9, 9, 9});
  EXPECT_EQ(draw(space, 40, 7), draw(space, 40, 7));
  EXPECT_NE(draw(space, 40, 7), draw(space, 40, 8));
}

TEST(Draw, ReachesAllValuesAlike) {
  std::vector<int> counts(10);
  for (const Parameters& point : draw(grid({10, 10, 10, 10}), 5000, 3))
    ++counts[static_cast<std::size_t>(std::get<Whole>(point.at("d2")))];
  for (const int count : counts) EXPECT_NEAR(count, 500, 100);  // 4.7 deviations
}

TEST(Draw, CoversEveryDimensionEvenlyWithFewPoints) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const std::vector<Parameters> points = draw(grid({4, 5, 7, 9, 9, 9}), 12, seed);
    for (const auto& [name, size] : {std::pair("d0", 4), {"d1", 5}, {"d2", 7}}) {
      std::vector<int> counts(static_cast<std::size_t>(size));
      for (const Parameters& point : points)
        ++counts[static_cast<std::size_t>(std::get<Whole>(point.at(name)))];
      const auto [least, most] = std::ranges::minmax(counts);
      EXPECT_EQ(least, 12 / size) << name << ", seed " << seed;
      EXPECT_EQ(most, (12 + size - 1) / size) << name << ", seed " << seed;
    }
  }
}

TEST(Draw, TriesEveryNumberOfTreesOfAConfiguration) {
  SearchSpace space = grid({9, 9});
  space.dimensions.insert(space.dimensions.begin() + 1,
                          {"n_estimators", {Whole{100}, Whole{200}, Whole{500}}});
  const std::vector<Parameters> points = draw(space, 11, 5);
  ASSERT_EQ(points.size(), 11u);
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_EQ(points[i].at("n_estimators"), space.dimensions[1].values[i % 3]);
    EXPECT_EQ(points[i].at("d0"), points[i - i % 3].at("d0"));
    EXPECT_EQ(points[i].at("d1"), points[i - i % 3].at("d1"));
  }
  EXPECT_EQ(draw(space, 1000, 5).size(), 243u);
}

TEST(Draw, CopesWithGridsTooLargeToCount) {
  EXPECT_EQ(draw(grid(std::initializer_list<int>{99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
                                                 99, 99}),
                 20, 1)
                .size(),
            20u);
  EXPECT_TRUE(draw(grid({3}), 0, 1).empty());
  EXPECT_EQ(draw(grid({}), 5, 1).size(), 1u);  // nothing to choose: one point
}

}  // namespace
}  // namespace credence::search
