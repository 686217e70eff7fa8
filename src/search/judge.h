// judge.h
// This component provides `Judge`, which tells what points of a search space are worth,
// to the methods of searching.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "search/search.h"

namespace credence::search {

// Of one point.
struct Verdict {
  std::vector<double> auc;  // by fold; NaN: not judged there
  std::optional<Error> error;
  std::size_t number = 0;  // points are numbered as they come

  bool is_complete() const;
  double mean(std::span<const std::size_t> folds) const;
};

// Remembers every verdict, and never fits the same twice; of margins it keeps those of
// the best point alone.
class Judge {
 public:
  // Fails where a fold cannot be judged or a learner refuses its rows.
  static Result<Judge> make(const learner::Learner& learner,
                            std::span<const Fold> folds, const SearchOptions& options,
                            Progress& progress);
  Judge(Judge&&) = default;

  // The points on these folds, in parallel.
  void judge(std::span<const portfolio::Parameters> points,
             std::span<const std::size_t> folds);
  const Verdict& verdict(const portfolio::Parameters& point) const;
  std::vector<std::size_t> all_folds() const;

  // Of the points that were judged on every fold. Fails when there is none.
  Result<Found> found();

 private:
  struct Task;
  using Group = std::shared_ptr<const std::vector<portfolio::Parameters>>;
  struct Entry {
    Verdict verdict;
    // By fold; a group is fitted again as a whole, since a fit may depend on its group.
    std::vector<std::vector<double>> margins;
    std::vector<Group> groups;
  };

  Judge(const learner::Learner& learner, std::span<const Fold> folds,
        const SearchOptions& options, Progress& progress);
  Result<> bind();
  std::vector<Task> plan(std::span<const portfolio::Parameters> points,
                         std::span<const std::size_t> folds);
  void perform(const Task& task);
  bool recall(const Group& group, std::size_t fold);
  void note(const portfolio::Parameters& point, std::size_t fold, double auc,
            std::vector<double> margins, const std::optional<Error>& error);
  void keep_if_best(Entry& entry);
  void restore_margins(const portfolio::Parameters& point, Entry& entry);
  const table::Matrix& judged_rows(const Fold& fold) const;

  const learner::Learner& learner_;
  std::span<const Fold> folds_;
  SearchOptions options_;
  Progress& progress_;
  std::vector<std::unique_ptr<learner::Trainer>> trainers_;
  std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();  // what follows
  std::map<portfolio::Parameters, Entry> entries_;
  Entry* best_ = nullptr;
  std::int64_t done_ = 0;
};

}  // namespace credence::search
