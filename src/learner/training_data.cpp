#include "learner/training_data.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace credence::learner {

Result<> check_training_data(const table::Matrix& matrix,
                             std::span<const std::int8_t> labels, bool nan_allowed) {
  if (labels.size() != matrix.rows ||
      matrix.values.size() != matrix.rows * matrix.columns())
    return bad_input(
        "the training matrix has {} rows and {} values, but there are {} labels",
        matrix.rows, matrix.values.size(), labels.size());
  if (matrix.columns() == 0) return bad_input("the training matrix has no columns");
  std::int64_t bad = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] != 0 && labels[i] != 1)
      return bad_input("row {} has the label {}, expected 0 (good) or 1 (bad)", i,
                       static_cast<int>(labels[i]));
    bad += labels[i];
  }
  if (bad == 0 || bad == static_cast<std::int64_t>(labels.size()))
    return bad_input("all {} training rows are {}: a model needs good and bad ones",
                     labels.size(), bad == 0 ? "good" : "bad");
  for (std::size_t i = 0; i < matrix.values.size(); ++i) {
    const double value = matrix.values[i];
    if (std::isinf(value) || (!nan_allowed && std::isnan(value)))
      return bad_input(
          "column '{}' holds {} in row {} of the training matrix; only finite "
          "numbers{} can be learnt from",
          matrix.names[i % matrix.columns()], value, i / matrix.columns(),
          nan_allowed ? " and missing values" : "");
  }
  return {};
}

Result<> check_directions(const table::Matrix& matrix,
                          std::span<const std::int8_t> directions) {
  if (directions.empty()) return {};
  if (directions.size() != matrix.columns())
    return bad_input("the training matrix has {} columns, but there are {} directions",
                     matrix.columns(), directions.size());
  for (std::size_t j = 0; j < directions.size(); ++j)
    if (directions[j] < -1 || directions[j] > 1)
      return bad_input(
          "column '{}' has the direction {}, expected 1 (the risk rises with it), -1 "
          "(it falls) or 0 (either)",
          matrix.names[j], static_cast<int>(directions[j]));
  return {};
}

bool any_direction(std::span<const std::int8_t> directions) {
  return std::ranges::any_of(directions, [](std::int8_t d) { return d != 0; });
}

std::string text_of_directions(std::span<const std::int8_t> directions) {
  const std::vector<int> numbers(directions.begin(), directions.end());
  return fmt::format("({})", fmt::join(numbers, ","));
}

}  // namespace credence::learner
