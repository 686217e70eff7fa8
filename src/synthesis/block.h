// block.h
// This component provides `Block`, rows of one table as whole numbers, and
// `TableShape`, what those numbers mean, to the writer and the kinds of sink.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "table/table.h"

namespace credence::synthesis {

// How a cell's whole number is to be read: as it is, as a day, as so many decimal
// places, as the bits of a double, or as an index into `texts`.
enum class CellKind { integer, date, decimal, real, text };

struct ColumnShape {
  std::string_view name;
  CellKind kind = CellKind::integer;
  int decimals = 0;
  std::span<const std::string_view> texts = {};
};

struct TableShape {
  std::string_view name;
  std::vector<ColumnShape> columns;
};

// Row after row; a missing cell is `table::missing_integer`.
struct Block {
  std::vector<std::int64_t> cells;

  void add(std::initializer_list<std::int64_t> row) {
    cells.insert(cells.end(), row.begin(), row.end());
  }
};

}  // namespace credence::synthesis
