#include "model/value_views.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "model/forest_walk.h"

namespace credence::model {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

Node split_on(std::int32_t column, double threshold, MissingRule missing,
              bool default_left) {
  Node node;
  node.feature = column;
  node.value = threshold;
  node.missing = missing;
  node.default_left = default_left;
  return node;
}

TEST(ValueViews, SendEveryValueWhereTheSplitDoes) {
  const double values[] = {nan,
                           0.0,
                           -0.0,
                           1e-36,
                           -1e-36,
                           1e-35f,
                           2e-35,
                           0.1,
                           0.1f,
                           infinity,
                           -infinity,
                           1e300,
                           -1e300,
                           1,
                           -1e-46,
                           1e-46,
                           std::nextafter(0.1f, 1.0)};
  int compared = 0;
  for (const SplitOperator split :
       {SplitOperator::less_or_equal_f64, SplitOperator::less_f32})
    for (const MissingRule rule :
         {MissingRule::none, MissingRule::zero, MissingRule::nan})
      for (const bool default_left : {false, true})
        for (const double threshold : values) {
          if (std::isnan(threshold) || threshold == -infinity) continue;
          const Node node = split_on(0, threshold, rule, default_left);
          ValueViews views(split);
          const ValueViews::Reading reading = views.reading_of(node);
          ASSERT_EQ(views.size(), 1u);
          for (const double value : values) {
            double view = 7;
            views.read(std::vector{value}, &view);
            EXPECT_EQ(view <= reading.threshold, goes_left(node, split, value))
                << value << " at " << threshold << ", rule " << static_cast<int>(rule)
                << ", default left " << default_left << ", operator "
                << static_cast<int>(split);
            ++compared;
          }
        }
  EXPECT_EQ(compared, 2 * 3 * 2 * 15 * 17);
}

TEST(ValueViews, AreSharedBySplitsThatReadAColumnAlike) {
  ValueViews views(SplitOperator::less_or_equal_f64);
  const auto view = [&](std::int32_t column, double threshold, MissingRule rule,
                        bool left) {
    return views.reading_of(split_on(column, threshold, rule, left)).view;
  };
  EXPECT_EQ(view(3, 0.5, MissingRule::nan, true), 0);
  EXPECT_EQ(view(3, 0.7, MissingRule::nan, true), 0);
  EXPECT_EQ(view(3, 0.5, MissingRule::nan, false), 1);
  EXPECT_EQ(view(2, 0.5, MissingRule::nan, false), 2);
  EXPECT_EQ(view(3, 0.5, MissingRule::none, true), 3);
  EXPECT_EQ(view(3, 0.5, MissingRule::none, false), 3);  // the side means nothing
  EXPECT_EQ(view(3, 0.5, MissingRule::zero, false), 4);
  EXPECT_EQ(views.size(), 5u);
}

TEST(ValueViews, ReadEachItsColumn) {
  ValueViews views(SplitOperator::less_f32);
  views.reading_of(split_on(2, 1, MissingRule::nan, true));
  views.reading_of(split_on(0, 1, MissingRule::nan, false));
  views.reading_of(split_on(1, 1, MissingRule::none, false));
  double values[3];
  views.read(std::vector<double>{0.1, nan, nan}, values);
  EXPECT_EQ(values[0], -infinity);
  EXPECT_EQ(values[1], 0.1f);
  EXPECT_EQ(values[2], 0);
}

}  // namespace
}  // namespace credence::model
