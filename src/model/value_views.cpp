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
  if (is_new) views_.push_back(view);
  return {found->second, threshold};
}

void ValueViews::read(std::span<const double> row, double* values) const {
  for (std::size_t i = 0; i < views_.size(); ++i)
    values[i] = value_of(views_[i], row[static_cast<std::size_t>(views_[i].column)]);
}

double ValueViews::value_of(const View& view, double value) const {
  const bool is_nan = std::isnan(value);
  const bool is_missing = view.missing == MissingRule::nan ? is_nan
                          : view.missing == MissingRule::zero
                              ? is_nan || std::abs(value) <= zero_bound
                              : false;
  if (is_missing) return view.default_left ? -infinity : nan;
  if (view.only_missing) return nan;
  if (is_nan) value = 0;
  return split_ == SplitOperator::less_f32 ? static_cast<float>(value) : value;
}

}  // namespace credence::model
