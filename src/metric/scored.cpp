#include "metric/scored.h"

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
  for (auto place = order.rbegin(); place != order.rend(); ++place) {
    if (result.steps_.empty() || result.steps_.back().score != scores[*place])
      result.steps_.push_back({scores[*place] + 0.0, 0, 0});
    Step& step = result.steps_.back();
    (labels[*place] == 1 ? step.bad : step.good) += 1;
  }
  return result;
}

}  // namespace credence::metric
