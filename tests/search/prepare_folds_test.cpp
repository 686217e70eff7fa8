#include <gtest/gtest.h>

#include <cmath>

#include "search/search.h"

namespace credence::search {
namespace {

// One number, 1, 2, ..., 10, the last but one missing.
struct Applicants {
  Applicants() {
    portfolio::Feature feature;
    feature.name = "age";
    feature.scaling = portfolio::Scaling::standard;
    portfolio.features.push_back(feature);
    table::Column column;
    column.name = "age";
    column.type = table::Type::real;
    for (int i = 1; i <= 10; ++i)
      if (i == 9)
        column.append_missing();
      else
        column.append(static_cast<double>(i));
    features.columns.push_back(column);
  }
  portfolio::Portfolio portfolio;
  table::Table features;
  std::vector<std::int8_t> outcomes = {0, 1, 0, 1, 0, 1, 0, 1, 0, -1};
};

TEST(PrepareFolds, FitsThePreparationOnEachFoldsTrainingRowsAlone) {
  const Applicants applicants;
  const std::vector<prepare::Split> splits = {{{0, 1, 2, 3}, {4, 8}},
                                              {{4, 5, 8}, {0, 1, 2, 3}}};
  const auto folds = prepare_folds(applicants.portfolio, applicants.features,
                                   applicants.outcomes, splits, {}, 2);
  ASSERT_TRUE(folds) << folds.error().message;
  ASSERT_EQ(folds->size(), 2u);
  const Fold& first = folds->front();
  EXPECT_EQ(first.train_rows, splits[0].train);
  EXPECT_EQ(first.test_rows, splits[0].test);
  EXPECT_EQ(first.train_labels, (std::vector<std::int8_t>{0, 1, 0, 1}));
  EXPECT_EQ(first.test_labels, (std::vector<std::int8_t>{0, 0}));
  // Of 1, 2, 3, 4: mean and median 2.5, standard deviation sqrt(1.25).
  const std::size_t age = first.train_unscaled.columns() - 1;
  EXPECT_EQ(first.train_unscaled.names[age], "age");
  EXPECT_EQ(first.test_unscaled.row(0)[age], 5);
  EXPECT_EQ(first.test_unscaled.row(1)[age], 2.5);  // filled
  EXPECT_NEAR(first.test_scaled.row(0)[age], 2.5 / std::sqrt(1.25), 1e-12);
  EXPECT_NEAR(first.train_scaled.row(0)[age], -1.5 / std::sqrt(1.25), 1e-12);
  // Of 5 and 6: 5.5.
  const Fold& second = folds->back();
  EXPECT_EQ(second.train_unscaled.row(2)[second.train_unscaled.columns() - 1], 5.5);
  EXPECT_EQ(second.test_unscaled.rows, 4u);
}

TEST(PrepareFolds, SaysInWhichFoldThePreparationFailed) {
  const Applicants applicants;
  const std::vector<prepare::Split> splits = {{{0, 1, 2, 3}, {4, 8}}, {{}, {0, 1}}};
  const auto folds = prepare_folds(applicants.portfolio, applicants.features,
                                   applicants.outcomes, splits, {}, 1);
  ASSERT_FALSE(folds);
  EXPECT_TRUE(folds.error().message.starts_with("fold 2 of 2: "))
      << folds.error().message;
}

}  // namespace
}  // namespace credence::search
