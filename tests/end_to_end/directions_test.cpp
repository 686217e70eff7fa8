// The directions that the shipped portfolio declares hold for every learner, whatever
// features.sql makes of the inputs.
#include <gtest/gtest.h>

#include "learner/learner.h"
#include "prepare/directions.h"
#include "tests/end_to_end/generated_books.h"
#include "train/direction_check.h"

namespace credence {
namespace {

TEST(Directions, HoldForEveryLearnerOnGeneratedBooks) {
  const testing::TemporaryFolder folder("directions");
  ASSERT_TRUE(testing::generate(folder.path() / "data", 1500));
  const auto loaded =
      testing::load_books(folder.path() / "data", "portfolios/retail_lending");
  ASSERT_TRUE(loaded) << loaded.error().message;
  const auto& [portfolio, engine, set] = *loaded;
  const std::vector<std::uint32_t> rows = set.labelled();
  const auto moved =
      features::move_inputs(*engine, portfolio, set, rows, {.applications = 60});
  ASSERT_TRUE(moved) << moved.error().message;
  ASSERT_EQ(moved->size(), portfolio.monotone.size());
  ASSERT_GE(moved->size(), 6u);
  const auto pipeline = prepare::Pipeline::fit(portfolio, set.features, rows, {});
  ASSERT_TRUE(pipeline) << pipeline.error().message;
  const auto directions = prepare::directions_of(*pipeline, portfolio);
  std::vector<std::int8_t> labels;
  for (const std::uint32_t row : rows) labels.push_back(set.outcomes[row]);
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
    // Without being held, none of them keeps to all.
    std::int64_t reversals = 0;
    for (const report::DirectionCheck& each : check({})) reversals += each.reversals;
    EXPECT_GT(reversals, 0) << name;
  }
}

}  // namespace
}  // namespace credence
