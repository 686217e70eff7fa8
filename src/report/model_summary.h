// model_summary.h
// This component provides `ModelSummary`, the outcome of tuning and measuring one model
// in numbers, to the summary of a run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "calibrate/fit.h"
#include "decision/sensitivity.h"
#include "decision/threshold.h"
#include "metric/delong.h"
#include "metric/stability.h"
#include "portfolio/parameters.h"
#include "report/direction_check.h"
#include "report/evaluation.h"
#include "report/explanation_summary.h"

namespace credence::report {

// With the champion, on the same test rows.
struct AgainstChampion {
  metric::AucTest test;   // this model's AUC less the champion's (DeLong, paired)
  double adjusted_p = 1;  // Holm's, over all models compared
};

// Of a part of the test set, or of the test set with only the form's fields known.
struct SegmentResult {
  std::string name;
  std::int64_t rows = 0, bad = 0;
  double mean_probability = 0;
  std::optional<metric::AucInterval> auc;  // where there are two of each class

  double bad_rate() const {
    return rows == 0 ? 0 : static_cast<double>(bad) / static_cast<double>(rows);
  }
};

struct ModelSummary {
  std::string learner, title;         // "lightgbm", "LightGBM"
  std::string version;                // registered as; may be empty
  double cv_auc = 0, cv_auc_std = 0;  // of the best trial, over folds
  std::vector<double> fold_auc;       // of the best trial
  portfolio::Parameters parameters;   // of the best trial
  std::int64_t trials = 0;
  std::int64_t fits = 0;  // that one fit for every trial and fold would take
  std::int64_t fits_done = 0;
  double seconds = 0;
  // Fitted on the out-of-fold margins; all that follows is on calibrated probabilities.
  std::optional<calibrate::Choice> calibration;
  std::string uncalibrated;  // why there is none, and margins are taken as they are
  double threshold = 0.5;    // registered: the chosen or the theoretical one
  std::optional<decision::ThresholdAnalysis> threshold_analysis;  // out of fold
  std::vector<decision::SweepPoint> sweep;  // on the out-of-fold predictions
  Evaluation test;
  std::optional<Evaluation> out_of_time;            // where applications have dates
  std::optional<AgainstChampion> against_champion;  // none: it is the champion
  std::vector<SegmentResult> segments;
  ExplanationSummary explanation;  // of the test rows
  // Of each monotone input of the portfolio, moved on the finished model.
  std::vector<DirectionCheck> directions;
  // Of the calibrated probabilities: out-of-fold ones of the training rows against test
  // rows, and those of earlier rows against out-of-time ones.
  std::optional<metric::Stability> test_stability, out_of_time_stability;
};

}  // namespace credence::report
