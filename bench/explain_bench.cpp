// The time of one row's exact Shapley values: a forest of 300 trees x 31 leaves,
// trained by LightGBM on 66 columns, beside the same model's contributions by LightGBM
// itself on one thread. The benchmark's own figure is one pass over 200 rows;
// `us_per_row` is what to read.
#include <benchmark/benchmark.h>

#include "explain/explainer.h"
#include "learner/lightgbm_text.h"
#include "tests/learner/contributions_direct.h"

namespace {

using credence::explain::Explainer;

constexpr std::size_t columns = 66, rows = 200;

const std::string& model_text() {
  static const std::string text = credence::learner::train_directly(
      credence::learner::random_rows(1, 8000, columns),
      "objective=binary num_leaves=31 learning_rate=0.05", 300);
  return text;
}

const credence::table::Matrix& rows_to_explain() {
  static const auto data = credence::learner::random_rows(2, rows, columns);
  return data.matrix;
}

void count_rows(benchmark::State& state) {
  state.counters["us_per_row"] =
      benchmark::Counter(static_cast<double>(state.iterations() * rows) / 1e6,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void ours(benchmark::State& state) {
  const auto forest = credence::learner::forest_of_lightgbm(model_text());
  if (!forest) return state.SkipWithError(forest.error().message.c_str());
  const auto explainer = Explainer::of(*forest, {});
  if (!explainer) return state.SkipWithError(explainer.error().message.c_str());
  std::vector<double> contributions(columns);
  for (auto _ : state)
    for (std::size_t i = 0; i < rows; ++i) {
      explainer->contributions(rows_to_explain().row(i), contributions);
      benchmark::DoNotOptimize(contributions.data());
    }
  count_rows(state);
}
BENCHMARK(ours)->Unit(benchmark::kMillisecond);

void lightgbm(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(
        credence::learner::lightgbm_contributions(model_text(), rows_to_explain()));
  count_rows(state);
}
BENCHMARK(lightgbm)->Unit(benchmark::kMillisecond)->Iterations(2);

void making_the_explainer(benchmark::State& state) {
  const auto forest = credence::learner::forest_of_lightgbm(model_text());
  if (!forest) return state.SkipWithError(forest.error().message.c_str());
  for (auto _ : state) benchmark::DoNotOptimize(Explainer::of(*forest, {}));
}
BENCHMARK(making_the_explainer)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
