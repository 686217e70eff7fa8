#include "train/direction_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "features/movements.h"

namespace credence::train {
namespace {

using features::MovedInput;
using features::Movement;
using portfolio::Direction;
using report::DirectionCheck;

std::string name_of(Direction direction) {
  return direction == Direction::increasing ? "increasing" : "decreasing";
}

std::string shown(const table::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  const auto* whole = std::get_if<std::int64_t>(&value);
  return whole ? fmt::format("{}", *whole) : fmt::format("{}", std::get<double>(value));
}

std::vector<double> margins_of(const MovedInput& moved,
                               const prepare::Pipeline& pipeline, prepare::Form form,
                               const model::Model& model) {
  std::vector<std::uint32_t> rows(moved.features.rows());
  std::iota(rows.begin(), rows.end(), 0u);
  return model::margins(model, pipeline.transform(moved.features, rows, form));
}

// What can undo the direction, of a feature that the model uses; empty: nothing.
std::string remark_on(const portfolio::Feature& feature, Movement movement,
                      Direction input) {
  if (movement == Movement::none) return {};
  if (feature.direction == Direction::none)
    return fmt::format(
        "Feature {} is made of the same input, but features.monotone does not hold it",
        feature.name);
  if (movement == Movement::unordered)
    return fmt::format("Feature {} is missing or unknown for some of these values only",
                       feature.name);
  const Movement wanted = feature.direction == input ? Movement::up : Movement::down;
  if (movement == wanted) return {};
  return fmt::format(
      "Feature {}, which is held as {}, {} as the input rises, against the direction",
      feature.name, name_of(feature.direction),
      movement == Movement::both ? "rises and falls"
      : movement == Movement::up ? "rises"
                                 : "falls");
}

std::vector<std::string> remarks_on(const MovedInput& moved,
                                    const portfolio::Portfolio& portfolio,
                                    const prepare::Pipeline& pipeline) {
  std::vector<std::string> remarks;
  const std::vector<Movement> movements = features::movements_of(moved, portfolio);
  for (std::size_t f = 0; f < movements.size(); ++f) {
    const portfolio::Feature& feature = portfolio.features[f];
    if (std::ranges::count(pipeline.steps(), feature.name, &prepare::Step::feature) ==
        0)
      continue;
    std::string remark = remark_on(feature, movements[f], moved.input.direction);
    if (!remark.empty()) remarks.push_back(std::move(remark));
  }
  return remarks;
}

DirectionCheck check(const MovedInput& moved, std::span<const double> margins) {
  DirectionCheck result;
  result.input = moved.input.table + "." + moved.input.column;
  result.direction = name_of(moved.input.direction);
  result.applications = static_cast<std::int64_t>(moved.applications());
  const double sign = moved.input.direction == Direction::increasing ? 1 : -1;
  const std::size_t count = moved.values.size();
  for (std::size_t i = 1; i < margins.size(); ++i) {
    if (i % count == 0) continue;  // the next application begins
    ++result.steps;
    const double wrong = sign * (margins[i - 1] - margins[i]);
    if (!(wrong > 1e-12 * std::max(1.0, std::abs(margins[i])))) continue;
    ++result.reversals;
    if (wrong <= result.largest) continue;
    result.largest = wrong;
    result.example = fmt::format("application {}, from {} to {}",
                                 shown(moved.application_id.value(i / count)),
                                 moved.values[i % count - 1], moved.values[i % count]);
  }
  return result;
}

}  // namespace

std::vector<DirectionCheck> check_directions(std::span<const MovedInput> moved,
                                             const portfolio::Portfolio& portfolio,
                                             const prepare::Pipeline& pipeline,
                                             prepare::Form form,
                                             const model::Model& model) {
  std::vector<DirectionCheck> checks;
  for (const MovedInput& input : moved) {
    checks.push_back(check(input, margins_of(input, pipeline, form, model)));
    checks.back().remarks = remarks_on(input, portfolio, pipeline);
  }
  return checks;
}

}  // namespace credence::train
