// Figures of single features against scikit-learn. Made by:
//   python3 tests/oracle/univariate.py
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "features/univariate.h"

namespace credence::features {
namespace {

struct Golden {
  std::uint64_t seed;
  std::size_t count;
  std::int64_t distinct;
  double missing_share, auc, information_value;
};

constexpr Golden goldens[] = {
    {1, 19, 50, 0, 0.72023809523809523, 1.0714660975598307},
    {2, 109, 1000, 0.13761467889908252, 0.78411458333333339, 1.1168114533013449},
    {3, 1000, 1048576, 0.13, 0.6524290694082866, 0.26525612703259133},
    {4, 1234, 7, 0.12965964343598058, 0.69728888622897833, 0.47043468639766273},
};

struct Sample {
  table::Column column;
  std::vector<std::int8_t> outcomes;
  std::vector<std::uint32_t> rows;
};

// The draws of tests/oracle/univariate.py.
Sample sample_of(const Golden& golden) {
  Sample sample;
  sample.column.type = table::Type::real;
  std::uint64_t state = golden.seed;
  const auto draw = [&] {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::int64_t>(state >> 40);
  };
  for (std::size_t i = 0; i < golden.count; ++i) {
    const std::int64_t value = draw() % golden.distinct;
    const bool is_missing = draw() % 8 == 0;
    const bool is_bad = draw() % (2 * golden.distinct) < value + golden.distinct / 3;
    sample.column.reals.push_back(is_missing ? std::nan("")
                                             : static_cast<double>(value));
    sample.outcomes.push_back(is_bad);
  }
  sample.rows.resize(golden.count);
  std::iota(sample.rows.begin(), sample.rows.end(), 0U);
  return sample;
}

TEST(UnivariateGolden, AreScikitLearnsAucAndTheInformationOfAtMostTenBins) {
  for (const Golden& golden : goldens) {
    const Sample sample = sample_of(golden);
    const Univariate found = univariate(sample.column, sample.rows, sample.outcomes);
    EXPECT_NEAR(found.missing_share, golden.missing_share, 1e-15) << golden.seed;
    EXPECT_NEAR(found.auc, golden.auc, 1e-12) << golden.seed;
    EXPECT_NEAR(found.information_value, golden.information_value, 1e-12)
        << golden.seed;
  }
}

TEST(UnivariateGolden, DoesNotDependOnTheOrderOfRows) {
  for (const Golden& golden : goldens) {
    Sample sample = sample_of(golden);
    const Univariate forwards = univariate(sample.column, sample.rows, sample.outcomes);
    std::reverse(sample.rows.begin(), sample.rows.end());
    const Univariate backwards =
        univariate(sample.column, sample.rows, sample.outcomes);
    EXPECT_EQ(forwards.auc, backwards.auc);
    EXPECT_EQ(forwards.information_value, backwards.information_value);
  }
}

TEST(UnivariateGolden, OfNothingIsNothing) {
  table::Column column;
  const Univariate none = univariate(column, {}, {});
  EXPECT_EQ(none.missing_share, 0);
  EXPECT_EQ(none.auc, 0.5);
  EXPECT_EQ(none.information_value, 0);
}

}  // namespace
}  // namespace credence::features
