// The time of scoring rows: forests of 300 trees x 31 leaves on 66 columns, trained by
// LightGBM and by XGBoost, beside the libraries' own prediction by the same models; one
// row at a time on one thread, and many rows on all processors. `median_us` is the
// median over single rows, `rows_per_second` that of a pass through all rows.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "bench/benchmark_models.h"
#include "learner/lightgbm_text.h"
#include "learner/xgboost_model.h"
#include "model/forest_scorer.h"

extern "C" int XGBoosterPredictFromDense(XgbBooster booster, const char* values,
                                         const char* config, XgbMatrix proxy,
                                         const std::uint64_t** shape,
                                         std::uint64_t* dimensions,
                                         const float** result);

namespace {

using namespace credence;
using credence::bench::columns;

const table::Matrix& single_rows() {
  static const auto rows = bench::unseen_rows(2000);
  return rows;
}

const table::Matrix& many_rows() {
  static const auto rows = bench::unseen_rows(50000);
  return rows;
}

unsigned processors() { return std::max(1u, std::thread::hardware_concurrency()); }

// Calls score(row) for one row after the other.
template <class Score>
void one_by_one(benchmark::State& state, Score score) {
  std::vector<double> microseconds;
  for (auto _ : state)
    for (std::size_t i = 0; i < single_rows().rows; ++i) {
      const auto start = std::chrono::steady_clock::now();
      benchmark::DoNotOptimize(score(single_rows().row(i)));
      const auto end = std::chrono::steady_clock::now();
      microseconds.push_back(
          std::chrono::duration<double, std::micro>(end - start).count());
    }
  const auto middle =
      microseconds.begin() + static_cast<std::ptrdiff_t>(microseconds.size() / 2);
  std::ranges::nth_element(microseconds, middle);
  state.counters["median_us"] = *middle;
}

void count_rows(benchmark::State& state) {
  state.counters["rows_per_second"] =
      benchmark::Counter(static_cast<double>(state.iterations() * many_rows().rows),
                         benchmark::Counter::kIsRate);
}

class LightgbmBooster {
 public:
  LightgbmBooster() {
    int rounds = 0;
    LGBM_BoosterLoadModelFromString(bench::lightgbm_text().c_str(), &rounds, &handle_);
    LGBM_BoosterPredictForMatSingleRowFastInit(handle_, C_API_PREDICT_RAW_SCORE, 0, -1,
                                               C_API_DTYPE_FLOAT64, columns,
                                               "num_threads=1 verbosity=-1", &one_row_);
  }
  LightgbmBooster(const LightgbmBooster&) = delete;
  LightgbmBooster& operator=(const LightgbmBooster&) = delete;
  ~LightgbmBooster() {
    LGBM_FastConfigFree(one_row_);
    LGBM_BoosterFree(handle_);
  }
  double score(std::span<const double> row) const {
    double score = 0;
    std::int64_t length = 0;
    LGBM_BoosterPredictForMatSingleRowFast(one_row_, row.data(), &length, &score);
    return score;
  }
  std::vector<double> score(const table::Matrix& matrix) const {
    std::vector<double> scores(matrix.rows);
    std::int64_t length = 0;
    const std::string settings =
        fmt::format("num_threads={} verbosity=-1", processors());
    LGBM_BoosterPredictForMat(handle_, matrix.values.data(), C_API_DTYPE_FLOAT64,
                              static_cast<int>(matrix.rows), columns, 1,
                              C_API_PREDICT_RAW_SCORE, 0, -1, settings.c_str(), &length,
                              scores.data());
    return scores;
  }

 private:
  BoosterHandle handle_ = nullptr;
  FastConfigHandle one_row_ = nullptr;
};

class XgboostBooster {
 public:
  explicit XgboostBooster(unsigned threads) {
    XGBoosterCreate(nullptr, 0, &handle_);
    const std::string& text = bench::xgboost_text();
    XGBoosterLoadModelFromBuffer(handle_, text.data(), text.size());
    XGBoosterSetParam(handle_, "nthread", std::to_string(threads).c_str());
  }
  XgboostBooster(const XgboostBooster&) = delete;
  XgboostBooster& operator=(const XgboostBooster&) = delete;
  ~XgboostBooster() { XGBoosterFree(handle_); }
  // The first of the margins.
  float score(const double* values, std::size_t rows) const {
    const std::string data = fmt::format(
        R"({{"data": [{}, true], "shape": [{}, {}], "typestr": "<f8", "version": 3}})",
        reinterpret_cast<std::uintptr_t>(values), rows, columns);
    const std::uint64_t* shape = nullptr;
    std::uint64_t dimensions = 0;
    const float* result = nullptr;
    XGBoosterPredictFromDense(
        handle_, data.c_str(),
        R"({"type": 1, "iteration_begin": 0, "iteration_end": 0,)"
        R"( "strict_shape": false, "missing": NaN, "cache_id": 0})",
        nullptr, &shape, &dimensions, &result);
    return result[0];
  }

 private:
  XgbBooster handle_ = nullptr;
};

void one_row(benchmark::State& state, const Result<model::Forest>& forest) {
  if (!forest) return state.SkipWithError(forest.error().message.c_str());
  const model::ForestScorer scorer(*forest);
  one_by_one(state, [&](std::span<const double> row) { return scorer.margin(row); });
}

void batch(benchmark::State& state, const Result<model::Forest>& forest) {
  if (!forest) return state.SkipWithError(forest.error().message.c_str());
  for (auto _ : state) {  // with the making of the scorer
    const model::ForestScorer scorer(*forest);
    const std::size_t all[] = {scorer.trees()};
    benchmark::DoNotOptimize(scorer.prefix_margins(many_rows(), all, processors()));
  }
  count_rows(state);
}

void one_row_ours_of_lightgbms_forest(benchmark::State& state) {
  one_row(state, learner::forest_of_lightgbm(bench::lightgbm_text()));
}
BENCHMARK(one_row_ours_of_lightgbms_forest);

void one_row_node_to_node(benchmark::State& state) {
  const auto forest = learner::forest_of_lightgbm(bench::lightgbm_text());
  one_by_one(state,
             [&](std::span<const double> row) { return model::margin(*forest, row); });
}
BENCHMARK(one_row_node_to_node);

void one_row_lightgbm(benchmark::State& state) {
  const LightgbmBooster booster;
  one_by_one(state, [&](std::span<const double> row) { return booster.score(row); });
}
BENCHMARK(one_row_lightgbm);

void one_row_ours_of_xgboosts_forest(benchmark::State& state) {
  one_row(state, learner::forest_of_xgboost(bench::xgboost_text()));
}
BENCHMARK(one_row_ours_of_xgboosts_forest);

void one_row_xgboost(benchmark::State& state) {
  const XgboostBooster booster(1);
  one_by_one(state,
             [&](std::span<const double> row) { return booster.score(row.data(), 1); });
}
BENCHMARK(one_row_xgboost);

void batch_ours_of_lightgbms_forest(benchmark::State& state) {
  batch(state, learner::forest_of_lightgbm(bench::lightgbm_text()));
}
BENCHMARK(batch_ours_of_lightgbms_forest)->UseRealTime();

void batch_lightgbm(benchmark::State& state) {
  const LightgbmBooster booster;
  for (auto _ : state) benchmark::DoNotOptimize(booster.score(many_rows()));
  count_rows(state);
}
BENCHMARK(batch_lightgbm)->UseRealTime();

void batch_ours_of_xgboosts_forest(benchmark::State& state) {
  batch(state, learner::forest_of_xgboost(bench::xgboost_text()));
}
BENCHMARK(batch_ours_of_xgboosts_forest)->UseRealTime();

void batch_xgboost(benchmark::State& state) {
  const XgboostBooster booster(processors());
  for (auto _ : state)
    benchmark::DoNotOptimize(
        booster.score(many_rows().values.data(), many_rows().rows));
  count_rows(state);
}
BENCHMARK(batch_xgboost)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
