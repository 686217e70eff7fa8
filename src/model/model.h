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

std::size_t columns(const Model& model);  // p

// Fails with `bad_input` unless the model takes this many columns.
Result<> check(const Model& model, std::size_t matrix_columns);

// Exact both ways: what was read has the same bits, and is written as the same bytes.
// Whatever document is read, the result is a model that can be used or a `bad_input`.
Json to_json(const Model& model);
Result<Model> model_from_json(const Json& document);

}  // namespace credence::model
