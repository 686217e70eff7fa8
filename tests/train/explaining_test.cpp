#include "train/explaining.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/train/small_lender.h"
#include "train/training.h"

namespace credence::train {
namespace {

struct Prepared {
  portfolio::Portfolio portfolio = small_lender();
  features::FeatureSet set = small_set(600);
  std::vector<std::uint32_t> rows = set.labelled();
  prepare::Pipeline pipeline =
      prepare::Pipeline::fit(portfolio, set.features, rows, {}).value();
  table::Matrix matrix = pipeline.transform(set.features, rows, prepare::Form::scaled);
};

// Coefficients 1, -2, 3, ...
model::Linear some_model(const Prepared& prepared) {
  model::Linear linear{0.5, {}};
  for (std::size_t j = 0; j < prepared.matrix.columns(); ++j)
    linear.coefficients.push_back(static_cast<double>(j + 1) * (j % 2 == 0 ? 1 : -1));
  return linear;
}

std::vector<double> means_of(const table::Matrix& matrix) {
  std::vector<double> means(matrix.columns());
  for (std::size_t i = 0; i < matrix.rows; ++i)
    for (std::size_t j = 0; j < means.size(); ++j) means[j] += matrix.row(i)[j];
  for (double& mean : means) mean /= static_cast<double>(matrix.rows);
  return means;
}

const report::Driver& named(const std::vector<report::Driver>& drivers,
                            std::string_view name) {
  const auto found = std::ranges::find(drivers, name, &report::Driver::name);
  if (found == drivers.end()) ADD_FAILURE() << "no " << name;
  return *found;
}

}  // namespace

// By hand: coefficient x (value - mean), summed over the columns of a feature.
TEST(Explaining, AveragesTheSizeOfAFeaturesContributions) {
  const Prepared prepared;
  const model::Linear linear = some_model(prepared);
  const auto means = means_of(prepared.matrix);
  const auto summary = explain_rows(linear, means, prepared.matrix, prepared.pipeline,
                                    prepared.portfolio, 2)
                           .value();
  EXPECT_EQ(summary.rows, static_cast<std::int64_t>(prepared.rows.size()));
  const auto& steps = prepared.pipeline.steps();
  for (std::size_t s = 0; s < steps.size(); ++s) {
    double total = 0;
    for (std::size_t i = 0; i < prepared.matrix.rows; ++i) {
      double contribution = 0;
      for (std::size_t j = 0; j < means.size(); ++j)
        if (prepared.pipeline.step_of_column()[j] == s)
          contribution +=
              linear.coefficients[j] * (prepared.matrix.row(i)[j] - means[j]);
      total += std::abs(contribution);
    }
    EXPECT_NEAR(named(summary.features, steps[s].feature).mean_absolute,
                total / static_cast<double>(prepared.matrix.rows), 1e-12);
  }
  EXPECT_TRUE(std::ranges::is_sorted(summary.features, std::greater{},
                                     &report::Driver::mean_absolute));
  EXPECT_NEAR(summary.base,
              linear.intercept + std::inner_product(means.begin(), means.end(),
                                                    linear.coefficients.begin(), 0.0),
              1e-12);
  EXPECT_LT(summary.largest_residual, 1e-12);
}

TEST(Explaining, SaysWhichWayAFeatureMovesTheRisk) {
  const Prepared prepared;
  const model::Linear linear = some_model(prepared);
  const auto summary = explain_rows(linear, means_of(prepared.matrix), prepared.matrix,
                                    prepared.pipeline, prepared.portfolio, 1)
                           .value();
  const auto& names = prepared.pipeline.names();
  const auto sign_of = [&](const std::string& column) {
    const auto place = std::ranges::find(names, column) - names.begin();
    return linear.coefficients[static_cast<std::size_t>(place)] > 0 ? 1.0 : -1.0;
  };
  // A linear model's contribution is a straight line of the value, where it is present.
  EXPECT_NEAR(named(summary.features, "income").direction, sign_of("income"), 1e-9);
  EXPECT_NEAR(named(summary.features, "tenure").direction, sign_of("tenure"), 1e-9);
  EXPECT_EQ(named(summary.features, "purpose").direction, 0);  // has no order
}

TEST(Explaining, IsTheSameOnAnyNumberOfThreads) {
  const Prepared prepared;
  const model::Linear linear = some_model(prepared);
  const auto means = means_of(prepared.matrix);
  const auto summary = [&](unsigned threads) {
    return explain_rows(linear, means, prepared.matrix, prepared.pipeline,
                        prepared.portfolio, threads)
        .value();
  };
  const auto one = summary(1), three = summary(3);
  for (std::size_t i = 0; i < one.features.size(); ++i) {
    EXPECT_EQ(one.features[i].name, three.features[i].name);
    EXPECT_EQ(one.features[i].mean_absolute, three.features[i].mean_absolute);
    EXPECT_EQ(one.features[i].direction, three.features[i].direction);
  }
}

TEST(Explaining, RefusesMeansThatAreNotTheModels) {
  const Prepared prepared;
  const auto summary = explain_rows(some_model(prepared), {}, prepared.matrix,
                                    prepared.pipeline, prepared.portfolio, 1);
  ASSERT_FALSE(summary.has_value());
  EXPECT_EQ(summary.error().kind, ErrorKind::bad_input);
}

}  // namespace credence::train
