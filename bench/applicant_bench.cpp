// The time of one applicant's whole features.sql on SQLite, rows in and row out. Run it
// from the repository root. `median_us` is the median over all evaluations; the
// benchmark's own figure is their mean.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>

#include "portfolio/portfolio.h"
#include "tests/applicant/retail_request.h"

namespace {

using credence::applicant::Applicant;
using credence::applicant::Request;

void evaluate(benchmark::State& state, const Request& request) {
  const auto portfolio =
      credence::portfolio::read_portfolio("portfolios/retail_lending");
  if (!portfolio) return state.SkipWithError(portfolio.error().message.c_str());
  auto applicant = Applicant::open(*portfolio);
  if (!applicant) return state.SkipWithError(applicant.error().message.c_str());
  std::vector<double> microseconds;
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    auto row = applicant->features(request);
    const auto end = std::chrono::steady_clock::now();
    if (!row) return state.SkipWithError(row.error().message.c_str());
    benchmark::DoNotOptimize(row);
    microseconds.push_back(
        std::chrono::duration<double, std::micro>(end - start).count());
  }
  const auto middle =
      microseconds.begin() + static_cast<std::ptrdiff_t>(microseconds.size() / 2);
  std::ranges::nth_element(microseconds, middle);
  state.counters["median_us"] = *middle;
}

void without_history(benchmark::State& state) {
  evaluate(state, credence::applicant::testing::walk_in());
}
BENCHMARK(without_history)->Unit(benchmark::kMicrosecond);

void six_loans_twenty_instalments(benchmark::State& state) {
  evaluate(state, credence::applicant::testing::with_history());
}
BENCHMARK(six_loans_twenty_instalments)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
