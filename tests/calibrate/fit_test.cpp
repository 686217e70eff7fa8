// What scikit-learn and scipy fit to the same margins; tests/oracle/calibration.py
// makes the numbers.
#include "calibrate/fit.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/exact_math.h"
#include "base/file.h"
#include "base/json.h"
#include "base/random.h"

namespace credence::calibrate {
namespace {

struct Drawn {
  std::vector<std::int8_t> labels;
  std::vector<double> margins;
  std::vector<std::uint32_t> folds;
};

Drawn drawn(std::size_t rows, std::uint64_t seed, double slope, double intercept) {
  Random random(seed);
  Drawn result;
  for (std::size_t i = 0; i < rows; ++i) {
    const double margin = 1.5 * random.normal() - 1;
    result.margins.push_back(margin);
    result.labels.push_back(random.chance(logistic(slope * margin + intercept)));
    result.folds.push_back(static_cast<std::uint32_t>(7 * (i % 5)));
  }
  return result;
}

class CalibrationGolden : public testing::Test {
 protected:
  void SetUp() override {
    const auto text = read_file("tests/calibrate/golden/calibration.json");
    ASSERT_TRUE(text.has_value());
    golden_ = *parse_json(*text, "calibration.json");
    ASSERT_EQ(golden_["cases"].size(), 7u);
  }

  template <class Check>
  void each(Check check) {
    for (const Json& golden : golden_["cases"]) {
      SCOPED_TRACE(golden["name"].get<std::string>());
      check(golden, golden["labels"].get<std::vector<std::int8_t>>(),
            golden["margins"].get<std::vector<double>>());
    }
  }

  Json golden_;
};

Platt platt_of(const Calibration& calibration) {
  return std::get<Platt>(calibration.map());
}

Beta beta_of(const Calibration& calibration) {
  return std::get<Beta>(calibration.map());
}

// From the definition, on probabilities.
double log_loss_by_definition(const Drawn& given, const Calibration& calibration,
                              std::uint32_t fold) {
  double sum = 0;
  for (std::size_t i = 0; i < given.labels.size(); ++i) {
    if (given.folds[i] != fold) continue;
    const double p = calibration.probability(given.margins[i]);
    sum -= std::log(given.labels[i] == 1 ? p : 1 - p);
  }
  return sum;
}

template <class Fit>
double cross_validated_by_definition(const Drawn& given, Fit fit) {
  double sum = 0;
  for (std::uint32_t fold = 0; fold < 35; fold += 7) {
    Drawn others;
    for (std::size_t i = 0; i < given.labels.size(); ++i) {
      if (given.folds[i] == fold) continue;
      others.labels.push_back(given.labels[i]);
      others.margins.push_back(given.margins[i]);
    }
    sum += log_loss_by_definition(given, *fit(others.labels, others.margins), fold);
  }
  return sum / static_cast<double>(given.labels.size());
}

}  // namespace

TEST_F(CalibrationGolden, HasPlattsLine) {
  each([](const Json& golden, const auto& labels, const auto& margins) {
    const Platt found = platt_of(*fit_platt(labels, margins));
    // Minimised further by scipy, and as scikit-learn leaves it.
    EXPECT_NEAR(found.slope, golden["platt"]["slope"], 1e-10);
    EXPECT_NEAR(found.intercept, golden["platt"]["intercept"], 1e-10);
    EXPECT_NEAR(found.slope, golden["sklearn"]["slope"], 1e-6);
    EXPECT_NEAR(found.intercept, golden["sklearn"]["intercept"], 1e-6);
  });
}

TEST_F(CalibrationGolden, HasTheBetaMapOfABoundedMinimisation) {
  each([](const Json& golden, const auto& labels, const auto& margins) {
    const Beta found = beta_of(*fit_beta(labels, margins));
    const Json& expected = golden["beta"];
    EXPECT_NEAR(found.a, expected["a"], 1e-8);
    EXPECT_NEAR(found.b, expected["b"], 1e-6);
    EXPECT_NEAR(found.c, expected["c"], 1e-8);
    EXPECT_EQ(found.a == 0, golden["name"] == "a at zero");
    EXPECT_EQ(found.b == 0, golden["name"] == "b at zero");
    // Never worse than scipy on the objective itself.
    double loss = 0, bad = 0;
    for (const std::int8_t label : labels) bad += label;
    const double good = static_cast<double>(labels.size()) - bad;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const double t = labels[i] == 1 ? (bad + 1) / (bad + 2) : 1 / (good + 2);
      const double z = Calibration::from(found)->apply(margins[i]);
      loss += std::log1p(std::exp(z)) - t * z;
    }
    EXPECT_LE(loss / static_cast<double>(labels.size()),
              expected["loss"].template get<double>() + 1e-12);
  });
}

TEST(Fit, UndoesClassWeights) {
  // A model trained with bad rows weighted w-fold gives margins log(w) too high.
  const double weight = 6;
  const Drawn honest = drawn(20'000, 3, 1, 0);
  std::vector<double> weighted;
  double bad = 0, mean = 0;
  for (const double margin : honest.margins)
    weighted.push_back(margin + std::log(weight));
  const Calibration calibration = *fit_platt(honest.labels, weighted);
  EXPECT_NEAR(platt_of(calibration).slope, 1, 0.05);
  EXPECT_NEAR(platt_of(calibration).intercept, -std::log(weight), 0.1);
  for (std::size_t i = 0; i < weighted.size(); ++i) {
    bad += honest.labels[i];
    mean += calibration.probability(weighted[i]);
  }
  EXPECT_NEAR(mean / bad, 1, 1e-3);
}

RC_GTEST_PROP(Fit, MovesWithTheScaleOfTheMargins, ()) {
  const Drawn given = drawn(120, *rc::gen::arbitrary<std::uint32_t>(), 1, 0);
  const auto before = fit_platt(given.labels, given.margins);
  RC_PRE(before.has_value());
  std::vector<double> moved;
  for (const double margin : given.margins) moved.push_back(8 * margin + 3);
  const auto after = fit_platt(given.labels, moved);
  for (std::size_t i = 0; i < moved.size(); ++i)
    RC_ASSERT(std::abs(after->apply(moved[i]) - before->apply(given.margins[i])) <
              1e-8);
}

TEST(Fit, StaysFiniteWhenTheMarginPartsBadFromGood) {
  const std::vector<std::int8_t> labels{0, 0, 0, 1, 1, 1};
  const std::vector<double> margins{-3, -2, -1, 1, 2, 3};
  const Platt platt = platt_of(*fit_platt(labels, margins));
  EXPECT_GT(platt.slope, 0.5);
  EXPECT_LT(platt.slope, 5);
  EXPECT_NEAR(platt.intercept, 0, 1e-9);  // by symmetry
  const Beta beta = beta_of(*fit_beta(labels, margins));
  EXPECT_NEAR(beta.a, beta.b, 1e-6);
  EXPECT_NEAR(beta.c, 0, 1e-6);
}

TEST(Fit, RefusesScoresThatFallWithRisk) {
  Drawn given = drawn(300, 5, 1, 0);
  for (double& margin : given.margins) margin = -margin;
  const auto platt = fit_platt(given.labels, given.margins);
  ASSERT_FALSE(platt.has_value());
  EXPECT_EQ(platt.error().kind, ErrorKind::bad_input);
  EXPECT_TRUE(
      platt.error().message.starts_with("platt calibration: the slope is -0.89"))
      << platt.error().message;
  EXPECT_EQ(
      fit_beta(given.labels, given.margins).error().message,
      "beta calibration: neither a nor b comes out above 0; higher margins go with "
      "less risk, and no increasing map mends that");
  EXPECT_EQ(
      choose_calibration(given.labels, given.margins, given.folds).error().message,
      platt.error().message);
}

TEST(Fit, RefusesWhatSaysNothing) {
  const std::vector<std::int8_t> labels{0, 1, 1};
  const auto both = [&](const std::vector<double>& margins) {
    const auto platt = fit_platt(labels, margins), beta = fit_beta(labels, margins);
    EXPECT_EQ(platt.error().message, beta.error().message);
    return platt.error().message;
  };
  EXPECT_EQ(both({2, 2, 2}),
            "all 3 margins are 2; calibration needs scores that differ");
  EXPECT_EQ(both({1, 2}),
            "3 outcomes came with 2 scores; there has to be one score each");
  EXPECT_EQ(both({1, 2, std::nan("")}), "score 3 is nan; expected a finite number");
  EXPECT_EQ(fit_platt(labels, std::vector<double>{1, 1, std::nextafter(1.0, 2.0)})
                .error()
                .message,
            "margins from 1 to 1.0000000000000002 are too close together to calibrate");
}

TEST_F(CalibrationGolden, ChoosesBetaWhereTheTruthIsBentAndPlattWhereItIsNot) {
  each([](const Json& golden, const auto& labels, const auto& margins) {
    std::vector<std::uint32_t> folds;
    for (std::size_t i = 0; i < labels.size(); ++i)
      folds.push_back(static_cast<std::uint32_t>(7 * (i % 5)));
    const Choice choice = *choose_calibration(labels, margins, folds);
    const bool beta = std::holds_alternative<Beta>(choice.calibration.map());
    EXPECT_EQ(beta, *choice.beta_log_loss < *choice.platt_log_loss);
    const std::string name = golden["name"];
    if (name == "bent" || name.ends_with("at zero")) {
      EXPECT_TRUE(beta);
      EXPECT_TRUE(choice.reason.starts_with("beta calibration: ")) << choice.reason;
    }
    // What is chosen is fitted on all rows.
    EXPECT_EQ(choice.calibration,
              beta ? *fit_beta(labels, margins) : *fit_platt(labels, margins));
    const Drawn given{labels, margins, folds};
    EXPECT_NEAR(*choice.platt_log_loss, cross_validated_by_definition(given, fit_platt),
                1e-12);
    EXPECT_NEAR(*choice.beta_log_loss, cross_validated_by_definition(given, fit_beta),
                1e-12);
  });
}

TEST(Choice, TakesPlattForALineAndSaysWhatItWon) {
  const Drawn given = drawn(4'000, 2, 0.5, -1);
  const Choice choice = *choose_calibration(given.labels, given.margins, given.folds);
  ASSERT_TRUE(std::holds_alternative<Platt>(choice.calibration.map()));
  EXPECT_LT(*choice.platt_log_loss, choice.uncalibrated_log_loss);
  EXPECT_EQ(choice.uncalibrated_log_loss, log_loss_of(given.labels, given.margins));
  EXPECT_EQ(choice.reason,
            fmt::format("platt calibration: log loss in cross-validation platt {:.5f}, "
                        "beta {:.5f}; {:.5f} uncalibrated",
                        *choice.platt_log_loss, *choice.beta_log_loss,
                        choice.uncalibrated_log_loss));
}

TEST(Choice, NeedsFoldsThatLeaveBothClasses) {
  const std::vector<std::int8_t> labels{0, 1, 0, 1};
  const std::vector<double> margins{0, 1, 0.5, 2};
  const auto refusal = [&](const std::vector<std::uint32_t>& folds) {
    return choose_calibration(labels, margins, folds).error().message;
  };
  EXPECT_EQ(refusal({1, 1, 1, 1}),
            "all rows are in one fold; comparing calibrations needs two");
  EXPECT_EQ(refusal({1, 1}),
            "4 outcomes came with 2 folds; there has to be one fold each");
  EXPECT_EQ(refusal({0, 1, 0, 1}),
            "without fold 1: all 2 outcomes are bad; measuring needs both bad and good "
            "ones");
}

TEST(LogLoss, OfLogOddsIsThatOfProbabilitiesWithoutTheirClipping) {
  const std::vector<std::int8_t> labels{1, 0, 1};
  const std::vector<double> odds{0.5, -2, 1};
  double expected = 0;
  for (std::size_t i = 0; i < 3; ++i)
    expected -= std::log(logistic(labels[i] == 1 ? odds[i] : -odds[i])) / 3;
  EXPECT_NEAR(log_loss_of(labels, odds), expected, 1e-15);
  EXPECT_EQ(log_loss_of(std::vector<std::int8_t>{0}, std::vector<double>{100}), 100);
}

}  // namespace credence::calibrate
