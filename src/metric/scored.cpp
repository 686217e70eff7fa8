#include "metric/scored.h"

#include <cassert>
#include <cmath>
#include <limits>

#include "metric/order.h"

namespace credence::metric {

Result<Scored> Scored::from(std::span<const std::int8_t> labels,
                            std::span<const double> scores) {
  if (labels.size() != scores.size())
    return bad_input("{} outcomes came with {} scores; there has to be one score each",
                     labels.size(), scores.size());
  if (scores.size() >= std::size_t{1} << 31)
    return bad_input("{} scores are too many to measure at once; the most is {}",
                     scores.size(), (std::size_t{1} << 31) - 1);
  if (scores.empty()) return bad_input("there are no outcomes to measure with");
  Scored result;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] != 0 && labels[i] != 1)
      return bad_input("outcome {} is {}; expected 0 (good) or 1 (bad)", i + 1,
                       static_cast<int>(labels[i]));
    if (!std::isfinite(scores[i]))
      return bad_input("score {} is {}; expected a finite number", i + 1, scores[i]);
    result.bad_ += labels[i];
  }
  result.labels_.assign(labels.begin(), labels.end());
  result.scores_.assign(scores.begin(), scores.end());
  if (result.bad_ == 0 || result.good() == 0)
    return bad_input("all {} outcomes are {}; measuring needs both bad and good ones",
                     labels.size(), result.bad_ == 0 ? "good" : "bad");
  const std::vector<std::uint32_t> order = ascending_order(scores);
  result.step_of_row_.resize(scores.size());
  for (auto place = order.rbegin(); place != order.rend(); ++place) {
    if (result.steps_.empty() || result.steps_.back().score != scores[*place])
      result.steps_.push_back({scores[*place] + 0.0, 0, 0});
    Step& step = result.steps_.back();
    (labels[*place] == 1 ? step.bad : step.good) += 1;
    result.step_of_row_[*place] = static_cast<std::uint32_t>(result.steps_.size() - 1);
  }
  return result;
}

std::optional<Scored> Scored::resampled(std::span<const std::uint32_t> times,
                                        std::optional<Scored> spare) const {
  assert(times.size() == size());
  Scored result = spare ? *std::move(spare) : Scored();
  result.bad_ = 0;
  result.steps_ = steps_;
  for (Step& step : result.steps_) step.bad = step.good = 0;
  std::size_t rows = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    Step& step = result.steps_[step_of_row_[i]];
    (labels_[i] == 1 ? step.bad : step.good) += times[i];
    if (labels_[i] == 1) result.bad_ += times[i];
    rows += times[i];
  }
  if (result.bad_ == 0 || rows == static_cast<std::size_t>(result.bad_)) return {};
  std::vector<std::uint32_t> place(steps_.size());
  std::uint32_t left = 0;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Step step = result.steps_[i];
    place[i] = left;
    if (step.bad + step.good > 0) result.steps_[left++] = step;
  }
  result.steps_.erase(result.steps_.begin() + left, result.steps_.end());
  result.labels_.resize(rows);
  result.scores_.resize(rows);
  result.step_of_row_.resize(rows);
  std::size_t row = 0;
  for (std::size_t i = 0; i < size(); ++i)
    for (std::uint32_t time = 0; time < times[i]; ++time, ++row) {
      result.labels_[row] = labels_[i];
      result.scores_[row] = scores_[i];
      result.step_of_row_[row] = place[step_of_row_[i]];
    }
  return result;
}

}  // namespace credence::metric
