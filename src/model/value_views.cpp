#include "model/value_views.h"

#include <cmath>
#include <limits>

#include "model/forest_walk.h"

namespace credence::model {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

ValueViews::Reading ValueViews::reading_of(const Node& node) {
  View view{node.feature, node.missing, node.default_left, false};
  // NaN is 0 there, whatever the default side.
  if (view.missing == MissingRule::none) view.default_left = false;
  double threshold = node.value;
  if (split_ == SplitOperator::less_f32) {
    const auto single = static_cast<float>(node.value);
    // Below a number in single precision is at most the one before it.
    threshold = std::nextafter(single, -std::numeric_limits<float>::infinity());
    view.only_missing = std::isinf(single) && single < 0;
  }
  const auto [found, is_new] =
      place_.try_emplace(view, static_cast<std::int32_t>(views_.size()));
  if (is_new) {
    views_.push_back(
        {static_cast<std::size_t>(view.column), view.missing == MissingRule::none ? 0.0
                                                : view.default_left ? -infinity
                                                                    : nan});
    if (view.missing == MissingRule::zero || view.only_missing)
      unusual_.push_back({views_.size() - 1, view});
  }
  return {found->second, threshold};
}

void ValueViews::read(std::span<const double> row, double* values) const {
  if (split_ == SplitOperator::less_f32)
    for (std::size_t i = 0; i < views_.size(); ++i) {
      const double value = row[views_[i].column];
      values[i] = static_cast<float>(std::isnan(value) ? views_[i].if_nan : value);
    }
  else
    for (std::size_t i = 0; i < views_.size(); ++i) {
      const double value = row[views_[i].column];
      values[i] = std::isnan(value) ? views_[i].if_nan : value;
    }
  for (const auto& [place, view] : unusual_) {
    const double value = row[views_[place].column];
    if (std::isnan(value) && view.missing != MissingRule::none) continue;
    if (view.missing == MissingRule::zero && !(std::abs(value) > zero_bound))
      values[place] = views_[place].if_nan;
    else if (view.only_missing)
      values[place] = nan;
  }
}

}  // namespace credence::model
