// fit_feature.h
// This component provides the fitting of one feature on its training rows: what fills a
// gap, which categories there are, how its columns are scaled, to `Pipeline::fit`.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "portfolio/portfolio.h"
#include "prepare/step.h"
#include "table/table.h"

namespace credence::prepare {

// Everything of the step but what is said about missing values.
struct FittedFeature {
  Step step;
  std::string left_out;  // why its values make no column; empty: they do
};

// `logarithms` are those declared of this feature. At least one of `rows` is not
// missing.
Result<FittedFeature> fit_feature(const portfolio::Feature& feature,
                                  std::span<const portfolio::Logarithm> logarithms,
                                  const table::Column& column,
                                  std::span<const std::uint32_t> rows);

// "number", "flag", "ordinal", "nominal"; "none", "standard", "robust"
std::string_view name_of(portfolio::Kind kind);
std::string_view name_of(portfolio::Scaling scaling);

}  // namespace credence::prepare
