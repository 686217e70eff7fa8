#include "model/linear.h"

#include <cassert>

namespace credence::model {

double margin(const Linear& model, std::span<const double> row) {
  assert(row.size() == model.coefficients.size());
  double sum = model.intercept;
  for (std::size_t j = 0; j < row.size(); ++j) sum += model.coefficients[j] * row[j];
  return sum;
}

}  // namespace credence::model
