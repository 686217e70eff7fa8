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
#include "prepare/step.h"
#include "table/matrix.h"
#include "table/table.h"

namespace credence::prepare {

// A nominal feature with more distinct values is left out: a column for each would be
// neither learnable nor affordable.
inline constexpr std::size_t most_categories = 1000;

struct FitOptions {
  bool use_protected = false;
};

class Pipeline {
 public:
  // Fits on the given rows of `features` (columns as Portfolio::features, found by
  // name). An indicator is made for every feature that was missing in some but not all
  // training rows, once for features that were missing in exactly the same ones.
  // Features that are protected, constant or all missing in the training rows are left
  // out and named in `dropped()`; of one that is constant where present, the indicator
  // alone is kept. Other rows than the training rows decide nothing but
  // `Step::missing_seen`. Fails when no column is left, a value is not finite or not in
  // its declared order, a flag is not 0 or 1, or a logarithm is declared of a negative
  // number.
  static Result<Pipeline> fit(const portfolio::Portfolio& portfolio,
                              const table::Table& features,
                              std::span<const std::uint32_t> rows,
                              const FitOptions& options);

  const std::vector<Step>& steps() const { return steps_; }
  const std::vector<std::string>& names() const { return names_; }  // p matrix columns
  // Of each matrix column, the place in `steps()` of the step that makes it.
  const std::vector<std::uint32_t>& step_of_column() const { return step_of_column_; }
  struct Dropped {
    std::string feature, reason;
    bool operator==(const Dropped&) const = default;
  };
  const std::vector<Dropped>& dropped() const { return dropped_; }

  table::Matrix transform(const table::Table& features,
                          std::span<const std::uint32_t> rows, Form form) const;

  // One row: values in the order of Portfolio::features; `out` has p places. The same
  // arithmetic as `transform`, bit for bit. A value of a wrong type or not finite
  // counts as missing; `check` refuses it.
  void transform(std::span<const table::Value> feature_row, Form form,
                 std::span<double> out) const;

  // Whether the row is one that the model can know about: as many values as the
  // portfolio has features, none of a wrong type or infinite, none missing that was
  // never missing when the pipeline was fitted.
  Result<> check(std::span<const table::Value> feature_row) const;

  // Exact: reading what was written gives the same pipeline, and the same bytes again.
  Json to_json() const;
  static Result<Pipeline> from_json(const Json& document,
                                    const portfolio::Portfolio& portfolio);

 private:
  Pipeline() = default;
  // Works out what follows from the steps; fails when two matrix columns have one name
  // or there is none.
  Result<> finish(const portfolio::Portfolio& portfolio);

  std::vector<Step> steps_;
  std::vector<Dropped> dropped_;
  std::vector<std::size_t> places_;  // of each step's feature in Portfolio::features
  std::size_t row_width_ = 0;        // Portfolio::features.size()
  std::vector<std::string> names_;
  std::vector<std::uint32_t> step_of_column_;
};

}  // namespace credence::prepare
