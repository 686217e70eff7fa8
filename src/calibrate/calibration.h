// calibration.h
// This component provides `Calibration`, the map from a model's log-odds margin to the
// log-odds that came true, to training, version and scoring. It is increasing, so it
// changes no ranking.
#pragma once

#include <variant>

#include "base/json.h"
#include "base/result.h"

namespace credence::calibrate {

// slope x margin + intercept (Platt 1999, of margins).
struct Platt {
  double slope = 1, intercept = 0;
  friend bool operator==(const Platt&, const Platt&) = default;
};

// a ln p - b ln(1 - p) + c for the probability p that the margin means (Kull, Silva
// Filho, Flach 2017).
struct Beta {
  double a = 1, b = 1, c = 0;
  friend bool operator==(const Beta&, const Beta&) = default;
};

class Calibration {
 public:
  // Margins as they are.
  static Calibration identity() { return Calibration(Platt{1, 0}); }

  // Fail with `bad_input` unless the map is strictly increasing: slope > 0; a and b >=
  // 0 and not both 0. All finite.
  static Result<Calibration> from(const Platt& platt);
  static Result<Calibration> from(const Beta& beta);

  // The calibrated log-odds of a margin; computed from the margin and not from a
  // probability, so that there is none so far out that it meets its neighbour at 0
  // or 1. Never decreasing in float64; margins apart stay apart as far as the 53 bits
  // of the result allow, which a = 0 (b = 0) uses up below -30 (above 30). Ranks and
  // AUCs are therefore those of margins.
  double apply(double margin) const;

  double probability(double margin) const;

  const std::variant<Platt, Beta>& map() const { return map_; }

  friend bool operator==(const Calibration&, const Calibration&) = default;

 private:
  explicit Calibration(std::variant<Platt, Beta> map) : map_(map) {}
  std::variant<Platt, Beta> map_;
};

// {"kind": "platt", "slope", "intercept"} or {"kind": "beta", "a", "b", "c"}; reading
// what was written gives the same 64 bits.
Json to_json(const Calibration& calibration);
Result<Calibration> calibration_from_json(const Json& document);

}  // namespace credence::calibrate
