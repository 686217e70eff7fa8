#include <algorithm>
#include <map>

#include "prepare/fit_feature.h"
#include "prepare/pipeline.h"

namespace credence::prepare {
namespace {

using portfolio::Logarithm;

// Which of the training rows miss a feature, in their order.
using MissingRows = std::vector<bool>;

MissingRows missing_rows(const table::Column& column,
                         std::span<const std::uint32_t> rows) {
  MissingRows missing;
  missing.reserve(rows.size());
  for (const std::uint32_t row : rows) missing.push_back(column.is_missing(row));
  return missing;
}

bool any_missing(const table::Column& column) {
  for (std::size_t row = 0; row < column.size(); ++row)
    if (column.is_missing(row)) return true;
  return false;
}

std::vector<Logarithm> logarithms_of(const portfolio::Portfolio& portfolio,
                                     std::string_view feature) {
  std::vector<Logarithm> found;
  for (const Logarithm& each : portfolio.logarithms)
    if (each.of == feature) found.push_back(each);
  return found;
}

}  // namespace

Result<Pipeline> Pipeline::fit(const portfolio::Portfolio& portfolio,
                               const table::Table& features,
                               std::span<const std::uint32_t> rows,
                               const FitOptions& options) {
  if (rows.empty())
    return bad_input("there are no training rows to fit the preparation on");
  for (const std::uint32_t row : rows)
    if (row >= features.rows())
      return internal("training row {} lies beyond the {} rows of the feature table",
                      row, features.rows());
  Pipeline pipeline;
  // The first feature that was missing in just these rows; its indicator serves all.
  std::map<MissingRows, std::string> indicated;
  for (const portfolio::Feature& feature : portfolio.features) {
    const std::vector<Logarithm> logarithms = logarithms_of(portfolio, feature.name);
    const auto drop = [&](const std::string& reason) {
      pipeline.dropped_.push_back({feature.name, reason});
      for (const Logarithm& each : logarithms)
        pipeline.dropped_.push_back(
            {each.name,
             fmt::format("logarithm of {}, which is left out", feature.name)});
    };
    if (feature.is_protected && !options.use_protected) {
      drop("protected: kept for fairness reports, not given to models");
      continue;
    }
    const table::Column* column = features.find(feature.name);
    if (column == nullptr)
      return bad_input(
          "the feature table has no column {}, which portfolio.toml declares",
          feature.name);
    MissingRows missing = missing_rows(*column, rows);
    const auto misses = std::size_t(std::count(missing.begin(), missing.end(), true));
    if (misses == rows.size()) {
      drop("missing in every training row");
      continue;
    }
    FittedFeature fitted = TRY(fit_feature(feature, logarithms, *column, rows));
    Step& step = fitted.step;
    step.missing_share = double(misses) / double(rows.size());
    step.missing_seen = misses > 0 || any_missing(*column);
    if (misses > 0) {
      const auto [earlier, fresh] =
          indicated.try_emplace(std::move(missing), feature.name);
      step.indicator = fresh;
      if (!fresh) step.indicator_shared_with = earlier->second;
    }
    if (!fitted.left_out.empty())
      drop(fitted.left_out + (step.indicator ? "; only its missing indicator is kept"
                              : misses > 0
                                  ? fmt::format("; missing in the same rows as {}",
                                                step.indicator_shared_with)
                                  : ""));
    if (fitted.left_out.empty() || step.indicator)
      pipeline.steps_.push_back(std::move(step));
  }
  TRY(pipeline.finish(portfolio));
  return pipeline;
}

}  // namespace credence::prepare
