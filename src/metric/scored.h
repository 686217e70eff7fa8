// scored.h
// This component provides `Scored`, outcomes with the scores given to them, checked
// once, to all metrics and to the threshold search.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"

namespace credence::metric {

// n labelled scores. A higher score says more risk.
class Scored {
 public:
  // Fails with `bad_input` on lengths that differ, labels other than 0 and 1, scores
  // that are not finite, or a class that is absent.
  static Result<Scored> from(std::span<const std::int8_t> labels,
                             std::span<const double> scores);

  std::size_t size() const { return scores_.size(); }
  std::int64_t bad() const { return bad_; }
  std::int64_t good() const { return static_cast<std::int64_t>(size()) - bad_; }
  std::span<const std::int8_t> labels() const { return labels_; }
  std::span<const double> scores() const { return scores_; }

  // Distinct scores from highest to lowest, with how many bad and good have each.
  struct Step {
    double score;
    std::int64_t bad, good;
  };
  const std::vector<Step>& steps() const { return steps_; }

  // Row i as often as `times[i]` says, without sorting anew, for resampling; nothing
  // when a class is absent then. One number a row. `spare` gives its memory, which
  // halves the time.
  std::optional<Scored> resampled(std::span<const std::uint32_t> times,
                                  std::optional<Scored> spare = {}) const;

 private:
  Scored() = default;
  std::vector<std::int8_t> labels_;
  std::vector<double> scores_;
  std::vector<Step> steps_;
  std::vector<std::uint32_t> step_of_row_;
  std::int64_t bad_ = 0;
};

}  // namespace credence::metric
