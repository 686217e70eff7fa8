// some_run.h
// This component provides a training run with round numbers to the tests of reports.
#pragma once

#include <gtest/gtest.h>

#include "report/run_summary.h"

namespace credence::report {

// 100 rows of which 20 bad: 15 bad and 10 good are refused at 0.25, 5 bad and none of
// the good at 0.50. A missed bad costs 1,00,000 rupees, a refused good 10,000.
inline Evaluation some_evaluation() {
  const metric::Confusion chosen{15, 10, 70, 5}, half{5, 0, 80, 15};
  const auto rupees = [](std::int64_t amount) { return Money{amount * 100}; };
  Evaluation evaluation;
  evaluation.measures = {100, 20, 0.875, 0.75, 0.625, 0.3, 0.5, 0.125, 0.375};
  evaluation.at_half = half;
  evaluation.at_chosen = chosen;
  evaluation.policies = {
      {"chosen", 0.25, chosen, rupees(600'000), rupees(1'400'000), 0.7},
      {"0.50", 0.5, half, rupees(1'500'000), rupees(500'000), 0.25},
      {"approve all", 1.5, {0, 0, 80, 20}, rupees(2'000'000), rupees(0), 0},
      {"decline all", 0, {20, 80, 0, 0}, rupees(800'000), rupees(1'200'000), 0.6},
  };
  return evaluation;
}

inline RunSummary some_run() {
  RunSummary run;
  run.portfolio = "retail_lending";
  run.title = "Retail lending, India";
  run.currency = {"INR", "₹", 100};
  run.rows = 10'000;
  run.without_outcome = {{"declined", 1'500}, {"too young", 500}};
  run.labelled = 8'000;
  run.bad = 1'400;
  run.features = 68;
  run.columns = 95;
  run.train_rows = 6'400;
  run.test_rows = 1'600;
  run.out_of_time_rows = 1'550;
  run.theoretical_threshold = 1 / 11.0;
  run.seconds = 31.25;
  run.champion = 1;
  run.models.resize(2);
  ModelSummary& logistic = run.models[0];
  logistic.learner = "logistic";
  logistic.title = "Logistic regression";
  logistic.version = "v1";
  logistic.cv_auc = 0.8125;
  logistic.cv_auc_std = 0.0125;
  logistic.parameters = {{"C", 0.5}, {"penalty", std::string("l1")}};
  logistic.trials = 14;
  logistic.fits = 70;
  logistic.fits_done = 10;
  logistic.seconds = 2.5;
  logistic.threshold = 0.25;
  logistic.test = some_evaluation();
  logistic.sweep = {{0.25, {15, 10, 70, 5}, Money{60'000'000}}};
  ModelSummary& lightgbm = run.models[1];
  lightgbm = logistic;
  lightgbm.learner = "lightgbm";
  lightgbm.title = "LightGBM";
  lightgbm.version = "v2";
  lightgbm.cv_auc = 0.84375;
  lightgbm.parameters = {{"learning_rate", 0.05}, {"num_leaves", std::int64_t{31}}};
  lightgbm.fits = 1'250;
  lightgbm.fits_done = 325;
  lightgbm.out_of_time = some_evaluation();
  return run;
}

}  // namespace credence::report
