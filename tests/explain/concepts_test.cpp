#include "explain/concepts.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "explain/explainer.h"
#include "tests/prepare/sample.h"

namespace credence::explain {
namespace {

using prepare::Form;
using prepare::Pipeline;

// age and education have their own names as concepts, income its logarithm beside it.
portfolio::Portfolio portfolio_with_concepts() {
  portfolio::Portfolio portfolio = prepare::sample_portfolio();
  for (portfolio::Feature& feature : portfolio.features)
    feature.concept_name = feature.name;
  portfolio.features[1].concept_name = "Income";         // income
  portfolio.features[2].concept_name = "Credit record";  // score
  portfolio.features[3].concept_name = "The loan";       // is_secured
  portfolio.features[5].concept_name = "The loan";       // loan_type
  portfolio.features[6].concept_name = "Income";         // region
  return portfolio;
}

struct Prepared {
  portfolio::Portfolio portfolio = portfolio_with_concepts();
  table::Table features;
  Pipeline pipeline;
};

Prepared prepared(std::uint64_t seed, double missing = 0.2) {
  Random random(seed);
  const portfolio::Portfolio portfolio = portfolio_with_concepts();
  table::Table features = prepare::random_table(120, missing, random);
  auto pipeline = Pipeline::fit(portfolio, features, prepare::all_rows(120), {});
  EXPECT_TRUE(pipeline) << pipeline.error().message;
  return {portfolio, std::move(features), std::move(*pipeline)};
}

std::size_t column_named(const Pipeline& pipeline, std::string_view name) {
  const auto found = std::ranges::find(pipeline.names(), name);
  EXPECT_NE(found, pipeline.names().end()) << name;
  return static_cast<std::size_t>(found - pipeline.names().begin());
}

TEST(Concepts, BringsEncodedColumnsToWhatTheyWereMadeFrom) {
  const Prepared given = prepared(1);
  const auto concepts = *Concepts::of(given.pipeline, given.portfolio);
  const std::map<std::string, std::string> expected = {
      {"age", "age"},
      {"age_missing", "age"},
      {"income", "Income"},
      {"income_missing", "Income"},
      {"log_income", "Income"},
      {"region=0", "Income"},
      {"region=3", "Income"},
      {"region_missing", "Income"},
      {"score", "Credit record"},
      {"is_secured", "The loan"},
      {"loan_type=Auto", "The loan"},
      {"loan_type=Home", "The loan"},
      {"loan_type_missing", "The loan"},
      {"education", "education"}};
  for (const auto& [column, name] : expected)
    EXPECT_EQ(
        concepts.names()[concepts.of_column()[column_named(given.pipeline, column)]],
        name)
        << column;
  EXPECT_EQ(concepts.of_column().size(), given.pipeline.names().size());
  EXPECT_EQ(concepts.names(),
            (std::vector<std::string>{"age", "Income", "Credit record", "The loan",
                                      "education"}));
}

TEST(Concepts, AddsUpWhatBelongsTogetherTheLargestInSizeFirst) {
  const Prepared given = prepared(2);
  const auto concepts = *Concepts::of(given.pipeline, given.portfolio);
  std::vector<double> contributions(given.pipeline.names().size(), 0.0);
  const auto give = [&](std::string_view column, double value) {
    contributions[column_named(given.pipeline, column)] = value;
  };
  give("income", 0.5);
  give("log_income", -0.75);
  give("income_missing", 0.125);
  give("region=1", -0.5);
  give("loan_type=Home", 1);
  give("is_secured", -0.25);
  give("age", 0.0625);
  const auto sums = concepts.sums(contributions);
  const std::vector<std::pair<std::string, double>> expected = {{"The loan", 0.75},
                                                                {"Income", -0.625},
                                                                {"age", 0.0625},
                                                                {"Credit record", 0},
                                                                {"education", 0}};
  ASSERT_EQ(sums.size(), expected.size());
  for (std::size_t k = 0; k < sums.size(); ++k) {
    EXPECT_EQ(sums[k].name, expected[k].first);
    EXPECT_EQ(sums[k].contribution, expected[k].second);
  }
}

TEST(Concepts, GivesASharedIndicatorToTheFirstOfItsFeatures) {
  portfolio::Portfolio portfolio = portfolio_with_concepts();
  Random random(3);
  std::vector<std::vector<table::Value>> rows;
  for (int i = 0; i < 50; ++i) {
    rows.push_back(prepare::random_row(random, 0));
    if (i % 5 == 0) rows.back()[1] = rows.back()[2] = {};  // income and score
  }
  const table::Table features = prepare::table_of(rows);
  const auto pipeline =
      *Pipeline::fit(portfolio, features, prepare::all_rows(rows.size()), {});
  const auto concepts = *Concepts::of(pipeline, portfolio);
  ASSERT_EQ(std::ranges::count(pipeline.names(), "score_missing"), 0);
  EXPECT_EQ(
      concepts.names()[concepts.of_column()[column_named(pipeline, "income_missing")]],
      "Income");
}

RC_GTEST_PROP(Concepts, KeepTheTotalAndTheOrderOfSizes, (std::uint64_t seed)) {
  static const Prepared given = prepared(4);
  const auto concepts = *Concepts::of(given.pipeline, given.portfolio);
  Random random(seed);
  std::vector<double> contributions;
  long double total = 0, sizes = 0;
  for (std::size_t j = 0; j < given.pipeline.names().size(); ++j) {
    contributions.push_back(random.normal() * std::exp(6 * random.normal()));
    total += contributions.back();
    sizes += std::abs(contributions.back());
  }
  const auto sums = concepts.sums(contributions);
  RC_ASSERT(sums.size() == concepts.names().size());
  long double of_sums = 0;
  for (const ConceptContribution& sum : sums) of_sums += sum.contribution;
  RC_ASSERT(std::abs(of_sums - total) <= 1e-12L * sizes);
  RC_ASSERT(std::ranges::is_sorted(sums, std::greater{}, [](const auto& sum) {
    return std::abs(sum.contribution);
  }));
}

// From features to sums: a linear model whose only term is the logarithm of income
// speaks of income alone, and says as much as it moved the log-odds.
TEST(Concepts, SaysWhatTheModelSaidOfAPreparedRow) {
  const Prepared given = prepared(5);
  const auto concepts = *Concepts::of(given.pipeline, given.portfolio);
  const table::Matrix training =
      given.pipeline.transform(given.features, prepare::all_rows(120), Form::scaled);
  model::Linear model{-1, std::vector<double>(training.columns(), 0.0)};
  model.coefficients[column_named(given.pipeline, "log_income")] = -0.5;
  const auto explainer = *Explainer::of(model, column_means(training));
  std::vector<double> contributions(training.columns());
  for (std::size_t i = 0; i < training.rows; ++i) {
    explainer.contributions(training.row(i), contributions);
    const auto sums = concepts.sums(contributions);
    EXPECT_EQ(sums.front().name, "Income");
    EXPECT_NEAR(sums.front().contribution + explainer.base(),
                model::margin(model, training.row(i)), 1e-12);
    for (std::size_t k = 1; k < sums.size(); ++k) EXPECT_EQ(sums[k].contribution, 0);
  }
}

TEST(Concepts, RefusesAPortfolioThatThePreparationWasNotFittedFor) {
  Prepared given = prepared(6);
  given.portfolio.features[1].name = "salary";
  const auto concepts = Concepts::of(given.pipeline, given.portfolio);
  ASSERT_FALSE(concepts);
  EXPECT_EQ(concepts.error().message,
            "explanation: the preparation uses the feature 'income', which the "
            "portfolio does not have; expected the portfolio that it was fitted for");
}

}  // namespace
}  // namespace credence::explain
