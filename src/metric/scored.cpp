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

std::optional<Scored> Scored::resampled(std::span<const std::uint32_t> times) const {
  assert(times.size() == size());
  std::vector<Step> counted = steps_;
  for (Step& step : counted) step.bad = step.good = 0;
  Scored result;
  std::size_t rows = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    Step& step = counted[step_of_row_[i]];
    (labels_[i] == 1 ? step.bad : step.good) += times[i];
    if (labels_[i] == 1) result.bad_ += times[i];
    rows += times[i];
  }
  if (result.bad_ == 0 || rows == static_cast<std::size_t>(result.bad_)) return {};
  std::vector<std::uint32_t> place(counted.size());
  for (std::size_t i = 0; i < counted.size(); ++i) {
    place[i] = static_cast<std::uint32_t>(result.steps_.size());
    if (counted[i].bad + counted[i].good > 0) result.steps_.push_back(counted[i]);
  }
  result.labels_.reserve(rows);
  result.scores_.reserve(rows);
  result.step_of_row_.reserve(rows);
  for (std::size_t i = 0; i < size(); ++i) {
    result.labels_.insert(result.labels_.end(), times[i], labels_[i]);
    result.scores_.insert(result.scores_.end(), times[i], scores_[i]);
    result.step_of_row_.insert(result.step_of_row_.end(), times[i],
                               place[step_of_row_[i]]);
  }
  return result;
}

}  // namespace credence::metric
