// model.h
// This component provides `Model`, immutable data that predicts, to search, version and
// scoring. However it was trained, a model is linear or a forest.
#pragma once

#include <span>
#include <variant>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/forest.h"
#include "model/linear.h"
#include "table/matrix.h"

namespace credence::model {

using Model = std::variant<Linear, Forest>;

// Log-odds of being bad for one prepared row; the order of summation is fixed, so a row
// alone and the same row in a matrix give the same bits.
double margin(const Model& model, std::span<const double> row);

// One per row of the matrix.
std::vector<double> margins(const Model& model, const table::Matrix& matrix);

// Exact both ways.
Json to_json(const Model& model);
Result<Model> model_from_json(const Json& document);

}  // namespace credence::model
