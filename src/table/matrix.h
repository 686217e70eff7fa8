// matrix.h
// This component provides `Matrix`, what learners and models take: n x p, row-major,
// with column names.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace credence::table {

struct Matrix {
  std::vector<std::string> names;  // p
  std::size_t rows = 0;            // n
  std::vector<double> values;      // n x p

  std::size_t columns() const { return names.size(); }
  std::span<const double> row(std::size_t i) const {
    return {values.data() + i * columns(), columns()};
  }
  std::span<double> row(std::size_t i) {
    return {values.data() + i * columns(), columns()};
  }
};

}  // namespace credence::table
