// The check of finished models: what learners are held to may be undone by a feature
// that is made of the same input, and that has to be seen.
#include "train/direction_check.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <numeric>

#include "base/random.h"
#include "features/feature_set.h"
#include "learner/learner.h"
#include "prepare/directions.h"
#include "tests/train/small_lender.h"

namespace credence::train {
namespace {

using Rows = std::vector<std::uint32_t>;

// Loans whose risk rises with the share of the credit limits in use, but for the middle
// third, which is safer than it should be.
constexpr const char* schema = R"(
CREATE TABLE loans (
  loan_id BIGINT NOT NULL PRIMARY KEY,
  used DOUBLE CHECK (used BETWEEN 0 AND 2),
  income BIGINT NOT NULL CHECK (income BETWEEN 1 AND 1000),
  is_bad BIGINT CHECK (is_bad IN (0, 1))
);
)";

constexpr const char* features_sql = R"(
SELECT
  d.application_id,
  -- Share in use
  l.used,
  -- Band of it
  CASE
    WHEN l.used < 0.3 THEN 'low'
    WHEN l.used < 0.6 THEN 'middle'
    WHEN l.used >= 0.6 THEN 'high'
  END AS band,
  -- Left over
  CAST(2 AS DOUBLE) - l.used AS unused,
  -- Income
  l.income
FROM decisions AS d
JOIN loans AS l ON l.loan_id = d.application_id
)";

constexpr const char* target_sql = R"(
SELECT l.loan_id AS application_id, l.is_bad AS outcome, NULL AS no_outcome
FROM loans AS l
)";

std::string toml(const std::string& of_features) {
  return R"(
name = "cards"
title = "Cards"
[application]
table = "loans"
id = "loan_id"
[tables.loans]
timeless = "as they were made"
[features]
)" + of_features +
         R"(
[features.groups]
all = ["used", "band", "unused", "income"]
[monotone]
"loans.used" = "increasing"
[costs]
missed_bad = 10
refused_good = 3
refused_bad = 0
granted_good = 0
[[bands]]
name = "Low"
below = 1
color = "#10b981"
action = "grant"
description = "low"
[[bands]]
name = "High"
color = "#ef4444"
action = "refuse"
description = "high"
[search.gbm]
trials = 1
n_estimators = [10]
)";
}

const char* const ordered_band =
    "[features.ordinal]\nband = [\"low\", \"middle\", "
    "\"high\"]\n";

struct Cards {
  portfolio::Portfolio portfolio;
  features::FeatureSet set;
  std::vector<features::MovedInput> moved;
  prepare::Pipeline pipeline;
};

void write_loans(const std::filesystem::path& file) {
  Random random(9);
  std::ofstream out(file);
  out << "loan_id,used,income,is_bad\n";
  for (int i = 0; i < 1500; ++i) {
    const double used = std::floor(1000 * random.uniform()) / 1000;
    const auto income = 1 + random.below(1000);
    const double log_odds = 3 * used - 1 - (used >= 0.3 && used < 0.6 ? 2 : 0) -
                            static_cast<double>(income) / 1000;
    const bool bad = random.chance(1 / (1 + std::exp(-log_odds)));
    // One in ten has no cards.
    if (random.chance(0.1))
      out << i << ",," << income << ',' << bad << '\n';
    else
      out << i << ',' << used << ',' << income << ',' << bad << '\n';
  }
}

Result<Cards> make_cards(const std::string& of_features) {
  const auto folder = std::filesystem::temp_directory_path() /
                      fmt::format("direction_check_{}", ::getpid());
  std::filesystem::create_directories(folder);
  write_loans(folder / "loans.csv");
  auto portfolio = TRY(portfolio::parse_portfolio(
      {toml(of_features), schema, features_sql, target_sql}, "cards"));
  const auto engine = TRY(engine::open_engine("duckdb", {}));
  const auto loaded = engine->load(portfolio, TRY(engine::find_source(folder)), {});
  std::filesystem::remove_all(folder);
  if (!loaded) return std::unexpected(loaded.error());
  auto set = TRY(features::build(*engine, portfolio));
  const Rows rows = set.labelled();
  auto moved =
      TRY(features::move_inputs(*engine, portfolio, set, rows, {.applications = 60}));
  auto pipeline = TRY(prepare::Pipeline::fit(portfolio, set.features, rows, {}));
  return Cards{std::move(portfolio), std::move(set), std::move(moved),
               std::move(pipeline)};
}

report::DirectionCheck checked(const Cards& cards, const std::string& learner_name) {
  const auto learner = *learner::find_learner(learner_name);
  const auto form =
      learner->wants_scaled() ? prepare::Form::scaled : prepare::Form::unscaled;
  const Rows rows = cards.set.labelled();
  const auto matrix = cards.pipeline.transform(cards.set.features, rows, form);
  std::vector<std::int8_t> labels;
  for (const std::uint32_t row : rows) labels.push_back(cards.set.outcomes[row]);
  const auto directions = prepare::directions_of(cards.pipeline, cards.portfolio);
  const auto trainer = *learner->bind(matrix, labels, directions);
  const auto trained = trainer->fit({}, 1);
  EXPECT_TRUE(trained) << trained.error().message;
  const auto checks = check_directions(cards.moved, cards.portfolio, cards.pipeline,
                                       form, trained->model);
  EXPECT_EQ(checks.size(), 1u);
  return checks[0];
}

const char* const boosters[] = {"gbm", "lightgbm", "xgboost"};

TEST(DirectionCheck, HoldsWhereEveryFeatureMadeOfTheInputIsHeld) {
  const auto cards =
      make_cards(std::string(ordered_band) +
                 "[features.monotone]\nincreasing = [\"used\", \"band\"]\n"
                 "decreasing = [\"unused\"]\n");
  ASSERT_TRUE(cards) << cards.error().message;
  for (const std::string& learner : learner::learner_names()) {
    const auto check = checked(*cards, learner);
    EXPECT_EQ(check.reversals, 0) << learner << ": " << describe(check);
    EXPECT_TRUE(check.remarks.empty()) << describe(check);
    EXPECT_EQ(check.input, "loans.used");
    EXPECT_EQ(check.direction, "increasing");
    EXPECT_EQ(check.applications, 60);
    EXPECT_EQ(check.steps,
              60 * (static_cast<std::int64_t>(cards->moved[0].values.size()) - 1));
  }
}

TEST(DirectionCheck, SeesThatABandOfTheSameInputUndoesTheConstraint) {
  const auto cards = make_cards(std::string(ordered_band) +
                                "[features.monotone]\nincreasing = [\"used\"]\n"
                                "decreasing = [\"unused\"]\n");
  ASSERT_TRUE(cards) << cards.error().message;
  for (const char* learner : boosters) {
    const auto check = checked(*cards, learner);
    EXPECT_GT(check.reversals, 0) << learner;
    EXPECT_GT(check.largest, 0.1) << learner;
    EXPECT_FALSE(check.example.empty());
    EXPECT_EQ(check.remarks,
              std::vector<std::string>{"Feature band is made of the same input, but "
                                       "features.monotone does not hold it"})
        << learner;
  }
}

TEST(DirectionCheck, SeesThatAFeatureMovesAgainstItsOwnDirection) {
  const auto cards = make_cards(
      "[features.ordinal]\nband = [\"middle\", \"low\", \"high\"]\n"
      "[features.monotone]\nincreasing = [\"used\", \"band\", \"unused\"]\n");
  ASSERT_TRUE(cards) << cards.error().message;
  const auto check = checked(*cards, "gbm");
  EXPECT_GT(check.reversals, 0);
  EXPECT_EQ(
      check.remarks,
      (std::vector<std::string>{
          "Feature band, which is held as increasing, rises and falls as the "
          "input rises, against the direction",
          "Feature unused, which is held as increasing, falls as the input rises, "
          "against the direction"}));
}

// By hand: two applications and three values, margins 2, 1, 4 and -1, -1, -1.5.
TEST(DirectionCheck, CountsTheStepsThatGoTheWrongWayByApplication) {
  const auto portfolio = small_lender();
  auto set = small_set(60);
  const auto pipeline =
      *prepare::Pipeline::fit(portfolio, set.features, set.labelled(), {});
  features::MovedInput moved{
      {"loans", "income", portfolio::Direction::decreasing}, {10, 20, 30}, {}, {}};
  moved.application_id.type = table::Type::integer;
  for (const std::int64_t id : {41, 42}) moved.application_id.append(id);
  moved.features = set.features.take({0, 0, 0, 0, 0, 0});
  moved.features.columns[0].integers = {200, 100, 400, -100, -100, -150};
  model::Linear model;
  model.coefficients.assign(pipeline.names().size(), 0.0);
  model.coefficients[0] = 0.01;
  ASSERT_EQ(pipeline.names()[0], "income");
  const auto checks = check_directions(std::span(&moved, 1), portfolio, pipeline,
                                       prepare::Form::unscaled, model);
  ASSERT_EQ(checks.size(), 1u);
  EXPECT_EQ(checks[0].applications, 2);
  EXPECT_EQ(checks[0].steps, 4);
  EXPECT_EQ(checks[0].reversals, 1);
  EXPECT_NEAR(checks[0].largest, 3, 1e-12);
  EXPECT_EQ(checks[0].example, "application 41, from 20 to 30");
  moved.input.direction = portfolio::Direction::increasing;
  const auto turned = check_directions(std::span(&moved, 1), portfolio, pipeline,
                                       prepare::Form::unscaled, model);
  EXPECT_EQ(turned[0].reversals, 2);
  EXPECT_NEAR(turned[0].largest, 1, 1e-12);
  EXPECT_EQ(turned[0].example, "application 41, from 10 to 20");
}

}  // namespace
}  // namespace credence::train
