// contributions_direct.h
// This component provides the contributions (SHAP values) that LightGBM and XGBoost
// give themselves, straight through their C APIs, to the tests and benchmarks that hold
// ours against them. Both give p + 1 numbers per row, the last one what is expected.
#pragma once

#include <string>
#include <vector>

#include "tests/learner/lightgbm_direct.h"
#include "tests/learner/xgboost_direct.h"

namespace credence::learner {

inline std::vector<double> lightgbm_contributions(const std::string& text,
                                                  const table::Matrix& matrix) {
  BoosterHandle booster = nullptr;
  int iterations = 0;
  EXPECT_EQ(LGBM_BoosterLoadModelFromString(text.c_str(), &iterations, &booster), 0)
      << LGBM_GetLastError();
  std::vector<double> contributions(matrix.rows * (matrix.columns() + 1));
  std::int64_t length = 0;
  EXPECT_EQ(LGBM_BoosterPredictForMat(
                booster, matrix.values.data(), C_API_DTYPE_FLOAT64,
                static_cast<int>(matrix.rows), static_cast<int>(matrix.columns()), 1,
                C_API_PREDICT_CONTRIB, 0, -1, "num_threads=1 verbosity=-1", &length,
                contributions.data()),
            0);
  EXPECT_EQ(length, static_cast<std::int64_t>(contributions.size()));
  LGBM_BoosterFree(booster);
  return contributions;
}

inline std::vector<double> xgboost_contributions(const std::string& model,
                                                 const table::Matrix& matrix) {
  XgbBooster booster = nullptr;
  EXPECT_EQ(XGBoosterCreate(nullptr, 0, &booster), 0);
  EXPECT_EQ(XGBoosterLoadModelFromBuffer(booster, model.data(), model.size()), 0)
      << XGBGetLastError();
  XGBoosterSetParam(booster, "nthread", "1");
  XgbMatrix rows = matrix_directly(matrix);
  const std::uint64_t* shape = nullptr;
  std::uint64_t dimensions = 0;
  const float* result = nullptr;
  EXPECT_EQ(XGBoosterPredictFromDMatrix(
                booster, rows,
                R"({"type": 2, "training": false, "iteration_begin": 0,)"
                R"( "iteration_end": 0, "strict_shape": false})",
                &shape, &dimensions, &result),
            0)
      << XGBGetLastError();
  std::vector<double> contributions(result,
                                    result + matrix.rows * (matrix.columns() + 1));
  XGDMatrixFree(rows);
  XGBoosterFree(booster);
  return contributions;
}

}  // namespace credence::learner
