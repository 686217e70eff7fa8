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

std::size_t write(const Step& step, std::span<const Cell> cells, Form form, double* out,
                  std::size_t stride) {
  const bool category = is_category(step.kind);
  const auto is_missing = [&](const Cell& cell) {
    return category ? cell.category == Cell::missing : std::isnan(cell.number);
  };
  const bool fills = category && std::any_of(cells.begin(), cells.end(), is_missing);
  const int fill_category = fills ? cell_of_text(step, step.fill_text).category : 0;
  const auto category_of = [&](const Cell& cell) {
    return cell.category == Cell::missing ? fill_category : cell.category;
  };
  const auto number_of = [&](const Cell& cell) -> double {
    if (category) return category_of(cell);
    return std::isnan(cell.number) ? step.fill : cell.number;
  };
  double* const first = out;
  const auto write_column = [&](auto&& value_of) {
    for (std::size_t i = 0; i < cells.size(); ++i) out[i * stride] = value_of(cells[i]);
    ++out;
  };

  if (step.indicator)
    write_column([&](const Cell& cell) -> double { return is_missing(cell); });
  for (const Step::Output& output : step.outputs) {
    const auto made = [&](const Cell& cell) {
      return output.logarithm ? logarithm(number_of(cell)) : number_of(cell);
    };
    if (form == Form::scaled && output.scaling != portfolio::Scaling::none)
      write_column([&](const Cell& cell) {
        return (made(cell) - output.center) / output.scale;
      });
    else
      write_column(made);
  }
  if (step.kind == portfolio::Kind::nominal)
    for (int i = 0; i < int(step.categories.size()); ++i)
      write_column([&](const Cell& cell) -> double { return category_of(cell) == i; });
  return std::size_t(out - first);
}

}  // namespace credence::prepare
