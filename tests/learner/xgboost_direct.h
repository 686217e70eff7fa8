// xgboost_direct.h
// This component provides XGBoost's own training and prediction, straight through its C
// API, to the tests that hold our forest against it.
#pragma once

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "learner/xgboost_api.h"
#include "tests/learner/random_rows.h"

extern "C" {
int XGBoosterLoadModelFromBuffer(XgbBooster booster, const void* text,
                                 std::uint64_t length);
int XGBoosterPredictFromDMatrix(XgbBooster booster, XgbMatrix matrix,
                                const char* config, const std::uint64_t** shape,
                                std::uint64_t* dimensions, const float** result);
}

namespace credence::learner {

using Settings = std::vector<std::pair<std::string, std::string>>;

inline XgbMatrix matrix_directly(const table::Matrix& matrix) {
  const std::vector<float> values(matrix.values.begin(), matrix.values.end());
  const std::string data = fmt::format(
      R"({{"data": [{}, true], "shape": [{}, {}], "typestr": "<f4", "version": 3}})",
      reinterpret_cast<std::uintptr_t>(values.data()), matrix.rows, matrix.columns());
  XgbMatrix made = nullptr;
  EXPECT_EQ(XGDMatrixCreateFromDense(data.c_str(), R"({"missing": NaN, "nthread": 1})",
                                     &made),
            0)
      << XGBGetLastError();
  return made;
}

// The JSON of a model that XGBoost trains for `rounds` with `settings`.
inline std::string train_directly(const LabelledRows& data, const Settings& settings,
                                  int rounds) {
  XgbMatrix matrix = matrix_directly(data.matrix);
  const std::vector<float> labels(data.labels.begin(), data.labels.end());
  const std::string given = fmt::format(
      R"({{"data": [{}, true], "shape": [{}], "typestr": "<f4", "version": 3}})",
      reinterpret_cast<std::uintptr_t>(labels.data()), labels.size());
  EXPECT_EQ(XGDMatrixSetInfoFromInterface(matrix, "label", given.c_str()), 0);
  XgbBooster booster = nullptr;
  EXPECT_EQ(XGBoosterCreate(&matrix, 1, &booster), 0);
  XGBoosterSetParam(booster, "nthread", "1");
  for (const auto& [name, value] : settings)
    EXPECT_EQ(XGBoosterSetParam(booster, name.c_str(), value.c_str()), 0);
  for (int i = 0; i < rounds; ++i)
    EXPECT_EQ(XGBoosterUpdateOneIter(booster, i, matrix), 0) << XGBGetLastError();
  std::uint64_t length = 0;
  const char* text = nullptr;
  EXPECT_EQ(
      XGBoosterSaveModelToBuffer(booster, R"({"format": "json"})", &length, &text), 0);
  std::string model(text, length);
  XGBoosterFree(booster);
  XGDMatrixFree(matrix);
  return model;
}

// The margins that XGBoost gives from this model.
inline std::vector<double> margins_directly(const std::string& model,
                                            const table::Matrix& rows) {
  XgbBooster booster = nullptr;
  EXPECT_EQ(XGBoosterCreate(nullptr, 0, &booster), 0);
  EXPECT_EQ(XGBoosterLoadModelFromBuffer(booster, model.data(), model.size()), 0)
      << XGBGetLastError();
  XgbMatrix matrix = matrix_directly(rows);
  const std::uint64_t* shape = nullptr;
  std::uint64_t dimensions = 0;
  const float* result = nullptr;
  EXPECT_EQ(XGBoosterPredictFromDMatrix(
                booster, matrix,
                R"({"type": 1, "training": false, "iteration_begin": 0,)"
                R"( "iteration_end": 0, "strict_shape": false})",
                &shape, &dimensions, &result),
            0)
      << XGBGetLastError();
  std::vector<double> margins(result, result + rows.rows);
  XGDMatrixFree(matrix);
  XGBoosterFree(booster);
  return margins;
}

}  // namespace credence::learner
