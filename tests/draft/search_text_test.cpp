#include <gtest/gtest.h>

#include "draft/texts.h"
#include "portfolio/decisions_toml.h"
#include "portfolio/portfolio.h"
#include "portfolio/toml_document.h"

namespace credence::draft {
namespace {

Draft draft_of(std::int64_t rows, std::size_t features) {
  Draft draft;
  draft.rows = rows;
  draft.columns.resize(features);
  return draft;
}

std::vector<portfolio::SearchSpace> searches(const Draft& draft) {
  const auto root = portfolio::parse_toml(search_text(draft));
  EXPECT_TRUE(root) << root.error().message;
  const auto spaces = portfolio::read_searches(*root);
  EXPECT_TRUE(spaces) << spaces.error().message;
  return *spaces;
}

TEST(SearchText, IsReadAsASearchOfEveryModel) {
  for (const std::int64_t rows : {1000, 30'000, 1'000'000}) {
    std::vector<std::string> learners;
    for (const auto& space : searches(draft_of(rows, 20)))
      learners.push_back(space.learner);
    EXPECT_EQ(learners,
              (std::vector<std::string>{"logistic", "lightgbm", "xgboost", "gbm"}));
  }
}

TEST(SearchText, TriesFewerOfTheSlowModelsTheMoreThereIsToRead) {
  const auto trials = [](std::int64_t rows) {
    const auto spaces = searches(draft_of(rows, 20));
    EXPECT_EQ(spaces[1].trials, spaces[2].trials);
    EXPECT_EQ(spaces[1].trials, spaces[3].trials);
    return spaces[1].trials;
  };
  EXPECT_GT(trials(1000), trials(10'000));
  EXPECT_GT(trials(10'000), trials(50'000));
  EXPECT_GT(trials(50'000), trials(500'000));
  EXPECT_GE(trials(500'000), 1);
}

TEST(SearchText, GrowsSmallerTreesOnFewerRows) {
  const auto deepest = [](std::int64_t rows) {
    std::int64_t depth = 0;
    for (const auto& space : searches(draft_of(rows, 20)))
      for (const auto& dimension : space.dimensions)
        if (dimension.name == "max_depth")
          for (const auto& value : dimension.values)
            depth = std::max(depth, std::get<std::int64_t>(value));
    return depth;
  };
  EXPECT_LT(deepest(1000), deepest(10'000));
}

}  // namespace
}  // namespace credence::draft
