#include "search/judge.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/parallel.h"
#include "metric/ranking.h"

namespace credence::search {
namespace {

using learner::Learner;
using learner::Trainer;
using portfolio::Parameters;

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

// The trainers look at the rows that they are given themselves.
Result<> check_judged(const table::Matrix& matrix, bool may_miss) {
  for (std::size_t i = 0; i < matrix.values.size(); ++i) {
    const double value = matrix.values[i];
    if (std::isinf(value) || (!may_miss && std::isnan(value)))
      return bad_input(
          "column '{}' holds {} in row {} of the rows to be judged; only finite "
          "numbers{} can be scored",
          matrix.names[i % matrix.columns()], value, i / matrix.columns(),
          may_miss ? " and missing values" : "");
  }
  return {};
}

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) /
         static_cast<double>(values.size());
}

// Of the folds themselves, not of what they were drawn from, as scikit-learn tells it.
double deviation_of(std::span<const double> values) {
  const double center = mean_of(values);
  double sum = 0;
  for (const double value : values) sum += (value - center) * (value - center);
  return std::sqrt(sum / static_cast<double>(values.size()));
}

}  // namespace

bool Verdict::is_complete() const {
  return !error && std::ranges::none_of(auc, [](double a) { return std::isnan(a); });
}

double Verdict::mean(std::span<const std::size_t> folds) const {
  double sum = 0;
  for (const std::size_t fold : folds) sum += auc[fold];
  return sum / static_cast<double>(folds.size());
}

// A group of points on one fold: what one thread does at a time.
struct Judge::Task {
  Group group;
  std::size_t fold;
  double effort;
};

Judge::Judge(const Learner& learner, std::span<const Fold> folds,
             const SearchOptions& options, Progress& progress)
    : learner_(learner), folds_(folds), options_(options), progress_(progress) {}

Result<Judge> Judge::make(const Learner& learner, std::span<const Fold> folds,
                          const SearchOptions& options, Progress& progress) {
  TRY(check_folds(folds));
  Judge judge(learner, folds, options, progress);
  TRY(judge.bind());
  return judge;
}

Result<> Judge::bind() {
  std::vector<Result<std::unique_ptr<Trainer>>> bound(folds_.size());
  parallel_for(folds_.size(), options_.threads, [&](std::size_t i) {
    const Fold& fold = folds_[i];
    bound[i] =
        learner_.bind(learner_.wants_scaled() ? fold.train_scaled : fold.train_unscaled,
                      fold.train_labels, fold.directions);
  });
  for (std::size_t i = 0; i < bound.size(); ++i) {
    const std::string place = fmt::format("fold {} of {}", i + 1, folds_.size());
    trainers_.push_back(TRY_IN(place, std::move(bound[i])));
    // Scaling has put a value where one was missing.
    TRY_IN(place, check_judged(judged_rows(folds_[i]), !learner_.wants_scaled()));
  }
  return {};
}

std::vector<std::size_t> Judge::all_folds() const {
  std::vector<std::size_t> all(folds_.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

const table::Matrix& Judge::judged_rows(const Fold& fold) const {
  return learner_.wants_scaled() ? fold.test_scaled : fold.test_unscaled;
}

void Judge::judge(std::span<const Parameters> points,
                  std::span<const std::size_t> folds) {
  for (const Parameters& point : points) {
    const auto [place, is_new] = entries_.try_emplace(point);
    if (!is_new) continue;
    place->second.verdict.auc.assign(folds_.size(), std::nan(""));
    place->second.verdict.number = entries_.size() - 1;
    place->second.margins.resize(folds_.size());
    place->second.groups.resize(folds_.size());
  }
  const std::vector<Task> tasks = plan(points, folds);
  parallel_for(tasks.size(), options_.threads,
               [&](std::size_t i) { perform(tasks[i]); });
}

// Without what is known already. The longest first, so that no thread is left with a
// long one at the end.
std::vector<Judge::Task> Judge::plan(std::span<const Parameters> points,
                                     std::span<const std::size_t> folds) {
  std::vector<Task> tasks;
  for (const std::size_t fold : folds) {
    std::vector<Parameters> open;
    for (const Parameters& point : points) {
      const Verdict& verdict = entries_.at(point).verdict;
      if (verdict.error || !std::isnan(verdict.auc[fold]))
        progress_.advance(1);
      else
        open.push_back(point);
    }
    for (const std::vector<std::size_t>& members : learner_.group(open)) {
      std::vector<Parameters> together;
      for (const std::size_t i : members) together.push_back(open[i]);
      const double effort = learner_.effort(together);
      const auto group =
          std::make_shared<const std::vector<Parameters>>(std::move(together));
      for (const Parameters& point : *group) entries_.at(point).groups[fold] = group;
      if (!recall(group, fold)) tasks.push_back({group, fold, effort});
    }
  }
  std::ranges::stable_sort(tasks, std::greater{}, &Task::effort);
  return tasks;
}

// Whether the journal knows the whole group, and what it knows.
bool Judge::recall(const Group& group, std::size_t fold) {
  if (!options_.journal) return false;
  std::vector<double> known;
  for (const Parameters& point : *group) {
    const auto auc = options_.journal->find(learner_.name(), fold, point);
    if (!auc) return false;
    known.push_back(*auc);
  }
  for (std::size_t k = 0; k < known.size(); ++k)
    note((*group)[k], fold, known[k], {}, std::nullopt);
  return true;
}

void Judge::perform(const Task& task) {
  const Fold& fold = folds_[task.fold];
  const std::vector<Parameters>& points = *task.group;
  auto scored =
      trainers_[task.fold]->fit_and_score(points, options_.seed, judged_rows(fold));
  std::vector<double> auc(scored.size(), std::nan(""));
  for (std::size_t k = 0; k < scored.size(); ++k)
    if (scored[k]) auc[k] = metric::auc_of(fold.test_labels, *scored[k]);
  const std::lock_guard lock(*mutex_);
  ++done_;
  for (std::size_t k = 0; k < scored.size(); ++k) {
    if (options_.journal && scored[k])
      options_.journal->add(learner_.name(), task.fold, points[k], auc[k]);
    if (scored[k])
      note(points[k], task.fold, auc[k], std::move(*scored[k]), std::nullopt);
    else
      note(points[k], task.fold, auc[k], {}, scored[k].error());
  }
}

void Judge::note(const Parameters& point, std::size_t fold, double auc,
                 std::vector<double> margins, const std::optional<Error>& error) {
  Entry& entry = entries_.at(point);
  entry.verdict.auc[fold] = auc;
  entry.margins[fold] = std::move(margins);
  if (error && !entry.verdict.error) entry.verdict.error = error;
  if (entry.verdict.is_complete()) keep_if_best(entry);
  if (best_)
    progress_.advance(1, fmt::format("best AUC {:.4f}", mean_of(best_->verdict.auc)));
  else
    progress_.advance(1);
}

// The first among equals, however the threads came along.
void Judge::keep_if_best(Entry& entry) {
  const auto drop = [](Entry& other) {
    for (std::vector<double>& margins : other.margins) margins = {};
  };
  const double mean = mean_of(entry.verdict.auc);
  const double most = best_ ? mean_of(best_->verdict.auc) : -1;
  if (mean > most || (mean == most && entry.verdict.number < best_->verdict.number)) {
    if (best_) drop(*best_);
    best_ = &entry;
  } else {
    drop(entry);
  }
}

const Verdict& Judge::verdict(const Parameters& point) const {
  return entries_.at(point).verdict;
}

// What a journal knew has no margins.
void Judge::restore_margins(const Parameters& point, Entry& entry) {
  parallel_for(folds_.size(), options_.threads, [&](std::size_t f) {
    if (!entry.margins[f].empty()) return;
    const std::vector<Parameters>& points = *entry.groups[f];
    auto scored =
        trainers_[f]->fit_and_score(points, options_.seed, judged_rows(folds_[f]));
    const auto place = std::ranges::find(points, point) - points.begin();
    auto& margins = scored[static_cast<std::size_t>(place)];
    if (margins) entry.margins[f] = std::move(*margins);
  });
}

Result<Found> Judge::found() {
  Found result;
  result.done = done_;
  std::vector<std::pair<const Parameters*, Entry*>> in_order(entries_.size());
  for (auto& [point, entry] : entries_)
    in_order[entry.verdict.number] = {&point, &entry};
  if (!best_) {
    for (const auto& [point, entry] : in_order)
      if (entry->verdict.error)
        return std::unexpected(within(learner_.name(), *entry->verdict.error));
    return internal("{}: nothing was judged on every fold", learner_.name());
  }
  for (const auto& [point, entry] : in_order) {
    const Verdict& verdict = entry->verdict;
    if (!verdict.is_complete()) continue;
    if (entry == best_) {
      result.best = result.trials.size();
      restore_margins(*point, *entry);
    }
    result.trials.push_back(
        {*point, verdict.auc, mean_of(verdict.auc), deviation_of(verdict.auc)});
  }
  result.fits = static_cast<std::int64_t>(result.trials.size() * folds_.size());
  std::map<std::uint32_t, std::pair<double, int>> sums;
  for (std::size_t f = 0; f < folds_.size(); ++f)
    for (std::size_t i = 0; i < folds_[f].test_rows.size(); ++i) {
      auto& [sum, count] = sums[folds_[f].test_rows[i]];
      sum += best_->margins[f][i];
      ++count;
    }
  for (const auto& [row, sum] : sums) {
    result.rows.push_back(row);
    result.out_of_fold.push_back(sum.first / sum.second);
  }
  return result;
}

}  // namespace credence::search
