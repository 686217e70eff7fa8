// Every row of every data set, explained by every learner's model: what is said adds up
// to what was scored.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "explain/concepts.h"
#include "explain/explainer.h"
#include "learner/learner.h"
#include "prepare/pipeline.h"
#include "tests/end_to_end/generated_books.h"

namespace credence {
namespace {

learner::Parameters few_trees(const learner::Learner& learner) {
  learner::Parameters parameters;
  if (!learner.wants_scaled()) parameters["n_estimators"] = std::int64_t(40);
  return parameters;
}

// Trained on the rows with an outcome; `all` are all rows, prepared.
model::Model trained(const learner::Learner& learner, const features::FeatureSet& set,
                     const prepare::Pipeline& pipeline, prepare::Form form) {
  const std::vector<std::uint32_t> rows = set.labelled();
  const table::Matrix matrix = pipeline.transform(set.features, rows, form);
  std::vector<std::int8_t> labels;
  for (const std::uint32_t row : rows) labels.push_back(set.outcomes[row]);
  const auto trainer = learner.bind(matrix, labels, {});
  EXPECT_TRUE(trainer) << trainer.error().message;
  auto fitted = (*trainer)->fit(few_trees(learner), 1);
  EXPECT_TRUE(fitted) << fitted.error().message;
  return std::move(fitted->model);
}

void expect_additive(const testing::Books& books, const std::string& learner_name) {
  const auto learner = *learner::find_learner(learner_name);
  const features::FeatureSet& set = books.set;
  const auto pipeline =
      prepare::Pipeline::fit(books.portfolio, set.features, set.labelled(), {});
  ASSERT_TRUE(pipeline) << pipeline.error().message;
  const auto form =
      learner->wants_scaled() ? prepare::Form::scaled : prepare::Form::unscaled;
  const model::Model model = trained(*learner, set, *pipeline, form);
  std::vector<std::uint32_t> rows(set.rows());
  std::iota(rows.begin(), rows.end(), 0u);
  const table::Matrix all = pipeline->transform(set.features, rows, form);
  const auto explainer = explain::Explainer::of(model, explain::column_means(all));
  ASSERT_TRUE(explainer) << explainer.error().message;
  const auto concepts = explain::Concepts::of(*pipeline, books.portfolio);
  ASSERT_TRUE(concepts) << concepts.error().message;
  EXPECT_LT(concepts->names().size(), all.columns());
  std::vector<double> contributions(all.columns());
  double largest = 0;
  for (std::size_t i = 0; i < all.rows; ++i) {
    explainer->contributions(all.row(i), contributions);
    const double margin = explain::margin_f64(model, all.row(i));
    double sum = explainer->base(), by_concept = explainer->base();
    for (const double contribution : contributions) sum += contribution;
    for (const auto& each : concepts->sums(contributions))
      by_concept += each.contribution;
    ASSERT_NEAR(sum, margin, 1e-9) << learner_name << ", row " << i;
    ASSERT_NEAR(by_concept, margin, 1e-9) << learner_name << ", row " << i;
    largest =
        std::max(largest, std::abs(concepts->sums(contributions)[0].contribution));
  }
  EXPECT_GT(largest, 0.1) << learner_name;
}

void expect_additive(const std::filesystem::path& data, const char* portfolio) {
  const auto books =
      testing::load_books(data, std::filesystem::path("portfolios") / portfolio);
  ASSERT_TRUE(books) << books.error().message;
  for (const std::string& name : learner::learner_names())
    ASSERT_NO_FATAL_FAILURE(expect_additive(*books, name));
}

TEST(Explanation, AddsUpOnEveryRowOfTheGeneratedBooks) {
  const testing::TemporaryFolder folder("explained");
  const auto made = testing::generate(folder.path() / "data", 3'000);
  ASSERT_TRUE(made) << made.error().message;
  expect_additive(folder.path() / "data", "retail_lending");
}

struct RealData {
  const char *portfolio, *data;
};

class ExplanationOfRealData : public ::testing::TestWithParam<RealData> {};

INSTANTIATE_TEST_SUITE_P(
    DataSets, ExplanationOfRealData,
    ::testing::Values(RealData{"german_credit", "german_credit"},
                      RealData{"taiwan_cards", "taiwan_credit_card"},
                      RealData{"berka", "berka"}),
    [](const auto& each) { return std::string(each.param.portfolio); });

TEST_P(ExplanationOfRealData, AddsUpOnEveryRow) {
  const std::filesystem::path data =
      std::filesystem::path("../shared/data") / GetParam().data;
  if (!std::filesystem::exists(data)) GTEST_SKIP() << data << " is absent";
  expect_additive(data, GetParam().portfolio);
}

}  // namespace
}  // namespace credence
