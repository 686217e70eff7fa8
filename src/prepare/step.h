// step.h
// This component provides `Step`, how one feature becomes matrix columns, and the
// arithmetic that does it for one cell, to the pipeline: the only such arithmetic, so
// that a matrix and a single row agree bit for bit.
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portfolio/portfolio.h"
#include "table/value.h"

namespace credence::prepare {

enum class Form { unscaled, scaled };  // for trees, for linear models

// Plain data, the same as its JSON. Its matrix columns are, in this order: the
// indicator if there is one, then the outputs, or for a nominal feature one 0/1 column
// "<feature>=<category>" per category. Both forms have the same columns.
struct Step {
  std::string feature;  // column of the feature table
  portfolio::Kind kind = portfolio::Kind::number;
  double missing_share = 0;           // of the training rows
  bool missing_seen = false;          // in any row of the table fitted on, training or
                                      // not: scoring may refuse what never was missing
  bool indicator = false;             // first a 0/1 column "<feature>_missing"
  std::string indicator_shared_with;  // earlier feature that was missing in exactly the
                                      // same training rows; its indicator serves both
  double fill = 0;                    // numbers: median of the training rows; flags:
                                      // mode
  std::string fill_text;              // for categories: mode of the training rows
  std::vector<std::string> categories;  // ordinal: its order, encoded 0, 1, ..., unseen
                                        // -1; nominal: one column each, unseen all 0
  // Further columns made from the filled (and, if ordinal, encoded) number: itself, and
  // its logarithm if declared. None for a nominal feature, and none for a feature whose
  // values were all the same where present: then only its indicator is kept.
  struct Output {
    std::string name;  // matrix column
    bool logarithm =
        false;  // log(1 + x); a negative x, refused in training, counts as 0
    portfolio::Scaling scaling = portfolio::Scaling::none;
    double center = 0, scale = 1;  // scaled value = (x - center) / scale
    bool operator==(const Output&) const = default;
  };
  std::vector<Output> outputs;

  bool operator==(const Step&) const = default;
};

bool is_category(portfolio::Kind kind);  // ordinal, nominal; else number, flag

// The matrix columns of `step`.
std::vector<std::string> columns_of(const Step& step);

// One value, ready for arithmetic. A value that is not a finite number is missing.
struct Cell {
  static constexpr int unseen = -1, missing = -2;
  double number = std::numeric_limits<double>::quiet_NaN();  // NaN: missing
  int category = missing;  // place in Step::categories
};

Cell cell_of(const Step& step, const table::Value& value);
Cell cell_of_number(double number);
Cell cell_of_text(const Step& step, std::string_view text);

// A category as text, however its column is typed: 2 and 2.0 are "2".
std::string category_text(double number);
std::string category_text(std::int64_t number);

// log(1 + max(x, 0))
double logarithm(double x);

// Writes the step's columns of some rows: cell i to out[i x stride] and the places that
// follow. Returns how many columns there are.
std::size_t write(const Step& step, std::span<const Cell> cells, Form form, double* out,
                  std::size_t stride);

}  // namespace credence::prepare
