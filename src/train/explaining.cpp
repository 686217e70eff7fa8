#include "train/explaining.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include "base/parallel.h"
#include "explain/concepts.h"
#include "explain/explainer.h"

namespace credence::train {
namespace {

constexpr std::size_t most_rows = 20'000;  // more say nothing new about means
constexpr std::size_t rows_of_block = 256;
constexpr double most_residual = 1e-9;

// One part of the contributions: of a feature, or of a concept.
struct Part {
  std::string name;
  std::optional<std::size_t> value, missing;  // matrix columns: its number, and whether
                                              // that is only filled in
};

struct Sums {
  double absolute = 0;
  double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;  // present value, contribution

  void add(const Sums& other) {
    absolute += other.absolute;
    n += other.n, x += other.x, y += other.y;
    xx += other.xx, yy += other.yy, xy += other.xy;
  }
};

struct Block {
  std::vector<Sums> sums;  // of the features, then of the concepts
  double residual = 0;
};

std::optional<std::size_t> place_of(const std::vector<std::string>& names,
                                    const std::string& name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

std::vector<Part> features_of(const prepare::Pipeline& pipeline) {
  std::vector<Part> parts;
  for (const prepare::Step& step : pipeline.steps()) {
    Part part{step.feature, {}, {}};
    if (!step.outputs.empty())
      part.value = place_of(pipeline.names(), step.outputs[0].name);
    const std::string& shared = step.indicator_shared_with;
    part.missing = place_of(pipeline.names(),
                            (shared.empty() ? step.feature : shared) + "_missing");
    parts.push_back(std::move(part));
  }
  return parts;
}

// Pearson's; 0 where one of the two does not vary.
double correlation(const Sums& s) {
  const double xx = s.n * s.xx - s.x * s.x, yy = s.n * s.yy - s.y * s.y;
  if (!(xx > 0 && yy > 0)) return 0;
  return (s.n * s.xy - s.x * s.y) / std::sqrt(xx * yy);
}

std::vector<report::Driver> drivers(const std::vector<Part>& parts,
                                    std::span<const Sums> sums, double rows) {
  std::vector<report::Driver> found;
  for (std::size_t i = 0; i < parts.size(); ++i)
    found.push_back({parts[i].name, sums[i].absolute / rows, correlation(sums[i])});
  std::ranges::stable_sort(found, std::greater{}, &report::Driver::mean_absolute);
  return found;
}

// Explains single rows and adds them up.
class Summing {
 public:
  Summing(const model::Model& model, const explain::Explainer& explainer,
          const prepare::Pipeline& pipeline, const explain::Concepts& concepts)
      : model_(model),
        explainer_(explainer),
        pipeline_(pipeline),
        concepts_(concepts),
        features_(features_of(pipeline)) {}

  const std::vector<Part>& features() const { return features_; }

  void add(std::span<const double> row, Block& block) const {
    std::vector<double> by_column(row.size());
    explainer_.contributions(row, by_column);
    double total = explainer_.base();
    std::vector<double> by_part(features_.size() + concepts_.names().size());
    for (std::size_t j = 0; j < row.size(); ++j) {
      total += by_column[j];
      by_part[pipeline_.step_of_column()[j]] += by_column[j];
      by_part[features_.size() + concepts_.of_column()[j]] += by_column[j];
    }
    const double margin = explain::margin_f64(model_, row);
    block.residual = std::max(
        block.residual, std::abs(total - margin) / std::max(1.0, std::abs(margin)));
    block.sums.resize(by_part.size());
    for (std::size_t i = 0; i < by_part.size(); ++i)
      block.sums[i].absolute += std::abs(by_part[i]);
    for (std::size_t i = 0; i < features_.size(); ++i) {
      const Part& part = features_[i];
      if (!part.value || (part.missing && row[*part.missing] != 0)) continue;
      const double x = row[*part.value], y = by_part[i];
      block.sums[i].add({0, 1, x, y, x * x, y * y, x * y});
    }
  }

 private:
  const model::Model& model_;
  const explain::Explainer& explainer_;
  const prepare::Pipeline& pipeline_;
  const explain::Concepts& concepts_;
  std::vector<Part> features_;
};

}  // namespace

Result<report::ExplanationSummary> explain_rows(const model::Model& model,
                                                std::span<const double> means,
                                                const table::Matrix& rows,
                                                const prepare::Pipeline& pipeline,
                                                const portfolio::Portfolio& portfolio,
                                                unsigned threads) {
  const auto explainer = TRY(explain::Explainer::of(model, means));
  const auto concepts = TRY(explain::Concepts::of(pipeline, portfolio));
  const Summing summing(model, explainer, pipeline, concepts);
  const std::size_t count = std::min(rows.rows, most_rows);
  std::vector<Block> blocks((count + rows_of_block - 1) / rows_of_block);
  parallel_for(blocks.size(), threads, [&](std::size_t b) {
    const std::size_t end = std::min(count, (b + 1) * rows_of_block);
    for (std::size_t i = b * rows_of_block; i < end; ++i)
      summing.add(rows.row(i * rows.rows / count), blocks[b]);  // evenly over all
  });
  // Blocks are of fixed size and added in order: the same sum on any number of threads.
  std::vector<Sums> sums(summing.features().size() + concepts.names().size());
  report::ExplanationSummary summary;
  for (const Block& block : blocks) {
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i].add(block.sums[i]);
    summary.largest_residual = std::max(summary.largest_residual, block.residual);
  }
  if (!(summary.largest_residual <= most_residual))
    return internal("contributions miss the model's log-odds by {}",
                    summary.largest_residual);
  summary.rows = static_cast<std::int64_t>(count);
  summary.base = explainer.base();
  const double n = static_cast<double>(std::max<std::size_t>(count, 1));
  const std::span<const Sums> all(sums);
  const std::size_t features = summing.features().size();
  summary.features = drivers(summing.features(), all.first(features), n);
  std::vector<Part> named;
  for (const std::string& name : concepts.names()) named.push_back({name, {}, {}});
  summary.concepts = drivers(named, all.subspan(features), n);
  return summary;
}

}  // namespace credence::train
