#include "prepare/fit_feature.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "prepare/cell_reader.h"
#include "prepare/pipeline.h"
#include "prepare/statistics.h"

namespace credence::prepare {
namespace {

using portfolio::Feature;
using portfolio::Kind;
using portfolio::Logarithm;
using portfolio::Scaling;
using table::Column;

using Rows = std::span<const std::uint32_t>;
using Logarithms = std::span<const Logarithm>;
using Counts = std::map<std::string, std::int64_t>;  // of rows, by category

Step::Output output_of(const std::string& name, bool logarithm, Scaling scaling,
                       std::span<const double> numbers) {
  const Scale scale = scale_of(numbers, scaling);
  return {name, logarithm, scaling, scale.center, scale.scale};
}

Result<> check_number(const Feature& feature, double x, Logarithms logarithms) {
  if (!std::isfinite(x))
    return bad_input(
        "feature {} is {} in a training row; expected a finite number or NULL: guard "
        "its "
        "division in features.sql with NULLIF",
        feature.name, x);
  if (feature.kind == Kind::flag && x != 0 && x != 1)
    return bad_input(
        "feature {} is declared a flag, but is {} in a training row; expected 0 or 1: "
        "correct "
        "features.sql, or take it out of flags in portfolio.toml",
        feature.name, x);
  if (x < 0 && !logarithms.empty())
    return bad_input(
        "feature {} is {} in a training row, but {} is declared as its logarithm, "
        "log(1 + x); "
        "expected 0 or more: correct features.sql, or take the logarithm out of "
        "portfolio.toml",
        feature.name, x, logarithms.front().name);
  return {};
}

double mode_of_flag(std::span<const double> flags) {
  const auto ones = std::count(flags.begin(), flags.end(), 1.0);
  return 2 * ones > std::ptrdiff_t(flags.size()) ? 1 : 0;
}

Result<FittedFeature> fit_number(const Feature& feature, Logarithms logarithms,
                                 const Column& column, Rows rows) {
  if (column.type == table::Type::text)
    return bad_input(
        "feature {} is declared a {}, but features.sql gives text; expected a number: "
        "declare "
        "it nominal or ordinal in portfolio.toml, or CAST it in features.sql",
        feature.name, name_of(feature.kind));
  FittedFeature fitted;
  Step& step = fitted.step;
  step.feature = feature.name;
  step.kind = feature.kind;
  std::vector<double> filled, present;
  filled.reserve(rows.size());
  present.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    const double x = column.number(row);
    filled.push_back(x);
    if (std::isnan(x)) continue;
    TRY(check_number(feature, x, logarithms));
    present.push_back(x);
  }
  if (std::all_of(present.begin(), present.end(),
                  [&](double x) { return x == present.front(); }))
    fitted.left_out = fmt::format("constant: {}", present.front());
  step.fill = feature.kind == Kind::flag ? mode_of_flag(present) : median(present);
  if (!fitted.left_out.empty()) return fitted;

  for (double& x : filled)
    if (std::isnan(x)) x = step.fill;
  step.outputs.push_back(output_of(feature.name, false, feature.scaling, filled));
  if (logarithms.empty()) return fitted;
  for (double& x : filled) x = logarithm(x);
  for (const Logarithm& each : logarithms)
    step.outputs.push_back(output_of(each.name, true, each.scaling, filled));
  return fitted;
}

Counts count_categories(const Column& column, Rows rows) {
  Counts counts;
  if (column.type != table::Type::text) {
    for (const std::uint32_t row : rows)
      if (!column.is_missing(row))
        ++counts[column.type == table::Type::real
                     ? category_text(column.reals[row])
                     : category_text(column.integers[row])];
    return counts;
  }
  std::vector<std::int64_t> by_level(column.levels.size());
  for (const std::uint32_t row : rows)
    if (!column.is_missing(row)) ++by_level[std::size_t(column.codes[row])];
  for (std::size_t i = 0; i < by_level.size(); ++i)
    if (by_level[i] > 0) counts[column.levels[i]] += by_level[i];
  return counts;
}

bool is_utf8(const std::string& text) {
  try {
    return !Json(text).dump().empty();
  } catch (const Json::type_error&) {
    return false;
  }
}

Result<> check_categories(const Feature& feature, const Counts& counts) {
  const std::vector<std::string>& order = feature.order;
  for (const auto& [category, count] : counts) {
    if (!is_utf8(category))
      return bad_input(
          "feature {} has a category that is not valid UTF-8 text in {} training "
          "row{}; "
          "convert the raw data to UTF-8",
          feature.name, count, count == 1 ? "" : "s");
    if (feature.kind == Kind::nominal && order.empty()) continue;
    if (std::find(order.begin(), order.end(), category) == order.end())
      return bad_input(
          "feature {} is \"{}\" in {} training row{}; expected one of its declared "
          "categories ({}): add it in portfolio.toml, or correct features.sql",
          feature.name, category, count, count == 1 ? "" : "s", fmt::join(order, ", "));
  }
  return {};
}

// The declared ones in their order, else all in the order of their text; only such as
// occur, since the column of another would be constant.
std::vector<std::string> nominal_categories(const Feature& feature,
                                            const Counts& counts) {
  std::vector<std::string> categories;
  for (const std::string& declared : feature.order)
    if (counts.contains(declared)) categories.push_back(declared);
  if (feature.order.empty())
    for (const auto& [category, count] : counts) categories.push_back(category);
  return categories;
}

Result<FittedFeature> fit_category(const Feature& feature, Logarithms logarithms,
                                   const Column& column, Rows rows) {
  if (!logarithms.empty())
    return bad_input(
        "{} is declared as the logarithm of {}, which is {}; expected a number: take "
        "the "
        "logarithm out of portfolio.toml",
        logarithms.front().name, feature.name, name_of(feature.kind));
  const Counts counts = count_categories(column, rows);
  TRY(check_categories(feature, counts));
  FittedFeature fitted;
  Step& step = fitted.step;
  step.feature = feature.name;
  step.kind = feature.kind;
  std::int64_t most = 0;
  for (const auto& [category, count] : counts)
    if (count > most) most = count, step.fill_text = category;
  if (counts.size() == 1) {
    fitted.left_out = fmt::format("constant: {}", counts.begin()->first);
  } else if (feature.kind == Kind::nominal && counts.size() > most_categories) {
    fitted.left_out =
        fmt::format("{} categories, which is more than the {} that are encoded",
                    counts.size(), most_categories);
  } else if (feature.kind == Kind::nominal) {
    step.categories = nominal_categories(feature, counts);
  } else {
    step.categories = feature.order;
    std::vector<Cell> cells(rows.size());
    CellReader(step, column).read(rows, cells);
    const int fill = cell_of_text(step, step.fill_text).category;
    std::vector<double> filled;
    for (const Cell& cell : cells)
      filled.push_back(cell.category == Cell::missing ? fill : cell.category);
    step.outputs.push_back(output_of(feature.name, false, feature.scaling, filled));
  }
  return fitted;
}

}  // namespace

Result<FittedFeature> fit_feature(const Feature& feature, Logarithms logarithms,
                                  const Column& column, Rows rows) {
  return is_category(feature.kind) ? fit_category(feature, logarithms, column, rows)
                                   : fit_number(feature, logarithms, column, rows);
}

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::number:
      return "number";
    case Kind::flag:
      return "flag";
    case Kind::ordinal:
      return "ordinal";
    case Kind::nominal:
      return "nominal";
  }
  return "";
}

std::string_view name_of(Scaling scaling) {
  switch (scaling) {
    case Scaling::none:
      return "none";
    case Scaling::standard:
      return "standard";
    case Scaling::robust:
      return "robust";
  }
  return "";
}

}  // namespace credence::prepare
