// pipeline.h
// This component provides `Pipeline`, the preparation of features for models, fitted on
// training rows and then the same on every path, to search, version and scoring.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "portfolio/portfolio.h"
#include "table/matrix.h"
#include "table/table.h"

namespace credence::prepare {

enum class Form { unscaled, scaled };  // for trees, for linear models

// How one source feature becomes matrix columns; plain data, the same as its JSON.
struct Step {
  std::string feature;                  // column of the feature table
  portfolio::Kind kind = portfolio::Kind::number;
  bool indicator = false;               // first a 0/1 column "<feature>_missing"
  double fill = 0;                      // for numbers: median of the training rows
  std::string fill_text;                // for categories: mode of the training rows
  std::vector<std::string> categories;  // ordinal: its order, encoded 0, 1, ..., unseen
                                        // -1; nominal: one column each, unseen all 0
  // Further columns made from the filled number: itself, and its logarithm if declared.
  struct Output {
    std::string name;        // matrix column
    bool logarithm = false;  // log(1 + x)
    portfolio::Scaling scaling = portfolio::Scaling::none;
    double center = 0, scale = 1;  // scaled value = (x - center) / scale
  };
  std::vector<Output> outputs;
};

struct FitOptions {
  bool use_protected = false;
};

class Pipeline {
 public:
  // Fits on the given rows of `features` (columns as Portfolio::features). An indicator
  // is made for every feature that was missing in a training row or that a request may
  // omit (all but those whose inputs are required). Features that are constant or all
  // missing in the training rows are left out and named in `dropped()`.
  static Result<Pipeline> fit(const portfolio::Portfolio& portfolio,
                              const table::Table& features,
                              std::span<const std::uint32_t> rows, const FitOptions& options);

  const std::vector<Step>& steps() const { return steps_; }
  const std::vector<std::string>& names() const { return names_; }  // p matrix columns
  struct Dropped {
    std::string feature, reason;
  };
  const std::vector<Dropped>& dropped() const { return dropped_; }

  table::Matrix transform(const table::Table& features, std::span<const std::uint32_t> rows,
                          Form form) const;

  // One row: values in the order of Portfolio::features; `out` has p places. The same
  // arithmetic as `transform`, bit for bit.
  void transform(std::span<const table::Value> feature_row, Form form,
                 std::span<double> out) const;

  // Exact: reading what was written gives the same pipeline, and the same bytes again.
  Json to_json() const;
  static Result<Pipeline> from_json(const Json& document, const portfolio::Portfolio& portfolio);

 private:
  Pipeline() = default;
  std::vector<Step> steps_;
  std::vector<std::size_t> places_;  // of each step's feature in Portfolio::features
  std::vector<std::string> names_;
  std::vector<Dropped> dropped_;
};

}  // namespace credence::prepare
