// lightgbm_direct.h
// This component provides LightGBM's own training and prediction, straight through its
// C API, to the tests that hold our forest against it.
#pragma once

#include <LightGBM/c_api.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/learner/random_rows.h"

namespace credence::learner {

// The text of a model that LightGBM trains for `rounds` with `settings`.
inline std::string train_directly(const LabelledRows& data, const std::string& settings,
                                  int rounds) {
  const std::string all = settings + " num_threads=1 verbosity=-1";
  DatasetHandle dataset = nullptr;
  BoosterHandle booster = nullptr;
  const std::vector<float> labels(data.labels.begin(), data.labels.end());
  EXPECT_EQ(LGBM_DatasetCreateFromMat(data.matrix.values.data(), C_API_DTYPE_FLOAT64,
                                      static_cast<int>(data.matrix.rows),
                                      static_cast<int>(data.matrix.columns()), 1,
                                      all.c_str(), nullptr, &dataset),
            0);
  EXPECT_EQ(LGBM_DatasetSetField(dataset, "label", labels.data(),
                                 static_cast<int>(labels.size()), C_API_DTYPE_FLOAT32),
            0);
  EXPECT_EQ(LGBM_BoosterCreate(dataset, all.c_str(), &booster), 0)
      << LGBM_GetLastError();
  int finished = 0;
  for (int i = 0; i < rounds && finished == 0; ++i)
    EXPECT_EQ(LGBM_BoosterUpdateOneIter(booster, &finished), 0);
  std::string text(1 << 22, '\0');
  std::int64_t length = 0;
  EXPECT_EQ(LGBM_BoosterSaveModelToString(booster, 0, -1, 0,
                                          static_cast<std::int64_t>(text.size()),
                                          &length, text.data()),
            0);
  text.resize(static_cast<std::size_t>(length) - 1);
  LGBM_BoosterFree(booster);
  LGBM_DatasetFree(dataset);
  return text;
}

// The raw scores that LightGBM gives from this model.
inline std::vector<double> predict_directly(const std::string& text,
                                            const table::Matrix& matrix) {
  BoosterHandle booster = nullptr;
  int iterations = 0;
  EXPECT_EQ(LGBM_BoosterLoadModelFromString(text.c_str(), &iterations, &booster), 0)
      << LGBM_GetLastError();
  std::vector<double> scores(matrix.rows);
  std::int64_t length = 0;
  EXPECT_EQ(LGBM_BoosterPredictForMat(
                booster, matrix.values.data(), C_API_DTYPE_FLOAT64,
                static_cast<int>(matrix.rows), static_cast<int>(matrix.columns()), 1,
                C_API_PREDICT_RAW_SCORE, 0, -1, "num_threads=1 verbosity=-1", &length,
                scores.data()),
            0);
  LGBM_BoosterFree(booster);
  return scores;
}

}  // namespace credence::learner
