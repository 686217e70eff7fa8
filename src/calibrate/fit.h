// fit.h
// This component provides calibrations fitted to margins and outcomes, and the choice
// between them, to training. Margins are out-of-fold: of models that had not seen the
// row. Outcomes count once each, whatever weights the model was trained with, which is
// what undoes class weights.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "calibrate/calibration.h"

namespace credence::calibrate {

// The greatest likelihood of Platt's smoothed targets, (bad + 1) / (bad + 2) for a bad
// row and 1 / (good + 2) for a good one (Platt 1999), by Newton with
// backtracking (Lin, Lin, Weng 2007): finite even when a score parts bad from good.
//
// Fail with `bad_input` on lengths that differ, labels other than 0 and 1, margins that
// are not finite, a class that is absent, margins that are all equal, and when higher
// margins go with less risk (a slope of 0 or below; for beta, neither a nor b above 0).
Result<Calibration> fit_platt(std::span<const std::int8_t> labels,
                              std::span<const double> margins);

// With a and b >= 0: where one would be below, it is 0 and the others are fitted anew
// (Kull et al. 2017).
Result<Calibration> fit_beta(std::span<const std::int8_t> labels,
                             std::span<const double> margins);

// Natural logarithm, mean over rows, from log-odds, so nothing is clipped.
double log_loss_of(std::span<const std::int8_t> labels,
                   std::span<const double> log_odds);

struct Choice {
  Calibration calibration;           // fitted on all rows
  double uncalibrated_log_loss = 0;  // of the margins as they are
  // In cross-validation; nothing for a kind that was refused on any fold or on all
  // rows.
  std::optional<double> platt_log_loss, beta_log_loss;
  std::string reason;  // a sentence
};

// The kind with the lower cross-validated log loss, platt when equal. `folds` names the
// fold of each row; the caller keeps a customer in one fold. Fails with `bad_input` as
// the fits do, when there are fewer than two folds, and with platt's refusal when both
// kinds are refused.
Result<Choice> choose_calibration(std::span<const std::int8_t> labels,
                                  std::span<const double> margins,
                                  std::span<const std::uint32_t> folds);

}  // namespace credence::calibrate
