#include "search/journal.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/file.h"
#include "base/parallel.h"
#include "tests/search/small_folds.h"

namespace credence::search {
namespace {

using portfolio::Parameters;
using Whole = std::int64_t;
namespace fs = std::filesystem;

class SearchJournal : public testing::Test {
 protected:
  SearchJournal() {
    std::string name = (fs::temp_directory_path() / "credence-journal-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~SearchJournal() override { fs::remove_all(folder_); }

  Journal open(bool resume) const {
    auto journal = Journal::open(path(), resume);
    EXPECT_TRUE(journal) << journal.error().message;
    return std::move(*journal);
  }
  fs::path path() const { return folder_ / "search.jsonl"; }

  fs::path folder_;
  const Parameters point_ = {{"C", 0.1}, {"penalty", "l2"}, {"n", Whole{3}}};
};

TEST_F(SearchJournal, RemembersToTheLastBit) {
  const double auc = 0.1 + 0.2;
  open(false).add("logistic", 2, point_, auc);
  const Journal again = open(true);
  EXPECT_EQ(again.known(), 1u);
  EXPECT_EQ(again.find("logistic", 2, point_), auc);
  EXPECT_EQ(again.find("logistic", 1, point_), std::nullopt);
  EXPECT_EQ(again.find("lightgbm", 2, point_), std::nullopt);
  Parameters other = point_;
  other["C"] = Whole{1};
  EXPECT_EQ(again.find("logistic", 2, other), std::nullopt);
}

TEST_F(SearchJournal, BeginsAnewUnlessAskedToGoOn) {
  open(false).add("logistic", 0, point_, 0.5);
  EXPECT_EQ(open(false).known(), 0u);
  EXPECT_EQ(open(true).known(), 0u);
}

TEST_F(SearchJournal, PassesOverALineThatBrokeOff) {
  open(false).add("logistic", 0, point_, 0.5);
  const std::string whole = *read_file(path());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    std::ofstream(path(), std::ios::binary) << whole << whole.substr(0, length);
    {
      Journal journal = open(true);
      EXPECT_EQ(journal.known(), 1u);
      journal.add("logistic", 1, point_, 0.75);
    }
    EXPECT_EQ(open(true).find("logistic", 1, point_), 0.75) << length;
  }
}

TEST_F(SearchJournal, TakesLinesFromManyThreads) {
  {
    Journal journal = open(false);
    parallel_for(400, 8, [&](std::size_t i) {
      journal.add("logistic", i, point_, static_cast<double>(i) / 400);
    });
  }
  const Journal again = open(true);
  EXPECT_EQ(again.known(), 400u);
  for (std::size_t i = 0; i < 400; ++i)
    EXPECT_EQ(again.find("logistic", i, point_), static_cast<double>(i) / 400);
}

TEST_F(SearchJournal, GoesWhenTheWorkIsDone) {
  Journal journal = open(false);
  journal.finish();
  EXPECT_FALSE(fs::exists(path()));
}

TEST_F(SearchJournal, LeavesNoFileWhereNothingWasFitted) {
  {
    const Journal journal = open(false);
  }
  EXPECT_FALSE(fs::exists(path()));
  open(false).add("logistic", 0, point_, 0.5);
  EXPECT_TRUE(fs::exists(path()));
  {
    const Journal journal = open(true);
  }
  EXPECT_TRUE(fs::exists(path()));
}

TEST_F(SearchJournal, SaysWhereItCannotBeWritten) {
  const auto journal = Journal::open(folder_ / "absent" / "x.jsonl", false);
  EXPECT_EQ(journal.error().message, (folder_ / "absent" / "x.jsonl").string() +
                                         ": cannot be written: No such file or "
                                         "directory");
}

// A search that was interrupted after any number of fits ends as if it had not been.
TEST_F(SearchJournal, LetsASearchGoOnWhereItStopped) {
  const portfolio::SearchSpace boosted = {
      "lightgbm",
      12,
      {{"n_estimators", {Whole{5}, Whole{20}}},
       {"num_leaves", {Whole{3}, Whole{7}, Whole{15}}},
       {"learning_rate", {0.05, 0.3}}}};
  const portfolio::SearchSpace linear = {
      "logistic", 6, {{"C", {0.001, 0.1, 10.0}}, {"penalty", {"l1", "l2"}}}};
  const auto folds = small_folds(1);
  for (const auto& [space, method] :
       {std::pair{boosted, Method::random}, std::pair{boosted, Method::halving},
        std::pair{boosted, Method::tpe}, std::pair{linear, Method::random}}) {
    const auto learner = *learner::find_learner(space.learner);
    SearchOptions options{.seed = 9, .method = method};
    Journal journal = open(false);
    options.journal = &journal;
    const Found whole = *search(*learner, space, folds, options, no_progress());
    const std::string lines = *read_file(path());
    for (const double share : {0.0, 0.3, 0.8, 1.0}) {
      std::ofstream(path(), std::ios::binary) << lines.substr(
          0, static_cast<std::size_t>(share * static_cast<double>(lines.size())));
      Journal rest = open(true);
      options.journal = &rest;
      const Found resumed = *search(*learner, space, folds, options, no_progress());
      ASSERT_EQ(resumed.trials.size(), whole.trials.size());
      for (std::size_t i = 0; i < whole.trials.size(); ++i)
        EXPECT_EQ(resumed.trials[i].fold_auc, whole.trials[i].fold_auc);
      EXPECT_EQ(resumed.best, whole.best);
      EXPECT_EQ(resumed.out_of_fold, whole.out_of_fold);
      EXPECT_EQ(resumed.fits, whole.fits);
      EXPECT_EQ(resumed.done == whole.done, share == 0.0);
      EXPECT_EQ(resumed.done == 0, share == 1.0);
    }
  }
}

}  // namespace
}  // namespace credence::search
