#include "features/movements.h"

#include <algorithm>

namespace credence::features {
namespace {

// 1: up, -1: down, 0: not at all; 2: no order.
int step_of(const portfolio::Feature& feature, const table::Column& column,
            std::size_t from, std::size_t to) {
  if (column.is_missing(from) || column.is_missing(to))
    return column.is_missing(from) == column.is_missing(to) ? 0 : 2;
  if (column.type != table::Type::text) {
    const double a = column.number(from), b = column.number(to);
    if (a == b) return 0;
    if (feature.kind == portfolio::Kind::nominal) return 2;
    return a < b ? 1 : -1;
  }
  if (column.text(from) == column.text(to)) return 0;
  const auto a = std::ranges::find(feature.order, column.text(from));
  const auto b = std::ranges::find(feature.order, column.text(to));
  if (feature.kind != portfolio::Kind::ordinal || a == feature.order.end() ||
      b == feature.order.end())
    return 2;
  return a < b ? 1 : -1;
}

Movement joined(Movement so_far, int step) {
  if (step == 0 || so_far == Movement::unordered) return so_far;
  if (step == 2) return Movement::unordered;
  const Movement now = step > 0 ? Movement::up : Movement::down;
  if (so_far == Movement::none || so_far == now) return now;
  return Movement::both;
}

}  // namespace

std::vector<Movement> movements_of(const MovedInput& moved,
                                   const portfolio::Portfolio& portfolio) {
  std::vector<Movement> movements;
  for (std::size_t f = 0; f < portfolio.features.size(); ++f) {
    const table::Column& column = moved.features.columns[f];
    Movement movement = Movement::none;
    for (std::size_t row = 1; row < column.size(); ++row)
      if (row % moved.values.size() != 0)
        movement =
            joined(movement, step_of(portfolio.features[f], column, row - 1, row));
    movements.push_back(movement);
  }
  return movements;
}

}  // namespace credence::features
