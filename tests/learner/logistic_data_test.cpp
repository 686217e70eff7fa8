// The blocked sums against the same sums written out row by row in extended precision.
#include "learner/logistic_data.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

#include "tests/learner/random_rows.h"

namespace credence::learner {
namespace {

using Extended = long double;

struct Sums {
  std::vector<Extended> gradient, gram;
  Extended loss = 0;
};

// At the margins intercept + coefficients'x.
Sums by_rows(const LabelledRows& data, double intercept,
             const std::vector<double>& coefficients,
             const std::array<double, 2>& class_weights) {
  const std::size_t size = coefficients.size() + 1;
  Sums sums{std::vector<Extended>(size), std::vector<Extended>(size * size), 0};
  for (std::size_t i = 0; i < data.matrix.rows; ++i) {
    std::vector<Extended> row = {1};
    for (const double value : data.matrix.row(i)) row.push_back(value);
    Extended m = intercept;
    for (std::size_t j = 1; j < size; ++j) m += row[j] * coefficients[j - 1];
    const int label = data.labels[i];
    const Extended weight = class_weights[static_cast<std::size_t>(label)];
    const Extended p = 1 / (1 + std::exp(-m));
    sums.loss += weight * std::log1p(std::exp(label == 1 ? -m : m));
    for (std::size_t a = 0; a < size; ++a) {
      sums.gradient[a] += weight * (p - label) * row[a];
      for (std::size_t b = 0; b < size; ++b)
        sums.gram[a * size + b] += weight * p * (1 - p) * row[a] * row[b];
    }
  }
  return sums;
}

// Relative to the sum of what was added up, which is at least as large as the sum.
void expect_near(const std::vector<double>& actual,
                 const std::vector<Extended>& expected, const char* what) {
  Extended largest = 1;
  for (const Extended value : expected) largest = std::max(largest, std::abs(value));
  RC_ASSERT(actual.size() == expected.size());
  for (std::size_t i = 0; i < actual.size(); ++i)
    if (std::abs(actual[i] - expected[i]) > 1e-12L * largest)
      RC_FAIL(std::string(what) + " differs at " + std::to_string(i));
}

TEST(LogisticData, AddsUpWhatTheRowsAddUpTo) {
  EXPECT_TRUE(rc::check([] {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    // Up to three blocks, so that one, several and partly filled ones occur.
    const auto rows = *rc::gen::inRange<std::size_t>(2, 700);
    const auto columns = *rc::gen::inRange<std::size_t>(1, 12);
    const LabelledRows data = random_rows(seed, rows, columns);
    Random random(seed + 1);
    const double intercept = random.normal();
    std::vector<double> coefficients(columns);
    for (double& b : coefficients) b = random.chance(0.3) ? 0 : 0.3 * random.normal();
    const std::array<double, 2> weights = {0.6, 2.5};

    const LogisticData blocks(data.matrix, data.labels);
    RC_ASSERT(blocks.columns() == columns);
    RC_ASSERT(blocks.class_rows()[0] + blocks.class_rows()[1] == rows);
    std::vector<double> margins(blocks.places()), slopes(blocks.places()),
        curvatures(blocks.places());
    blocks.margins(intercept, coefficients, margins);
    const double loss = blocks.loss(margins, weights, slopes, curvatures);
    const Sums expected = by_rows(data, intercept, coefficients, weights);
    RC_ASSERT(std::abs(loss - expected.loss) <= 1e-12L * expected.loss);
    expect_near(blocks.gradient(slopes), expected.gradient, "gradient");
    expect_near(blocks.gram(curvatures), expected.gram, "gram");
  }));
}

// Two rows, one of each class, at the same margin.
struct Pair {
  LabelledRows data = random_rows(1, 2, 1);
  LogisticData blocks{data.matrix, data.labels};
  std::vector<double> slopes = std::vector<double>(blocks.places());
  std::vector<double> curvatures = slopes;
  double loss_at(double margin) {
    const std::vector<double> margins(blocks.places(), margin);
    return blocks.loss(margins, {1, 1}, slopes, curvatures);
  }
};

TEST(LogisticData, IsExactAtEveryMargin) {
  Pair pair;
  for (double margin = -690; margin <= 690; margin += 0.37) {
    const Extended m = std::abs(margin);
    const Extended loss = m + 2 * std::log1p(std::exp(-m));
    EXPECT_NEAR(pair.loss_at(margin), static_cast<double>(loss),
                4e-16 * static_cast<double>(loss) + 4e-16);
    const Extended p = 1 / (1 + std::exp(-static_cast<Extended>(margin)));
    const double curvature =
        static_cast<double>(std::exp(-m) / ((1 + std::exp(-m)) * (1 + std::exp(-m))));
    EXPECT_NEAR(pair.slopes[0], static_cast<double>(p), 1e-15 * static_cast<double>(p));
    EXPECT_NEAR(pair.curvatures[0], curvature, 2e-15 * curvature);
  }
}

TEST(LogisticData, StaysFiniteBeyondTheRangeOfTheExponential) {
  Pair pair;
  for (const double margin : {-1e300, -1e6, -746.0, 746.0, 1e6, 1e300}) {
    EXPECT_EQ(pair.loss_at(margin), std::abs(margin));
    const std::size_t second = LogisticData::block_rows;  // the bad row's block
    EXPECT_NEAR(pair.slopes[0], margin > 0 ? 1 : 0, 1e-300);
    EXPECT_NEAR(pair.slopes[second], margin > 0 ? 0 : -1, 1e-300);
    EXPECT_LT(pair.curvatures[0], 1e-300);
  }
}

TEST(LogisticData, GivesPaddingNoWeight) {
  Pair pair;
  pair.loss_at(0.3);
  const auto filled = [](const std::vector<double>& values) {
    return std::ranges::count_if(values, [](double value) { return value != 0; });
  };
  EXPECT_EQ(filled(pair.slopes), 2);
  EXPECT_EQ(filled(pair.curvatures), 2);
}

}  // namespace
}  // namespace credence::learner
