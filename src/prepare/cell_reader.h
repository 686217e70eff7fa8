// cell_reader.h
// This component provides `CellReader`, a column of the feature table as cells of its
// step, to fitting and transforming of many rows.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "prepare/step.h"
#include "table/table.h"

namespace credence::prepare {

// Refers to the step and the column, which have to outlive it.
class CellReader {
 public:
  CellReader(const Step& step, const table::Column& column)
      : step_(step), column_(column) {
    if (is_category(step.kind))  // texts are looked up once a level, not once a row
      for (const std::string& level : column.levels)
        cells_of_levels_.push_back(cell_of_text(step, level));
  }

  // The cells of `rows`, as many.
  void read(std::span<const std::uint32_t> rows, std::span<Cell> cells) const {
    const auto fill = [&](auto&& cell_at) {
      for (std::size_t i = 0; i < rows.size(); ++i) cells[i] = cell_at(rows[i]);
    };
    const auto if_present = [&](auto&& cell_at) {
      fill([&](std::uint32_t row) {
        return column_.is_missing(row) ? Cell() : cell_at(row);
      });
    };
    const table::Column& column = column_;
    if (!is_category(step_.kind)) {
      if (column.type == table::Type::text)
        fill([](std::uint32_t) { return Cell(); });
      else if (column.type == table::Type::real)
        fill([&](std::uint32_t row) { return cell_of_number(column.reals[row]); });
      else
        fill([&](std::uint32_t row) { return cell_of_number(column.number(row)); });
    } else if (column.type == table::Type::text) {
      fill([&](std::uint32_t row) {
        const std::int32_t code = column.codes[row];
        return code == table::missing_code ? Cell()
                                           : cells_of_levels_[std::size_t(code)];
      });
    } else if (column.type == table::Type::real) {
      if_present([&](std::uint32_t row) {
        return cell_of_text(step_, category_text(column.reals[row]));
      });
    } else {
      if_present([&](std::uint32_t row) {
        return cell_of_text(step_, category_text(column.integers[row]));
      });
    }
  }

 private:
  const Step& step_;
  const table::Column& column_;
  std::vector<Cell> cells_of_levels_;
};

}  // namespace credence::prepare
