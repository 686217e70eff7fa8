// The time of one row's exact Shapley values: forests of 300 trees x 31 leaves on 66
// columns, trained by LightGBM and by XGBoost, beside the libraries' own contributions
// of the same models, all on one thread. `us_per_row` is the mean over a pass through
// all rows, `median_us` (ours) the median over single rows.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>

#include "bench/benchmark_models.h"
#include "explain/explainer.h"
#include "learner/lightgbm_text.h"
#include "learner/xgboost_model.h"
#include "tests/learner/contributions_direct.h"

namespace {

using credence::Result;
using credence::explain::Explainer;
using credence::model::Forest;

using credence::bench::columns;
using credence::bench::lightgbm_text;
using credence::bench::xgboost_text;

constexpr std::size_t rows = 1000;

const credence::table::Matrix& rows_to_explain() {
  static const auto matrix = credence::bench::unseen_rows(rows);
  return matrix;
}

void count_rows(benchmark::State& state) {
  state.counters["rows_per_second"] = benchmark::Counter(
      static_cast<double>(state.iterations() * rows), benchmark::Counter::kIsRate);
}

void explain(benchmark::State& state, const Result<Forest>& forest) {
  if (!forest) return state.SkipWithError(forest.error().message.c_str());
  const auto explainer = Explainer::of(*forest, {});
  if (!explainer) return state.SkipWithError(explainer.error().message.c_str());
  std::vector<double> contributions(columns), microseconds;
  for (auto _ : state)
    for (std::size_t i = 0; i < rows; ++i) {
      const auto start = std::chrono::steady_clock::now();
      explainer->contributions(rows_to_explain().row(i), contributions);
      benchmark::DoNotOptimize(contributions.data());
      const auto end = std::chrono::steady_clock::now();
      microseconds.push_back(
          std::chrono::duration<double, std::micro>(end - start).count());
    }
  count_rows(state);
  const auto middle =
      microseconds.begin() + static_cast<std::ptrdiff_t>(microseconds.size() / 2);
  std::ranges::nth_element(microseconds, middle);
  state.counters["median_us"] = *middle;
}

void ours_of_lightgbms_forest(benchmark::State& state) {
  explain(state, credence::learner::forest_of_lightgbm(lightgbm_text()));
}
BENCHMARK(ours_of_lightgbms_forest)->Unit(benchmark::kMillisecond);

void lightgbm(benchmark::State& state) {
  const std::string& text = lightgbm_text();
  const auto& matrix = rows_to_explain();
  for (auto _ : state)
    benchmark::DoNotOptimize(credence::learner::lightgbm_contributions(text, matrix));
  count_rows(state);
}
BENCHMARK(lightgbm)->Unit(benchmark::kMillisecond)->Iterations(1);

void ours_of_xgboosts_forest(benchmark::State& state) {
  explain(state, credence::learner::forest_of_xgboost(xgboost_text()));
}
BENCHMARK(ours_of_xgboosts_forest)->Unit(benchmark::kMillisecond);

void xgboost(benchmark::State& state) {
  const std::string& text = xgboost_text();
  const auto& matrix = rows_to_explain();
  for (auto _ : state)
    benchmark::DoNotOptimize(credence::learner::xgboost_contributions(text, matrix));
  count_rows(state);
}
BENCHMARK(xgboost)->Unit(benchmark::kMillisecond)->Iterations(1);

void making_the_explainer(benchmark::State& state) {
  const auto forest = credence::learner::forest_of_lightgbm(lightgbm_text());
  if (!forest) return state.SkipWithError(forest.error().message.c_str());
  for (auto _ : state) benchmark::DoNotOptimize(Explainer::of(*forest, {}));
}
BENCHMARK(making_the_explainer)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
