// full_run.h
// This component provides a training run in which everything is known, with round
// numbers, to the tests of reports.
#pragma once

#include "report/background.h"
#include "tests/report/some_run.h"

namespace credence::report {

// 100 rows of which 20 bad; the higher the score the more of them.
inline metric::Scored some_scores() {
  std::vector<std::int8_t> labels;
  std::vector<double> scores;
  for (int row = 0; row < 100; ++row) {
    labels.push_back(row >= 60 && row % 2 == 1 ? 1 : 0);
    scores.push_back((row + 0.5) / 200);
  }
  return metric::Scored::from(labels, scores).value();
}

inline Evaluation full_evaluation() {
  Evaluation evaluation = some_evaluation();
  evaluation.auc_interval = {0.875, 0.03125, 0.8125, 0.9375};
  evaluation.ks_interval = {0.5, 0.75, 1000};
  evaluation.cost_interval = {50'000'000, 70'000'000, 1000};
  evaluation.reliability = {{0, 0.25, 50, 5, 0.125, 0.1},
                            {0.25, 1, 50, 15, 0.375, 0.3}};
  evaluation.calibration_error = 0.05;
  evaluation.gains = {{1, 0.25, 0.5, 50, 15, 0.3, 1.5, 0.75, 0.4375, 1.5, 0.3125},
                      {2, 0.0, 0.25, 50, 5, 0.1, 0.5, 1, 1, 1, 0}};
  evaluation.scored = some_scores();
  return evaluation;
}

inline features::BinTable some_bins() {
  features::BinTable table;
  table.feature = "utilisation";
  table.information_value = 0.375;
  table.bins = {
      {features::BinKind::range, "0.00 - 0.50", 0, 0.5, 60, 6, 0.1, 0.5, 0.25},
      {features::BinKind::range, "0.50 - 1.00", 0.5, 1, 40, 14, 0.35, -0.5, 0.125},
      {features::BinKind::missing, "missing", 0, 0, 0, 0, 0, 0, 0}};
  table.samples = {{"test", "training", {12, 8, 5}, 0.25},
                   {"out of time", "earlier", {10, 10, 0}, 0.0625}};
  return table;
}

inline RunSummary full_run() {
  RunSummary run = some_run();
  run.champion_reason =
      "LightGBM has the highest cross-validated AUC; logistic regression is not within "
      "one standard error of it.";
  run.oracle_test = 0.90625;
  run.oracle_out_of_time = 0.9375;
  run.warnings = {"mind the gap"};
  run.left_out = {{"gender", "protected"}};
  run.feature_bins = {some_bins()};
  for (ModelSummary& model : run.models) {
    model.test = full_evaluation();
    if (model.out_of_time) model.out_of_time = full_evaluation();
    model.fold_auc = {0.8, 0.825};
    model.calibration = {
        calibrate::Calibration::from(calibrate::Platt{0.5, -1}).value(), 0.5, 0.375,
        0.4375, "platt has the lower log loss"};
    decision::ThresholdAnalysis analysis;
    analysis.chosen = {0.25, 0.1875, 0.3125, Money{60'000'000}, {15, 10, 70, 5}};
    analysis.interval = {0.125, 0.375, 1000};
    analysis.theoretical = 0.0625;
    analysis.counts_at_theoretical = {18, 40, 40, 2};
    analysis.cost_at_theoretical = Money{62'000'000};
    analysis.sensitivity = {
        {0.5, 5, 0.125, 0.375, 0.3125, 0.4375, {10, 5, 75, 10}, Money{75'000'000}},
        {1, 10, 0.0625, 0.25, 0.1875, 0.3125, {15, 10, 70, 5}, Money{60'000'000}}};
    model.threshold_analysis = analysis;
    model.sweep.push_back({0.5, {5, 0, 80, 15}, Money{150'000'000}});
    model.segments = {{"first-time", 40, 12, 0.28125,
                       metric::AucInterval{0.75, 0.0625, 0.625, 0.875}},
                      {"returning", 60, 1, 0.125, {}}};
    model.explanation = {100,
                         -1.5,
                         2e-13,
                         {{"Utilisation", 0.5, 0}, {"Income", 0.25, 0}},
                         {{"utilisation", 0.375, 0.875},
                          {"log_income", 0.25, -0.5},
                          {"purpose", 0.125, 0}}};
    model.test_stability =
        metric::Stability{0.03125, {0.25}, {{50, 50, 0}, {50, 50, 0}}};
  }
  run.models[1].out_of_time_stability = metric::Stability{0.125, {}, {}};
  run.models[0].against_champion = {{-0.03125, 0.015625, -2, 0.0455}, 0.0455};
  return run;
}

inline Background some_background() {
  return {{{"features.sql (SHA-256)", "0123abcd"}},
          {{"utilisation", "Utilisation"}, {"log_income", "Income"}}};
}

}  // namespace credence::report
