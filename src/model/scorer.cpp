#include "model/scorer.h"

#include "base/parallel.h"

namespace credence::model {

Scorer Scorer::of(const Model& model) {
  if (const auto* forest = std::get_if<Forest>(&model))
    return Scorer(ForestScorer(*forest));
  return Scorer(std::get<Linear>(model));
}

double Scorer::margin(std::span<const double> row) const {
  if (const auto* forest = std::get_if<ForestScorer>(&kind_))
    return forest->margin(row);
  return model::margin(std::get<Linear>(kind_), row);
}

std::vector<double> Scorer::margins(const table::Matrix& matrix,
                                    unsigned threads) const {
  if (const auto* forest = std::get_if<ForestScorer>(&kind_)) {
    const std::size_t all[] = {forest->trees()};
    return std::move(forest->prefix_margins(matrix, all, threads).front());
  }
  std::vector<double> result(matrix.rows);
  constexpr std::size_t block_rows = 1024;
  parallel_for((matrix.rows + block_rows - 1) / block_rows, threads,
               [&](std::size_t block) {
                 const std::size_t first = block * block_rows;
                 const std::size_t end = std::min(first + block_rows, matrix.rows);
                 for (std::size_t i = first; i < end; ++i)
                   result[i] = model::margin(std::get<Linear>(kind_), matrix.row(i));
               });
  return result;
}

}  // namespace credence::model
