#include "explain/explainer.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "model/forest_walk.h"

namespace credence::explain {

std::vector<double> column_means(const table::Matrix& training) {
  assert(training.rows > 0);
  std::vector<double> means(training.columns(), 0.0);
  for (std::size_t i = 0; i < training.rows; ++i)
    for (std::size_t j = 0; j < means.size(); ++j) means[j] += training.row(i)[j];
  for (double& mean : means) mean /= static_cast<double>(training.rows);
  return means;
}

double margin_f64(const model::Model& model, std::span<const double> row) {
  const auto* forest = std::get_if<model::Forest>(&model);
  if (!forest) return model::margin(model, row);
  double sum = forest->base;
  for (const std::int32_t root : forest->roots)
    sum += model::leaf_value(*forest, root, row);
  return sum;
}

Result<Explainer> Explainer::of(const model::Model& model,
                                std::span<const double> means) {
  if (const auto* forest = std::get_if<model::Forest>(&model))
    return Explainer(ForestShap(*forest));
  const auto& linear = std::get<model::Linear>(model);
  if (means.size() != linear.coefficients.size())
    return bad_input(
        "explanation: {} training means for a linear model of {} coefficients, "
        "expected one for each",
        means.size(), linear.coefficients.size());
  const auto odd =
      std::ranges::find_if_not(means, [](double x) { return std::isfinite(x); });
  if (odd != means.end())
    return bad_input(
        "explanation: the training mean of column {} is {}, expected a "
        "finite number",
        odd - means.begin(), *odd);
  return Explainer(LinearTerms{
      linear.coefficients, {means.begin(), means.end()}, model::margin(linear, means)});
}

double Explainer::base() const {
  if (const auto* forest = std::get_if<ForestShap>(&terms_)) return forest->base();
  return std::get<LinearTerms>(terms_).base;
}

void Explainer::contributions(std::span<const double> row,
                              std::span<double> out) const {
  assert(row.size() == out.size());
  if (const auto* forest = std::get_if<ForestShap>(&terms_)) {
    std::ranges::fill(out, 0.0);
    forest->add(row, out);
    return;
  }
  const auto& linear = std::get<LinearTerms>(terms_);
  for (std::size_t j = 0; j < out.size(); ++j)
    out[j] = linear.coefficients[j] * (row[j] - linear.means[j]);
}

}  // namespace credence::explain
