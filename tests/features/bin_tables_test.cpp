#include "features/bin_tables.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "features/univariate.h"
#include "metric/stability.h"

namespace credence::features {
namespace {

using Rows = std::vector<std::uint32_t>;
using portfolio::Portfolio;
using table::Column;
using table::Type;

struct One {
  Portfolio portfolio;
  FeatureSet set;
};

// A set of one feature, "x".
One one(Column column, std::vector<std::int8_t> outcomes) {
  One result;
  result.portfolio.features.resize(1);
  result.portfolio.features[0].name = column.name = "x";
  result.set.features.columns = {std::move(column)};
  result.set.outcomes = std::move(outcomes);
  return result;
}

Column numbers(const std::vector<double>& values, Type type = Type::real) {
  Column column;
  column.type = type;
  for (const double value : values)
    if (std::isnan(value))
      column.append_missing();
    else if (type == Type::real)
      column.append(value);
    else
      column.append(static_cast<std::int64_t>(value));
  return column;
}

Column texts(const std::vector<std::string>& values) {
  Column column;
  column.type = Type::text;
  for (const std::string& value : values)
    if (value.empty())
      column.append_missing();
    else
      column.append_text(value);
  return column;
}

Rows rows(std::size_t count, std::uint32_t first = 0) {
  Rows result(count);
  std::iota(result.begin(), result.end(), first);
  return result;
}

BinTable table_of(const One& one, const Rows& training,
                  const std::vector<NamedRows>& others = {}) {
  const auto tables = bin_tables(one.portfolio, one.set, training, others);
  EXPECT_TRUE(tables) << tables.error().message;
  EXPECT_EQ(tables->size(), 1U);
  return tables->front();
}

std::vector<std::string> labels(const BinTable& table) {
  std::vector<std::string> result;
  for (const FeatureBin& bin : table.bins) result.push_back(bin.label);
  return result;
}

std::vector<std::string> labels_of(const std::vector<double>& values,
                                   Type type = Type::real) {
  return labels(
      table_of(one(numbers(values, type), std::vector<std::int8_t>(values.size())),
               rows(values.size())));
}

using Texts = std::vector<std::string>;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(BinTables, NameRangesByTheirValuesInTraining) {
  EXPECT_EQ(labels_of({0, 1, 2, 3, 3, 3}), (Texts{"0", "1", "2", "3"}));
  EXPECT_EQ(labels_of({5, 5, 5}), Texts{"5"});
  EXPECT_EQ(labels_of({-2, 1e15, 3}, Type::integer),
            (Texts{"-2", "3", "1000000000000000"}));
  std::vector<double> many;
  for (int i = 0; i < 20; ++i) many.push_back(i);
  EXPECT_EQ(labels_of(many, Type::integer),
            (Texts{"0 - 1", "2 - 3", "4 - 5", "6 - 7", "8 - 9", "10 - 11", "12 - 13",
                   "14 - 15", "16 - 17", "18 - 19"}));
}

TEST(BinTables, ShowAsManyDecimalsAsTellRangesApart) {
  EXPECT_EQ(labels_of({0.3, 0.6}), (Texts{"0.30", "0.60"}));
  EXPECT_EQ(labels_of({0, 1.0 / 3, 2.0 / 3, 1}),
            (Texts{"0.00", "0.33", "0.67", "1.00"}));
  EXPECT_EQ(labels_of({0.001, 0.002, 1500.5}),
            (Texts{"0.0010", "0.0020", "1500.5000"}));
  EXPECT_EQ(labels_of({1e-20, 2e-20}), (Texts{"1e-20", "2e-20"}));
  EXPECT_EQ(labels_of({-0.0, 0.5, 1}), (Texts{"0.00", "0.50", "1.00"}));
}

TEST(BinTables, CountWhatFallsBetweenAndBeyondTheBinsOfTraining) {
  // Bins 1, 2 and 8; between two bins counts for the upper one.
  const One sample = one(numbers({1, 2, 8, nan, 0, 1.5, 2, 5, 99, nan, nan}),
                         {0, 1, 1, 0, 0, 0, 0, 0, no_outcome, 0, 0});
  const BinTable table =
      table_of(sample, rows(3), {{"test", rows(7, 3)}, {"none", {}}, {"later", {10}}});
  EXPECT_EQ(labels(table), (Texts{"1", "2", "8", "missing"}));
  ASSERT_EQ(table.samples.size(), 2U);  // one has no rows
  EXPECT_EQ(table.samples[0].name, "test");
  EXPECT_EQ(table.samples[0].rows, (std::vector<std::int64_t>{1, 2, 2, 2}));
  EXPECT_EQ(table.samples[1].name, "later");
  EXPECT_EQ(table.samples[1].rows, (std::vector<std::int64_t>{0, 0, 0, 1}));
  EXPECT_EQ(table.bins[3].kind, BinKind::missing);
  EXPECT_EQ(table.bins[3].rows, 0);
  EXPECT_EQ(table.bins[3].information_value, 0);
  EXPECT_EQ(table.bins[1].bad_rate, 1);
  const std::int64_t before[] = {1, 1, 1, 0}, now[] = {1, 2, 2, 2};
  EXPECT_EQ(table.samples[0].stability_index,
            metric::population_stability(std::span<const std::int64_t>(before),
                                         std::span<const std::int64_t>(now))
                ->index);
}

// The latest rows against the earlier ones: of two bins cut in training, 3 and 1 rows
// earlier, 1 and 3 later.
TEST(BinTables, CompareASampleWithItsOwnBaseWhereItHasOne) {
  const One given = one(texts({"a", "b", "a", "a", "a", "b", "a", "b", "b", "b"}),
                        {0, 1, 0, 1, 0, 0, 0, 0, 0, 0});
  const NamedRows later{"later", {6, 7, 8, 9}, "earlier", {2, 3, 4, 5}};
  const auto tables = bin_tables(given.portfolio, given.set, rows(2), {{later}});
  ASSERT_TRUE(tables) << tables.error().message;
  const BinnedSample& sample = tables->front().samples.front();
  EXPECT_EQ(sample.base_name, "earlier");
  EXPECT_EQ(sample.rows, (std::vector<std::int64_t>{1, 3}));
  // (1/4 - 3/4) ln (1/3) + (3/4 - 1/4) ln 3
  EXPECT_NEAR(sample.stability_index, std::log(3.0), 1e-12);
}

TEST(BinTables, HaveCategoriesByRowsOrInTheirOrder) {
  One sample =
      one(texts({"low", "high", "high", "middle", "", "other"}), {0, 1, 0, 1, 0, 0});
  const std::vector<NamedRows> others{{"test", {4, 5}}};
  EXPECT_EQ(labels(table_of(sample, rows(5), others)),
            (Texts{"high", "low", "middle", "not in training", "missing"}));
  sample.portfolio.features[0].kind = portfolio::Kind::ordinal;
  sample.portfolio.features[0].order = {"low", "middle", "high", "highest"};
  const BinTable table = table_of(sample, rows(5), others);
  EXPECT_EQ(labels(table),
            (Texts{"low", "middle", "high", "not in training", "missing"}));
  EXPECT_EQ(table.bins[2].rows, 2);
  EXPECT_EQ(table.bins[2].bad, 1);
  EXPECT_EQ(table.bins[2].bad_rate, 0.5);
  EXPECT_EQ(table.bins[2].kind, BinKind::category);
  EXPECT_EQ(table.bins[3].kind, BinKind::unseen);
  EXPECT_EQ(table.samples[0].rows, (std::vector<std::int64_t>{0, 0, 0, 1, 1}));
}

TEST(BinTables, AreWorkedOutByHand) {
  // A with 3 good and 1 bad, B with 1 good and 3 bad; half a row on each side.
  const One sample =
      one(texts({"A", "A", "A", "A", "B", "B", "B", "B"}), {0, 0, 0, 1, 0, 1, 1, 1});
  const BinTable table = table_of(sample, rows(8));
  EXPECT_NEAR(table.bins[0].weight_of_evidence, std::log(0.7 / 0.3), 1e-15);
  EXPECT_NEAR(table.bins[1].weight_of_evidence, std::log(0.3 / 0.7), 1e-15);
  EXPECT_NEAR(table.bins[0].information_value, 0.4 * std::log(0.7 / 0.3), 1e-15);
  EXPECT_NEAR(table.information_value, 0.8 * std::log(0.7 / 0.3), 1e-15);
  EXPECT_TRUE(table.samples.empty());
}

TEST(BinTables, OfAFeatureWithoutAnyValueInTrainingAreMissingAlone) {
  const One sample = one(numbers({nan, nan, 3}), {0, 1, 0});
  const BinTable table = table_of(sample, {0, 1}, {{"test", {1, 2}}});
  EXPECT_EQ(labels(table), (Texts{"not in training", "missing"}));
  EXPECT_EQ(table.samples[0].rows, (std::vector<std::int64_t>{1, 1}));
  EXPECT_EQ(table.information_value, 0);
}

TEST(BinTables, NeedARowToCutOn) {
  const auto tables = bin_tables({}, {}, {}, {});
  ASSERT_FALSE(tables);
  EXPECT_EQ(tables.error().kind, ErrorKind::bad_input);
  EXPECT_EQ(tables.error().message,
            "no row to cut the features' bins on; expected at least one");
}

RC_GTEST_PROP(BinTables, LoseNoRowAndAddUpToTheInformationValue, ()) {
  const auto value = rc::gen::map(rc::gen::inRange(0, 25), [](int i) {
    return i == 0 ? nan : static_cast<double>(i * i);
  });
  const auto values = *rc::gen::container<std::vector<double>>(120, value);
  const auto outcomes = *rc::gen::container<std::vector<std::int8_t>>(
      120, rc::gen::element<std::int8_t>(0, 1));
  const One sample = one(numbers(values), outcomes);
  const auto training = rows(80);
  const BinTable table = table_of(sample, training, {{"test", rows(40, 80)}});
  std::int64_t training_rows = 0, bad = 0;
  double information = 0;
  std::size_t ranges = 0;
  for (const FeatureBin& bin : table.bins) {
    training_rows += bin.rows;
    bad += bin.bad;
    information += bin.information_value;
    ranges += bin.kind == BinKind::range;
    // By definition, row by row.
    std::int64_t counted = 0;
    for (const std::uint32_t row : training)
      counted += bin.kind == BinKind::missing
                     ? std::isnan(values[row])
                     : values[row] >= bin.lowest && values[row] <= bin.highest;
    RC_ASSERT(counted == bin.rows);
  }
  RC_ASSERT(ranges <= 10U);
  RC_ASSERT(training_rows == 80);
  RC_ASSERT(bad == std::count(outcomes.begin(), outcomes.begin() + 80, 1));
  RC_ASSERT(std::abs(information - table.information_value) < 1e-12);
  RC_ASSERT(
      table.information_value ==
      univariate(sample.set.features.columns[0], training, outcomes).information_value);
  const auto& test = table.samples[0].rows;
  RC_ASSERT(std::accumulate(test.begin(), test.end(), std::int64_t{0}) == 40);
}

}  // namespace
}  // namespace credence::features
