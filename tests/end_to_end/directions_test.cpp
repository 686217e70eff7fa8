// The directions that the shipped portfolio declares hold for every learner, whatever
// features.sql makes of the inputs.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "learner/learner.h"
#include "prepare/directions.h"
#include "tests/end_to_end/generated_books.h"
#include "train/direction_check.h"

namespace credence {
namespace {

// Every learner on at most `most_rows` applications, with and without directions.
void expect_directions(const testing::Books& books, std::size_t inputs,
                       std::size_t most_rows) {
  const auto& [portfolio, engine, set] = books;
  std::vector<std::uint32_t> rows = set.labelled();
  rows.resize(std::min(rows.size(), most_rows));
  const auto moved =
      features::move_inputs(*engine, portfolio, set, rows, {.applications = 60});
  ASSERT_TRUE(moved) << moved.error().message;
  ASSERT_EQ(moved->size(), portfolio.monotone.size());
  ASSERT_EQ(moved->size(), inputs);
  const auto pipeline = prepare::Pipeline::fit(portfolio, set.features, rows, {});
  ASSERT_TRUE(pipeline) << pipeline.error().message;
  const auto directions = prepare::directions_of(*pipeline, portfolio);
  std::vector<std::int8_t> labels;
  for (const std::uint32_t row : rows) labels.push_back(set.outcomes[row]);
  std::int64_t free = 0;  // reversals of models that are not held
  for (const std::string& name : learner::learner_names()) {
    const auto learner = *learner::find_learner(name);
    const auto form =
        learner->wants_scaled() ? prepare::Form::scaled : prepare::Form::unscaled;
    const auto matrix = pipeline->transform(set.features, rows, form);
    const auto check = [&](std::span<const std::int8_t> held) {
      const auto trainer = *learner->bind(matrix, labels, held);
      return train::check_directions(*moved, portfolio, *pipeline, form,
                                     trainer->fit({}, 1)->model);
    };
    for (const report::DirectionCheck& each : check(directions)) {
      EXPECT_EQ(each.reversals, 0) << name << ": " << describe(each);
      EXPECT_EQ(each.remarks, std::vector<std::string>{}) << name << ": " << each.input;
      EXPECT_EQ(each.applications, 60) << each.input;
    }
    for (const report::DirectionCheck& each : check({})) free += each.reversals;
  }
  EXPECT_GT(free, 0) << "no learner would go against a direction: the data are none "
                        "to show this with";
}

TEST(Directions, HoldForEveryLearnerOnGeneratedBooks) {
  const testing::TemporaryFolder folder("directions");
  ASSERT_TRUE(testing::generate(folder.path() / "data", 1500));
  const auto books =
      testing::load_books(folder.path() / "data", "portfolios/retail_lending");
  ASSERT_TRUE(books) << books.error().message;
  expect_directions(*books, 6, 1500);
}

TEST(Directions, HoldForEveryLearnerOnRealData) {
  struct Case {
    const char *data, *portfolio;
    std::size_t inputs;
  };
  for (const Case& c : {Case{"german_credit", "german_credit", 1},
                        Case{"taiwan_credit_card", "taiwan_cards", 6}}) {
    const auto data = std::filesystem::path("../shared/data") / c.data;
    if (!std::filesystem::exists(data))
      GTEST_SKIP() << data << " is not there; it is no part of the project";
    const auto books =
        testing::load_books(data, std::filesystem::path("portfolios") / c.portfolio);
    ASSERT_TRUE(books) << books.error().message;
    SCOPED_TRACE(c.portfolio);
    expect_directions(*books, c.inputs, 3000);
  }
}

}  // namespace
}  // namespace credence
