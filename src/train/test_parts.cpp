#include "train/test_parts.h"

#include <algorithm>
#include <numeric>

#include "features/form_features.h"

namespace credence::train {
namespace {

using Rows = std::vector<std::uint32_t>;

std::vector<table::Value> values_of(const table::Table& table, std::size_t row) {
  std::vector<table::Value> values;
  for (const table::Column& column : table.columns) values.push_back(column.value(row));
  return values;
}

report::SegmentResult result_of(std::string name, const features::FeatureSet& set,
                                const Rows& rows,
                                std::span<const double> probabilities) {
  report::SegmentResult result{std::move(name), 0, 0, 0, std::nullopt};
  std::vector<std::int8_t> labels;
  for (const std::uint32_t row : rows) labels.push_back(set.outcomes[row]);
  result.rows = static_cast<std::int64_t>(rows.size());
  result.bad = std::ranges::count(labels, 1);
  if (rows.empty()) return result;
  result.mean_probability =
      std::accumulate(probabilities.begin(), probabilities.end(), 0.0) /
      static_cast<double>(rows.size());
  // Too few of a class leave the AUC open, and the rest as it is.
  if (const auto scored = metric::Scored::from(labels, probabilities))
    if (const auto interval = metric::delong_interval(*scored)) result.auc = *interval;
  return result;
}

}  // namespace

Result<TestParts> make_test_parts(const portfolio::Portfolio& portfolio,
                                  const features::FeatureSet& set, Rows rows,
                                  const prepare::Pipeline& pipeline,
                                  engine::Engine* engine) {
  TestParts parts;
  parts.segments = features::rows_by_segment(portfolio, set.features, rows);
  if (engine && !portfolio.form.empty()) {
    const table::Table all =
        TRY(features::form_features(*engine, portfolio, set, rows));
    for (std::uint32_t place = 0; place < rows.size(); ++place)
      if (pipeline.check(values_of(all, place))) parts.form_places.push_back(place);
    parts.form_features = all.take(parts.form_places);
    parts.form_name =
        fmt::format("All, by the form's {} fields alone", portfolio.form.size());
  }
  parts.rows = std::move(rows);
  return parts;
}

Result<std::vector<report::SegmentResult>> segment_results(
    const TestParts& parts, const features::FeatureSet& set,
    std::span<const double> probabilities, const prepare::Pipeline& pipeline,
    prepare::Form form, const model::Model& model,
    const calibrate::Calibration& calibration) {
  std::vector<report::SegmentResult> results;
  for (const features::SegmentRows& segment : parts.segments) {
    std::vector<double> of_segment;
    for (const std::uint32_t row : segment.rows) {
      // Both are ascending.
      const auto place = std::ranges::lower_bound(parts.rows, row) - parts.rows.begin();
      of_segment.push_back(probabilities[static_cast<std::size_t>(place)]);
    }
    results.push_back(result_of(segment.name, set, segment.rows, of_segment));
  }
  if (parts.form_name.empty()) return results;
  Rows rows, places(parts.form_places.size());
  for (const std::uint32_t place : parts.form_places) rows.push_back(parts.rows[place]);
  std::iota(places.begin(), places.end(), 0u);
  std::vector<double> by_form;
  for (const double margin :
       model::margins(model, pipeline.transform(parts.form_features, places, form)))
    by_form.push_back(calibration.probability(margin));
  results.push_back(result_of(parts.form_name, set, rows, by_form));
  return results;
}

}  // namespace credence::train
