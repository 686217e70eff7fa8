#include "prepare/step.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/exact_math.h"

namespace credence::prepare {

bool is_category(portfolio::Kind kind) {
  return kind == portfolio::Kind::ordinal || kind == portfolio::Kind::nominal;
}

std::vector<std::string> columns_of(const Step& step) {
  std::vector<std::string> columns;
  if (step.indicator) columns.push_back(step.feature + "_missing");
  for (const Step::Output& output : step.outputs) columns.push_back(output.name);
  if (step.kind == portfolio::Kind::nominal)
    for (const std::string& category : step.categories)
      columns.push_back(step.feature + "=" + category);
  return columns;
}

Cell cell_of_number(double number) {
  Cell cell;
  if (std::isfinite(number)) cell.number = number;
  return cell;
}

Cell cell_of_text(const Step& step, std::string_view text) {
  const auto place = std::find(step.categories.begin(), step.categories.end(), text);
  Cell cell;
  cell.category = place == step.categories.end() ? Cell::unseen
                                                 : int(place - step.categories.begin());
  return cell;
}

Cell cell_of(const Step& step, const table::Value& value) {
  const auto* integer = std::get_if<std::int64_t>(&value);
  const auto* real = std::get_if<double>(&value);
  const auto* text = std::get_if<std::string>(&value);
  if (!is_category(step.kind))
    return integer ? cell_of_number(double(*integer))
           : real  ? cell_of_number(*real)
                   : Cell();
  if (text) return cell_of_text(step, *text);
  if (integer) return cell_of_text(step, category_text(*integer));
  return real && !std::isnan(*real) ? cell_of_text(step, category_text(*real)) : Cell();
}

std::string category_text(double number) { return fmt::format("{}", number + 0.0); }

std::string category_text(std::int64_t number) { return fmt::format("{}", number); }

double logarithm(double x) { return exact_log(1 + std::max(x, 0.0)); }

std::size_t write(const Step& step, const Cell& cell, Form form,
                  std::span<double> out) {
  const bool missing =
      is_category(step.kind) ? cell.category == Cell::missing : std::isnan(cell.number);
  std::size_t place = 0;
  if (step.indicator) out[place++] = missing;
  if (step.kind == portfolio::Kind::nominal) {
    const int category =
        missing ? cell_of_text(step, step.fill_text).category : cell.category;
    for (std::size_t i = 0; i < step.categories.size(); ++i)
      out[place++] = int(i) == category;
    return place;
  }
  if (step.outputs.empty()) return place;
  const double number = !is_category(step.kind) ? (missing ? step.fill : cell.number)
                        : missing ? cell_of_text(step, step.fill_text).category
                                  : cell.category;
  for (const Step::Output& output : step.outputs) {
    const double made = output.logarithm ? logarithm(number) : number;
    out[place++] = form == Form::scaled && output.scaling != portfolio::Scaling::none
                       ? (made - output.center) / output.scale
                       : made;
  }
  return place;
}

}  // namespace credence::prepare
