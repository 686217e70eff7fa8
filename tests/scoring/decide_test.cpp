#include "scoring/decide.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/scoring/tiny_lender.h"

namespace credence::scoring {
namespace {

using table::Value;

// amount, emi, tenure, schooling, score, past_loans, worst_days_late
std::vector<Value> some_row() {
  return {2500.0,          120.5,           4.0, std::string("low"), std::int64_t{650},
          std::int64_t{1}, std::int64_t{12}};
}

std::shared_ptr<version::Version> version_with(double intercept) {
  auto version = std::make_shared<version::Version>(*tiny_version());
  auto& model = std::get<model::Linear>(version->model);
  model.intercept = intercept;
  for (double& coefficient : model.coefficients) coefficient = 0;
  return version;
}

}  // namespace

TEST(Decider, GivesTheLogisticOfTheModelsLogOdds) {
  Decider decider(version_with(std::log(0.25 / 0.75)));
  const auto decided = decider.decide(some_row());
  ASSERT_TRUE(decided.has_value()) << decided.error().message;
  EXPECT_EQ(decided->margin, std::log(0.25 / 0.75));
  EXPECT_NEAR(decided->probability, 0.25, 1e-15);
}

TEST(Decider, CalibratesTheProbabilityAndNotTheMargin) {
  auto version = version_with(std::log(0.25 / 0.75));
  version->calibration = calibrate::Calibration::from(calibrate::Platt{2, 1}).value();
  const auto decided = Decider(version).decide(some_row());
  ASSERT_TRUE(decided.has_value()) << decided.error().message;
  EXPECT_EQ(decided->margin, std::log(0.25 / 0.75));
  EXPECT_NEAR(decided->probability, 1 / (1 + 9 * std::exp(-1)), 1e-15);
}

TEST(Decider, DecidesByTheVersionsRule) {
  const auto decide = [](double probability) {
    // Kept alive by the decider alone.
    Decider decider(version_with(std::log(probability / (1 - probability))));
    const Decided decided = *decider.decide(some_row());
    return fmt::format("{} {}", name_of_decision(decided.refused), decided.band->name);
  };
  EXPECT_EQ(decide(0.2), "approve Low, indeed");  // below 0.5 x 0.45
  EXPECT_EQ(decide(0.3), "approve Middling");
  EXPECT_EQ(decide(0.4501), "decline High");
}

TEST(Decider, AgreesWithTheMatrixOfThePipeline) {
  const auto version = tiny_version();
  std::vector<double> prepared(version->pipeline.names().size());
  version->pipeline.transform(some_row(), prepare::Form::scaled, prepared);
  const auto& model = std::get<model::Linear>(version->model);
  double expected = model.intercept;
  for (std::size_t i = 0; i < prepared.size(); ++i)
    expected += model.coefficients[i] * prepared[i];
  EXPECT_NEAR(Decider(version).decide(some_row())->margin, expected, 1e-12);
}

TEST(Decider, RefusesARowThatTheModelCannotKnow) {
  Decider decider(tiny_version());
  auto row = some_row();
  row[0] = {};
  const auto decided = decider.decide(row);
  ASSERT_FALSE(decided.has_value());
  EXPECT_EQ(decided.error().kind, ErrorKind::bad_input);
  EXPECT_NE(decided.error().message.find("amount"), std::string::npos)
      << decided.error().message;
  row = some_row();
  row[2] = row[4] = row[6] = {};  // these were missing in training too
  EXPECT_TRUE(decider.decide(row).has_value());
}

TEST(Decider, RefusesAModelThatGivesNoNumber) {
  Decider decider(version_with(std::numeric_limits<double>::infinity()));
  const auto decided = decider.decide(some_row());
  ASSERT_FALSE(decided.has_value());
  EXPECT_EQ(decided.error().kind, ErrorKind::internal);
  EXPECT_EQ(decided.error().message,
            "the model gives log-odds of inf; its version has to be replaced");
}

}  // namespace credence::scoring
