#include "prepare/split.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

#include "base/file.h"
#include "base/json.h"
#include "base/random.h"

namespace credence::prepare {
namespace {

using Rows = std::vector<std::uint32_t>;

Rows all_rows(std::size_t count) {
  Rows rows(count);
  std::iota(rows.begin(), rows.end(), 0u);
  return rows;
}

struct Books {  // loans of customers
  std::vector<std::int8_t> outcomes;
  std::vector<std::uint32_t> groups;
  Rows rows() const { return all_rows(outcomes.size()); }
};

// Customers with 1 to `most` loans each, `bad` of which are bad.
Books random_books(std::size_t customers, std::uint64_t most, double bad,
                   Random& random) {
  Books books;
  for (std::uint32_t customer = 0; customer < customers; ++customer) {
    const std::uint64_t loans = 1 + random.below(most);
    for (std::uint64_t i = 0; i < loans; ++i) {
      books.outcomes.push_back(random.chance(bad));
      books.groups.push_back(customer * 7919u);  // numbers with gaps
    }
  }
  return books;
}

std::set<std::uint32_t> groups_of(const Rows& rows, const Books& books) {
  std::set<std::uint32_t> groups;
  for (const std::uint32_t row : rows) groups.insert(books.groups[row]);
  return groups;
}

double bad_share(const Rows& rows, const Books& books) {
  double bad = 0;
  for (const std::uint32_t row : rows) bad += books.outcomes[row];
  return bad / double(rows.size());
}

bool share_a_group(const Split& split, const Books& books) {
  const std::set<std::uint32_t> train = groups_of(split.train, books);
  for (const std::uint32_t group : groups_of(split.test, books))
    if (train.contains(group)) return true;
  return false;
}

Rows together(const Split& split) {
  Rows rows = split.train;
  rows.insert(rows.end(), split.test.begin(), split.test.end());
  std::sort(rows.begin(), rows.end());
  return rows;
}

std::size_t largest_group(const Books& books) {
  std::map<std::uint32_t, std::size_t> sizes;
  std::size_t largest = 0;
  for (const std::uint32_t group : books.groups)
    largest = std::max(largest, ++sizes[group]);
  return largest;
}

std::string message_of(const auto& result) {
  return result ? "no error" : result.error().message;
}

}  // namespace

TEST(Split, KeepsGroupsWholeAndEveryRowOnceAndSharesClose) {
  EXPECT_TRUE(rc::check([] {
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    const Books books = random_books(
        *rc::gen::inRange<std::size_t>(60, 300), *rc::gen::inRange<std::uint64_t>(1, 8),
        *rc::gen::elementOf(std::vector{0.1, 0.2, 0.5}), random);
    const double share = *rc::gen::elementOf(std::vector{0.1, 0.2, 0.25, 0.5, 0.7});
    const auto parts =
        split(books.rows(), books.outcomes, books.groups, share, random.bits());
    if (!parts) RC_DISCARD("a class would be absent");
    RC_ASSERT(!share_a_group(*parts, books));
    RC_ASSERT(together(*parts) == books.rows());
    RC_ASSERT(std::is_sorted(parts->train.begin(), parts->train.end()));
    RC_ASSERT(std::is_sorted(parts->test.begin(), parts->test.end()));
    const double slack = double(largest_group(books));  // rows that one group moves
    RC_ASSERT(std::abs(double(parts->test.size()) -
                       share * double(books.groups.size())) <= slack);
    const double bad = bad_share(books.rows(), books);
    RC_ASSERT(std::abs(bad_share(parts->test, books) - bad) *
                  double(parts->test.size()) <=
              slack);
  }));
}

TEST(Split, OfRowsWithoutGroupsHasTheRoundedShareOfEachClass) {
  EXPECT_TRUE(rc::check([] {
    const auto good = *rc::gen::inRange<int>(20, 400),
               bad = *rc::gen::inRange<int>(20, 400);
    const double share = *rc::gen::elementOf(std::vector{0.1, 0.2, 0.3});
    Books books;
    for (int i = 0; i < good + bad; ++i) {
      books.outcomes.push_back(i < bad);
      books.groups.push_back(std::uint32_t(i));
    }
    const auto parts = split(books.rows(), books.outcomes, books.groups, share, 1);
    RC_ASSERT(parts.has_value());
    const double test_bad = bad_share(parts->test, books) * double(parts->test.size());
    RC_ASSERT(std::abs(test_bad - share * bad) <= 0.5 + 1e-9);
    RC_ASSERT(std::abs(double(parts->test.size()) - test_bad - share * good) <=
              0.5 + 1e-9);
  }));
}

TEST(Split, IsExactlyEightyToTwenty) {
  Books books;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    books.outcomes.push_back(i % 10 < 3);
    books.groups.push_back(i);
  }
  const Split parts = *split(books.rows(), books.outcomes, books.groups, 0.2, 42);
  EXPECT_EQ(parts.test.size(), 200u);
  EXPECT_DOUBLE_EQ(bad_share(parts.test, books), 0.3);
  EXPECT_DOUBLE_EQ(bad_share(parts.train, books), 0.3);
}

TEST(Split, FollowsTheSeedAndNotTheOrderOfRows) {
  Random random(5);
  const Books books = random_books(200, 4, 0.2, random);
  const Split first = *split(books.rows(), books.outcomes, books.groups, 0.2, 7);
  Rows shuffled = books.rows();
  shuffle(shuffled, random);
  const Split again = *split(shuffled, books.outcomes, books.groups, 0.2, 7);
  EXPECT_EQ(first.train, again.train);
  EXPECT_EQ(first.test, again.test);
  EXPECT_NE(first.test,
            split(books.rows(), books.outcomes, books.groups, 0.2, 8)->test);
}

TEST(Split, DrawsLargeGroupsIntoTheTestPartAsOftenAsSmallOnes) {
  Random random(11);
  Books books;  // 100 customers with 10 loans, 1000 with one
  for (std::uint32_t row = 0; row < 2000; ++row) {
    books.groups.push_back(row < 1000 ? row / 10 : row);
    books.outcomes.push_back(random.chance(0.2));
  }
  const Split parts = *split(books.rows(), books.outcomes, books.groups, 0.2, 3);
  const auto large = std::count_if(parts.test.begin(), parts.test.end(),
                                   [](std::uint32_t row) { return row < 1000; });
  EXPECT_NEAR(double(large), 200, 20);
}

TEST(Split, DividesOnlyTheRowsGiven) {
  Random random(6);
  Books books = random_books(100, 3, 0.3, random);
  Rows rows;
  for (std::uint32_t row = 0; row < books.outcomes.size(); row += 2)
    rows.push_back(row);
  for (std::uint32_t row = 1; row < books.outcomes.size(); row += 2)
    books.outcomes[row] = -1;  // no outcome
  const Split parts = *split(rows, books.outcomes, books.groups, 0.25, 3);
  EXPECT_EQ(together(parts), rows);
}

TEST(Split, RefusesWhatCannotBeDivided) {
  const std::vector<std::int8_t> outcomes{0, 0, 0, 0, 0, 0, 0, 1, 1};
  const std::vector<std::uint32_t> groups{0, 1, 2, 3, 4, 5, 6, 7, 7};
  const Rows rows = all_rows(9);
  EXPECT_EQ(
      message_of(split(rows, outcomes, groups, 0.3, 1)),
      "cannot split off a test share of 0.3: the test part would hold no bad row (2 of "
      "the 9 rows are bad, in 1 of the 8 groups, and a group is not divided); give "
      "more "
      "data or another test share");
  EXPECT_EQ(message_of(split(rows, outcomes, groups, 1.2, 1)),
            "the test share is 1.2; expected a number between 0 and 1, as 0.2");
  EXPECT_EQ(message_of(split(std::vector{0u, 0u}, outcomes, groups, 0.5, 1)),
            "row 0 is given twice");
  EXPECT_EQ(message_of(split(std::vector{99u}, outcomes, groups, 0.5, 1)),
            "row 99 has no outcome or no group to divide it by");
  EXPECT_EQ(message_of(split(rows, std::vector<std::int8_t>(9, -1), groups, 0.5, 1)),
            "row 0 has outcome -1; only rows with outcome 0 or 1 can be divided");
}

TEST(Folds, DivideTheRowsBetweenTheirTestPartsAndKeepGroupsWhole) {
  EXPECT_TRUE(rc::check([] {
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    const Books books =
        random_books(*rc::gen::inRange<std::size_t>(100, 300),
                     *rc::gen::inRange<std::uint64_t>(1, 6), 0.2, random);
    const int count = *rc::gen::inRange(2, 9);
    const auto parts =
        folds(books.rows(), books.outcomes, books.groups, count, random.bits());
    if (!parts) RC_DISCARD("a class would be absent");
    RC_ASSERT(parts->size() == std::size_t(count));
    Rows tested;
    for (const Split& fold : *parts) {
      RC_ASSERT(!share_a_group(fold, books));
      RC_ASSERT(together(fold) == books.rows());
      tested.insert(tested.end(), fold.test.begin(), fold.test.end());
    }
    std::sort(tested.begin(), tested.end());
    RC_ASSERT(tested == books.rows());
  }));
}

TEST(Folds, OfRowsWithoutGroupsDifferByOneRowOfAClassAtMost) {
  Books books;
  for (std::uint32_t i = 0; i < 1003; ++i) {
    books.outcomes.push_back(i < 204);
    books.groups.push_back(i);
  }
  const auto parts = folds(books.rows(), books.outcomes, books.groups, 5, 9);
  for (const Split& fold : parts.value()) {
    const double bad = bad_share(fold.test, books) * double(fold.test.size());
    EXPECT_NEAR(bad, 40.5, 0.51);
    EXPECT_NEAR(double(fold.test.size()) - bad, 159.5, 0.51);
    EXPECT_NEAR(double(fold.test.size()), 200.5, 1.0);
  }
}

// tests/oracle/prepare.py: what scikit-learn's StratifiedGroupKFold makes of the same
// rows.
TEST(Folds, AreAsEvenAsThoseOfScikitLearn) {
  const Json golden =
      *parse_json(*read_file("tests/prepare/golden/folds.json"), "folds.json");
  Books books;
  books.outcomes = golden["outcomes"].get<std::vector<std::int8_t>>();
  books.groups = golden["groups"].get<std::vector<std::uint32_t>>();
  const double bad = bad_share(books.rows(), books);
  double stray = 0, stray_rows = 0;
  const auto parts = folds(books.rows(), books.outcomes, books.groups, 5, 1);
  for (const Split& fold : parts.value()) {
    stray = std::max(stray, std::abs(bad_share(fold.test, books) - bad));
    stray_rows = std::max(stray_rows, std::abs(double(fold.test.size()) -
                                               double(books.groups.size()) / 5));
  }
  EXPECT_LE(stray, golden["largest_stray_of_bad_share"].get<double>());
  EXPECT_LE(stray_rows, golden["largest_stray_of_rows"].get<double>());
}

TEST(Folds, RefuseWhatCannotBeDivided) {
  const std::vector<std::int8_t> outcomes{0, 0, 0, 0, 0, 1, 1};
  const std::vector<std::uint32_t> groups{0, 1, 2, 2, 3, 4, 5};
  const Rows rows = all_rows(7);
  EXPECT_EQ(message_of(folds(rows, outcomes, groups, 1, 1)),
            "the number of folds is 1; expected 2 to 100");
  EXPECT_EQ(
      message_of(folds(rows, outcomes, groups, 7, 1)),
      "cannot make 7 folds of 6 groups: every fold needs a group of its own; give more "
      "data or fewer folds");
  const auto three = folds(rows, outcomes, groups, 3, 1);
  ASSERT_FALSE(three.has_value());
  EXPECT_EQ(three.error().kind, ErrorKind::bad_input);
  EXPECT_NE(message_of(three).find(
                "would hold no bad row (2 of the 7 rows are bad, in 2 of "
                "the 6 groups, and a group is not divided); give more data "
                "or fewer folds"),
            std::string::npos)
      << message_of(three);
}

TEST(OutOfTime, TakesTheLatestDaysWholeAndForgetsTheirGroups) {
  const std::vector<Day> dates{10, 11, 12, 13, 13, 13, 14, 9, 8, 7};
  const std::vector<std::uint32_t> groups{0, 1, 2, 3, 4, 5, 6, 3, 7, 8};
  const Split split = out_of_time(all_rows(10), dates, groups, 0.3);
  EXPECT_EQ(split.test, (Rows{3, 4, 5, 6}));  // 13 is not divided: 4 is nearer than 1
  EXPECT_EQ(split.train,
            (Rows{0, 1, 2, 8, 9}));  // not 7, whose customer is in the test
}

TEST(OutOfTime, TestsNothingWhenAllRowsAreOfOneDay) {
  const Split split = out_of_time(all_rows(3), std::vector<Day>{5, 5, 5},
                                  std::vector<std::uint32_t>{0, 1, 2}, 0.2);
  EXPECT_TRUE(split.test.empty());
  EXPECT_EQ(split.train, all_rows(3));
}

TEST(OutOfTime, NeverTrainsOnWhatComesAfterTheTest) {
  EXPECT_TRUE(rc::check([] {
    Random random(*rc::gen::arbitrary<std::uint64_t>());
    const Books books = random_books(80, 3, 0.2, random);
    std::vector<Day> dates;
    for (std::size_t i = 0; i < books.groups.size(); ++i)
      dates.push_back(Day(random.below(30)));
    const Split split = out_of_time(books.rows(), dates, books.groups, 0.2);
    RC_ASSERT(!split.test.empty() && !share_a_group(split, books));
    Day first = 1000, last = 0;
    for (const std::uint32_t row : split.test) first = std::min(first, dates[row]);
    for (const std::uint32_t row : split.train) last = std::max(last, dates[row]);
    RC_ASSERT(last < first);
    for (const std::uint32_t row : books.rows())  // whole days
      if (dates[row] >= first)
        RC_ASSERT(std::binary_search(split.test.begin(), split.test.end(), row));
  }));
}

}  // namespace credence::prepare
