#include "prepare/pipeline.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <unordered_set>

#include "prepare/cell_reader.h"

namespace credence::prepare {
table::Matrix Pipeline::transform(const table::Table& features,
                                  std::span<const std::uint32_t> rows,
                                  Form form) const {
  std::vector<CellReader> readers;
  for (const Step& step : steps_) {
    const table::Column* column = features.find(step.feature);
    assert(column != nullptr);
    readers.emplace_back(step, *column);
  }
  table::Matrix matrix{.names = names_, .rows = rows.size(), .values = {}};
  matrix.values.resize(rows.size() * names_.size());
  // A few rows at a time: step by step within them, so that both the columns read and
  // the rows written stay in the cache.
  constexpr std::size_t block = 64;
  std::array<Cell, block> places;
  const std::size_t width = names_.size();
  for (std::size_t begin = 0; begin < rows.size(); begin += block) {
    const auto some = rows.subspan(begin, std::min(block, rows.size() - begin));
    const auto cells = std::span(places).first(some.size());
    double* out = matrix.values.data() + begin * width;
    for (std::size_t s = 0; s < steps_.size(); ++s) {
      readers[s].read(some, cells);
      out += write(steps_[s], cells, form, out, width);
    }
  }
  return matrix;
}

void Pipeline::transform(std::span<const table::Value> feature_row, Form form,
                         std::span<double> out) const {
  assert(feature_row.size() == row_width_ && out.size() == names_.size());
  std::size_t place = 0;
  for (std::size_t s = 0; s < steps_.size(); ++s) {
    const Cell cell = cell_of(steps_[s], feature_row[places_[s]]);
    place += write(steps_[s], {&cell, 1}, form, out.data() + place, 0);
  }
}

Result<> Pipeline::check(std::span<const table::Value> feature_row) const {
  if (feature_row.size() != row_width_)
    return internal("a feature row has {} values; expected {}, one per feature",
                    feature_row.size(), row_width_);
  for (std::size_t s = 0; s < steps_.size(); ++s) {
    const Step& step = steps_[s];
    const table::Value& value = feature_row[places_[s]];
    if (table::is_missing(value)) {
      if (step.missing_seen) continue;
      return bad_input(
          "feature {} is missing; it never was in the training data, so the model "
          "cannot say "
          "what that means: give the values that it is made from",
          step.feature);
    }
    if (const auto* text = std::get_if<std::string>(&value);
        text && !is_category(step.kind))
      return bad_input("feature {} is the text \"{}\"; expected a number", step.feature,
                       *text);
    if (const auto* real = std::get_if<double>(&value); real && !std::isfinite(*real))
      return bad_input("feature {} is {}; expected a finite number", step.feature,
                       *real);
  }
  return {};
}

Result<> Pipeline::finish(const portfolio::Portfolio& portfolio) {
  row_width_ = portfolio.features.size();
  std::unordered_set<std::string> seen;
  for (std::size_t s = 0; s < steps_.size(); ++s) {
    const auto feature = std::find_if(
        portfolio.features.begin(), portfolio.features.end(),
        [&](const portfolio::Feature& each) { return each.name == steps_[s].feature; });
    if (feature == portfolio.features.end())
      return bad_input("feature {} is prepared, but the portfolio has no such feature",
                       steps_[s].feature);
    places_.push_back(std::size_t(feature - portfolio.features.begin()));
    for (std::string& name : columns_of(steps_[s])) {
      if (!seen.insert(name).second)
        return bad_input(
            "feature {} would make a second matrix column named {}; rename the feature "
            "in "
            "features.sql",
            steps_[s].feature, name);
      names_.push_back(std::move(name));
      step_of_column_.push_back(std::uint32_t(s));
    }
  }
  if (names_.empty()) {
    std::string reasons;
    for (const Dropped& each : dropped_)
      reasons += fmt::format("{}{}: {}", reasons.empty() ? "" : "; ", each.feature,
                             each.reason);
    return bad_input(
        "no feature is left to learn from ({}); give more data or features",
        reasons.empty() ? "the portfolio has none" : reasons);
  }
  return {};
}

}  // namespace credence::prepare
