#include "model/model.h"

#include "model/scorer.h"

namespace credence::model {

double margin(const Model& model, std::span<const double> row) {
  return std::visit([&](const auto& kind) { return margin(kind, row); }, model);
}

std::vector<double> margins(const Model& model, const table::Matrix& matrix) {
  return Scorer::of(model).margins(matrix);
}

std::size_t columns(const Model& model) {
  if (const auto* forest = std::get_if<Forest>(&model))
    return static_cast<std::size_t>(forest->columns);
  return std::get<Linear>(model).coefficients.size();
}

Result<> check(const Model& model, std::size_t matrix_columns) {
  if (columns(model) != matrix_columns)
    return bad_input(
        "the model takes {} columns, but the prepared matrix has {}: model and "
        "preparation are not from the same version",
        columns(model), matrix_columns);
  return {};
}

}  // namespace credence::model
