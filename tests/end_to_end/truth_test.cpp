// The truth that the generator writes beside its tables is read back for the features'
// rows, and allows the AUC that the generator says.
#include "features/truth.h"

#include <gtest/gtest.h>

#include <cmath>

#include "metric/ranking.h"
#include "tests/end_to_end/generated_books.h"

namespace credence {
namespace {

TEST(GeneratedTruth, AllowsTheAucThatTheGeneratorSays) {
  const testing::TemporaryFolder folder("truth");
  const auto data = folder.path() / "books";
  synthesis::LendingOptions options;
  options.loans = 3000;
  options.customers = 1500;
  options.database = false;
  const auto report = synthesis::generate_lending(data, options);
  ASSERT_TRUE(report) << report.error().message;
  const auto books = testing::load_books(data, "portfolios/retail_lending");
  ASSERT_TRUE(books) << books.error().message;
  const auto path = features::truth_beside(data);
  ASSERT_TRUE(path);
  const auto truth = features::read_truth(*path, books->portfolio, books->set);
  ASSERT_TRUE(truth) << truth.error().message;
  ASSERT_EQ(truth->size(), books->set.rows());
  std::vector<double> scores;
  std::vector<std::int8_t> labels;
  for (const std::uint32_t row : books->set.labelled()) {
    ASSERT_FALSE(std::isnan((*truth)[row])) << row;
    scores.push_back((*truth)[row]);
    labels.push_back(books->set.outcomes[row]);
  }
  EXPECT_NEAR(metric::auc_of(labels, scores), report->oracle_auc, 1e-9);
}

}  // namespace
}  // namespace credence
