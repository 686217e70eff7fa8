// Logistic regression against scikit-learn (tests/oracle/logistic.py makes the numbers)
// and against the conditions that a minimum has to meet.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/json.h"
#include "learner/learner.h"
#include "tests/learner/random_rows.h"

namespace credence::learner {
namespace {

using model::Linear;

Linear fit(const LabelledRows& data, const Parameters& parameters) {
  const auto logistic = *find_learner("logistic");
  const auto trainer = *logistic->bind(data.matrix, data.labels, {});
  return std::get<Linear>(trainer->fit(parameters, 1)->model);
}

std::array<double, 2> class_weights(const LabelledRows& data, bool balanced) {
  const auto rows = static_cast<double>(data.labels.size());
  double bad = 0;
  for (const auto label : data.labels) bad += label;
  if (!balanced) return {1, 1};
  return {rows / (2 * (rows - bad)), rows / (2 * bad)};
}

struct Minimum {
  double objective;
  std::vector<double> gradient;  // of the loss times C; the intercept's in front
};

// Straight from the definition.
Minimum evaluate(const LabelledRows& data, const Linear& model,
                 const std::string& penalty, double c, bool balanced) {
  const auto weights = class_weights(data, balanced);
  Minimum result{0, std::vector<double>(data.matrix.columns() + 1)};
  for (std::size_t i = 0; i < data.matrix.rows; ++i) {
    const auto row = data.matrix.row(i);
    const double m = margin(model, row), label = data.labels[i];
    const double w = c * weights[static_cast<std::size_t>(data.labels[i])];
    const double u = label == 1 ? -m : m;
    result.objective +=
        w * (u > 0 ? u + std::log1p(std::exp(-u)) : std::log1p(std::exp(u)));
    const double slope = w * (1 / (1 + std::exp(-m)) - label);
    result.gradient[0] += slope;
    for (std::size_t j = 0; j < row.size(); ++j)
      result.gradient[j + 1] += slope * row[j];
  }
  for (const double b : model.coefficients)
    result.objective += penalty == "l1" ? std::abs(b) : b * b / 2;
  return result;
}

TEST(Logistic, AgreesWithScikitLearn) {
  const auto text = read_file("tests/learner/golden/logistic.json");
  ASSERT_TRUE(text.has_value());
  const Json golden = *parse_json(*text, "logistic.json");
  int fits = 0;
  for (const Json& one : golden["cases"]) {
    LabelledRows data;
    data.labels = one["labels"].get<std::vector<std::int8_t>>();
    data.matrix = {std::vector<std::string>(one["columns"].get<std::size_t>(), "x"),
                   data.labels.size(), one["values"].get<std::vector<double>>()};
    for (const Json& expected : one["fits"]) {
      const std::string penalty = expected["penalty"],
                        weight = expected["class_weight"];
      const double c = expected["C"];
      SCOPED_TRACE(fmt::format("{}, {}, C {}, {}", one["kind"].get<std::string>(),
                               penalty, c, weight));
      const Linear model =
          fit(data, {{"C", c}, {"penalty", penalty}, {"class_weight", weight}});
      const double objective = expected["objective"];
      EXPECT_NEAR(evaluate(data, model, penalty, c, weight == "balanced").objective,
                  objective, 1e-6 * objective);
      const auto& probabilities = expected["probabilities"];
      for (std::size_t i = 0; i < probabilities.size(); ++i)
        EXPECT_NEAR(1 / (1 + std::exp(-margin(model, data.matrix.row(i)))),
                    probabilities[i].get<double>(), 1e-4);
      if (one["unique"].get<bool>()) {
        EXPECT_NEAR(model.intercept, expected["intercept"].get<double>(), 1e-3);
        for (std::size_t j = 0; j < model.coefficients.size(); ++j)
          EXPECT_NEAR(model.coefficients[j], expected["coefficients"][j].get<double>(),
                      1e-3);
      }
      ++fits;
    }
  }
  EXPECT_EQ(fits, 48);
}

// At a minimum the gradient is 0 where the objective is smooth, and within the
// penalty's slope where a lasso coefficient is 0.
TEST(Logistic, EndsWhereNoDirectionLeadsDown) {
  EXPECT_TRUE(rc::check([] {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const auto rows = *rc::gen::inRange<std::size_t>(40, 700);
    const auto columns = *rc::gen::inRange<std::size_t>(1, 15);
    const double c = *rc::gen::element(0.001, 0.05, 1.0, 20.0);
    const auto penalty = *rc::gen::element<std::string>("l1", "l2");
    const bool balanced = *rc::gen::arbitrary<bool>();
    const LabelledRows data = random_rows(seed, rows, columns);
    const Linear model = fit(data, {{"C", c},
                                    {"penalty", penalty},
                                    {"class_weight", balanced ? "balanced" : "none"}});
    const Minimum minimum = evaluate(data, model, penalty, c, balanced);
    // How far a gradient may be off: columns have sizes of up to about 50.
    const double tolerance = 1e-4 * (1 + c * static_cast<double>(rows));
    RC_ASSERT(std::abs(minimum.gradient[0]) < tolerance);
    for (std::size_t j = 0; j < columns; ++j) {
      const double b = model.coefficients[j], slope = minimum.gradient[j + 1];
      if (penalty == "l2")
        RC_ASSERT(std::abs(slope + b) < tolerance);
      else if (b == 0)
        RC_ASSERT(std::abs(slope) < 1 + tolerance);
      else
        RC_ASSERT(std::abs(slope + (b > 0 ? 1 : -1)) < tolerance);
    }
  }));
}

TEST(Logistic, LeavesTheInterceptFree) {
  LabelledRows data = random_rows(5, 400, 3);
  for (const char* penalty : {"l1", "l2"}) {
    const Parameters parameters = {
        {"C", 1e-9}, {"penalty", penalty}, {"class_weight", "none"}};
    const double bad = static_cast<double>(std::ranges::count(data.labels, 1));
    // With the coefficients held at 0 the best margin is the log-odds of the base rate.
    EXPECT_NEAR(fit(data, parameters).intercept, std::log(bad / (400 - bad)), 1e-5);
  }
}

TEST(Logistic, LassoLeavesOutWhatRidgeKeeps) {
  const LabelledRows data = random_rows(6, 500, 10);
  const auto count_zeros = [&](const char* penalty) {
    return std::ranges::count(
        fit(data, {{"C", 0.05}, {"penalty", penalty}}).coefficients, 0.0);
  };
  EXPECT_GT(count_zeros("l1"), 2);
  EXPECT_EQ(count_zeros("l2"), 0);
}

TEST(Logistic, ScoresAPathAsSingleFitsDo) {
  const LabelledRows data = random_rows(7, 600, 12), unseen = random_rows(8, 100, 12);
  const auto logistic = *find_learner("logistic");
  const auto trainer = *logistic->bind(data.matrix, data.labels, {});
  std::vector<Parameters> path;
  for (const char* penalty : {"l1", "l2"})
    for (const double c : {10.0, 0.001, 0.1, 1.0})
      path.push_back({{"C", c}, {"penalty", penalty}});
  const auto scored = trainer->fit_and_score(path, 1, unseen.matrix);
  for (std::size_t k = 0; k < path.size(); ++k) {
    const auto single = model::margins(trainer->fit(path[k], 1)->model, unseen.matrix);
    for (std::size_t i = 0; i < single.size(); ++i)
      EXPECT_NEAR((*scored[k])[i], single[i], 1e-4);
  }
}

TEST(Logistic, GroupsTrialsIntoOnePathPerPenaltyAndWeighting) {
  const auto logistic = *find_learner("logistic");
  const std::vector<Parameters> trials = {{{"C", 1.0}, {"penalty", "l1"}},
                                          {{"C", 1.0}},
                                          {{"C", 2.0}, {"penalty", "l1"}},
                                          {{"C", 3.0}, {"penalty", "l2"}},
                                          {{"C", 1.0}, {"class_weight", "none"}}};
  std::vector<std::vector<std::size_t>> expected = {{0, 2}, {1, 3}, {4}};
  auto groups = logistic->group(trials);
  std::ranges::sort(groups);
  EXPECT_EQ(groups, expected);
}

TEST(Logistic, TakesColumnsThatSayNothing) {
  LabelledRows data = random_rows(9, 300, 4);
  for (std::size_t i = 0; i < data.matrix.rows; ++i) {
    data.matrix.row(i)[0] = 0;
    data.matrix.row(i)[2] = 7;  // constant, beside the intercept
  }
  for (const char* penalty : {"l1", "l2"}) {
    const Linear model = fit(data, {{"C", 5.0}, {"penalty", penalty}});
    EXPECT_EQ(model.coefficients[0], 0);
    EXPECT_NEAR(model.coefficients[2], 0, 1e-9);
  }
}

TEST(Logistic, TakesSeparatedClassesAndEnormousValues) {
  LabelledRows data = random_rows(10, 300, 4);
  for (std::size_t i = 0; i < data.matrix.rows; ++i) {
    data.matrix.row(i)[0] = data.labels[i];
    data.matrix.row(i)[1] *= 1e8;
  }
  for (const char* penalty : {"l1", "l2"}) {
    const Linear model = fit(data, {{"C", 1000.0}, {"penalty", penalty}});
    for (std::size_t i = 0; i < data.matrix.rows; ++i) {
      const double m = margin(model, data.matrix.row(i));
      ASSERT_TRUE(std::isfinite(m));
      EXPECT_EQ(m > 0, data.labels[i] == 1);
    }
  }
}

TEST(Logistic, SaysWhichValueCannotBeLearntFrom) {
  const auto logistic = *find_learner("logistic");
  LabelledRows data = random_rows(11, 30, 3);
  data.matrix.row(4)[1] = std::nan("");
  EXPECT_EQ(
      logistic->bind(data.matrix, data.labels, {}).error().message,
      "logistic: column 'x1' holds nan in row 4 of the training matrix; only finite "
      "numbers can be learnt from");
}

}  // namespace
}  // namespace credence::learner
