// cell_reader.h
// This component provides `CellReader`, a column of the feature table as cells of its
// step, to fitting and transforming of many rows.
#pragma once

#include <cstdint>
#include <vector>

#include "prepare/step.h"
#include "table/table.h"

namespace credence::prepare {

// Refers to the step and the column, which have to outlive it.
class CellReader {
 public:
  CellReader(const Step& step, const table::Column& column)
      : step_(step), column_(column), category_(is_category(step.kind)) {
    if (category_)  // texts are looked up once a level, not once a row
      for (const std::string& level : column.levels)
        cells_of_levels_.push_back(cell_of_text(step, level));
  }

  Cell operator()(std::uint32_t row) const {
    const bool is_text = column_.type == table::Type::text;
    if (!category_) return is_text ? Cell() : cell_of_number(column_.number(row));
    if (column_.is_missing(row)) return {};
    if (is_text) return cells_of_levels_[std::size_t(column_.codes[row])];
    return cell_of_text(step_, column_.type == table::Type::real
                                   ? category_text(column_.reals[row])
                                   : category_text(column_.integers[row]));
  }

 private:
  const Step& step_;
  const table::Column& column_;
  bool category_;
  std::vector<Cell> cells_of_levels_;
};

}  // namespace credence::prepare
