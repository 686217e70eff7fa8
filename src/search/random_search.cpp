#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <optional>

#include "base/parallel.h"
#include "metric/ranking.h"
#include "search/search.h"

namespace credence::search {
namespace {

using learner::Learner;
using learner::Trainer;
using portfolio::Parameters;

// A group of trials on one fold: what one thread does at a time.
struct Task {
  std::size_t group, fold;
  double effort;
};

Result<> check_space(const portfolio::SearchSpace& space) {
  for (const portfolio::Dimension& dimension : space.dimensions)
    if (dimension.values.empty())
      return bad_input("search.{}: '{}' has no values to draw from", space.learner,
                       dimension.name);
  return {};
}

Result<> check_points(const Learner& learner, std::span<const Parameters> points) {
  for (const Parameters& point : points)
    TRY_IN(fmt::format("search.{}", learner.name()), learner.check(point));
  if (points.empty())
    return bad_input("search.{}: no trials to make: 'trials' has to be 1 or more",
                     learner.name());
  return {};
}

Result<> check_folds(std::span<const Fold> folds) {
  if (folds.empty()) return bad_input("a search needs at least one fold");
  for (std::size_t i = 0; i < folds.size(); ++i) {
    const auto bad = std::ranges::count(folds[i].test_labels, std::int8_t{1});
    const auto rows = static_cast<std::int64_t>(folds[i].test_labels.size());
    if (bad == 0 || bad == rows)
      return bad_input(
          "fold {} of {}: all {} rows to be judged are {}, so that no AUC can be told; "
          "use fewer folds",
          i + 1, folds.size(), rows, bad == 0 ? "good" : "bad");
  }
  return {};
}

// What one trial was worth on each fold.
struct Outcome {
  std::vector<std::vector<double>> margins;
  std::vector<double> auc;
  std::optional<Error> error;
};

class RandomSearch {
 public:
  RandomSearch(const Learner& learner, std::vector<Parameters> points,
               std::span<const Fold> folds, const SearchOptions& options,
               Progress& progress)
      : learner_(learner),
        points_(std::move(points)),
        folds_(folds),
        options_(options),
        progress_(progress),
        groups_(learner.group(points_)),
        outcomes_(points_.size(),
                  {std::vector<std::vector<double>>(folds.size()),
                   std::vector<double>(folds.size(), std::nan("")), std::nullopt}),
        folds_left_(points_.size(), folds.size()) {}

  Result<Found> run() {
    TRY(bind());
    progress_.begin(learner_.title(), points_.size() * folds_.size());
    const std::vector<Task> tasks = plan();
    parallel_for(tasks.size(), options_.threads,
                 [&](std::size_t i) { perform(tasks[i]); });
    progress_.end();
    return result();
  }

 private:
  Result<> bind() {
    std::vector<Result<std::unique_ptr<Trainer>>> bound(folds_.size());
    parallel_for(folds_.size(), options_.threads, [&](std::size_t i) {
      const bool scaled = learner_.wants_scaled();
      bound[i] =
          learner_.bind(scaled ? folds_[i].train_scaled : folds_[i].train_unscaled,
                        folds_[i].train_labels);
    });
    for (std::size_t i = 0; i < bound.size(); ++i)
      trainers_.push_back(TRY_IN(fmt::format("fold {} of {}", i + 1, folds_.size()),
                                 std::move(bound[i])));
    return {};
  }

  std::vector<Parameters> members(std::size_t group) const {
    std::vector<Parameters> trials;
    for (const std::size_t i : groups_[group]) trials.push_back(points_[i]);
    return trials;
  }

  // The longest first, so that no thread is left with a long one at the end.
  std::vector<Task> plan() const {
    std::vector<Task> tasks;
    for (std::size_t group = 0; group < groups_.size(); ++group) {
      const double effort = learner_.effort(members(group));
      for (std::size_t fold = 0; fold < folds_.size(); ++fold)
        tasks.push_back({group, fold, effort});
    }
    std::ranges::stable_sort(tasks, std::greater{}, &Task::effort);
    return tasks;
  }

  void perform(const Task& task) {
    const Fold& fold = folds_[task.fold];
    auto scored = trainers_[task.fold]->fit_and_score(
        members(task.group), options_.seed,
        learner_.wants_scaled() ? fold.test_scaled : fold.test_unscaled);
    for (std::size_t k = 0; k < scored.size(); ++k) {
      const std::size_t trial = groups_[task.group][k];
      double auc = std::nan("");
      if (scored[k]) auc = metric::auc_of(fold.test_labels, *scored[k]);
      const std::lock_guard lock(mutex_);
      Outcome& outcome = outcomes_[trial];
      outcome.auc[task.fold] = auc;
      if (scored[k])
        outcome.margins[task.fold] = std::move(*scored[k]);
      else if (!outcome.error)
        outcome.error = scored[k].error();
      tell(trial);
    }
  }

  // The caller holds the mutex.
  void tell(std::size_t trial) {
    if (--folds_left_[trial] == 0 && !outcomes_[trial].error)
      best_so_far_ = std::max(best_so_far_, mean(outcomes_[trial].auc));
    if (best_so_far_ > 0)
      progress_.advance(1, fmt::format("best AUC {:.4f}", best_so_far_));
    else
      progress_.advance(1);
  }

  static double mean(std::span<const double> values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
  }

  // Of the folds themselves, not of what they were drawn from, as scikit-learn tells
  // it.
  static double deviation(std::span<const double> values) {
    const double center = mean(values);
    double sum = 0;
    for (const double value : values) sum += (value - center) * (value - center);
    return std::sqrt(sum / static_cast<double>(values.size()));
  }

  Result<Found> result() {
    Found found;
    const Outcome* best = nullptr;
    for (std::size_t i = 0; i < points_.size(); ++i) {
      const Outcome& outcome = outcomes_[i];
      if (outcome.error) continue;
      Trial trial{points_[i], outcome.auc, mean(outcome.auc), deviation(outcome.auc)};
      if (!best || trial.mean_auc > found.trials[found.best].mean_auc) {
        found.best = found.trials.size();
        best = &outcome;
      }
      found.trials.push_back(std::move(trial));
      found.fits += static_cast<std::int64_t>(folds_.size());
    }
    if (!best)
      return std::unexpected(within(learner_.name(), *outcomes_.front().error));
    std::map<std::uint32_t, std::pair<double, int>> sums;
    for (std::size_t f = 0; f < folds_.size(); ++f)
      for (std::size_t i = 0; i < folds_[f].test_rows.size(); ++i) {
        auto& [sum, count] = sums[folds_[f].test_rows[i]];
        sum += best->margins[f][i];
        ++count;
      }
    for (const auto& [row, sum] : sums) {
      found.rows.push_back(row);
      found.out_of_fold.push_back(sum.first / sum.second);
    }
    return found;
  }

  const Learner& learner_;
  std::vector<Parameters> points_;
  std::span<const Fold> folds_;
  SearchOptions options_;
  Progress& progress_;
  std::vector<std::vector<std::size_t>> groups_;
  std::vector<std::unique_ptr<Trainer>> trainers_;
  std::mutex mutex_;  // guards what follows
  std::vector<Outcome> outcomes_;
  std::vector<std::size_t> folds_left_;
  double best_so_far_ = 0;
};

}  // namespace

Result<Found> search_points(const Learner& learner, std::vector<Parameters> points,
                            std::span<const Fold> folds, const SearchOptions& options,
                            Progress& progress) {
  TRY(check_points(learner, points));
  TRY(check_folds(folds));
  return RandomSearch(learner, std::move(points), folds, options, progress).run();
}

Result<Found> random_search(const Learner& learner, const portfolio::SearchSpace& space,
                            std::span<const Fold> folds, const SearchOptions& options,
                            Progress& progress) {
  TRY(check_space(space));
  const int trials = options.trials > 0 ? options.trials : space.trials;
  return search_points(learner, draw(space, trials, options.seed), folds, options,
                       progress);
}

}  // namespace credence::search
