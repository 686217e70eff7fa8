#include "cli/feature_files.h"

namespace credence::cli {
namespace {

using table::Column;
using table::Table;
using table::Type;

Column outcomes_of(const features::FeatureSet& set,
                   std::span<const std::uint32_t> rows) {
  Column outcome;
  outcome.name = "outcome";
  outcome.type = Type::integer;
  for (const std::uint32_t row : rows)
    outcome.integers.push_back(set.outcomes[row] == features::no_outcome
                                   ? table::missing_integer
                                   : set.outcomes[row]);
  return outcome;
}

std::vector<std::uint32_t> all_rows(std::size_t count) {
  std::vector<std::uint32_t> rows(count);
  for (std::size_t i = 0; i < count; ++i) rows[i] = static_cast<std::uint32_t>(i);
  return rows;
}

Result<> write_table(engine::Engine& engine, const Table& table,
                     const std::filesystem::path& path) {
  TRY(engine.put("written_table", table));
  TRY(engine.write("SELECT * FROM written_table ORDER BY application_id", path));
  return engine.execute("DROP TABLE written_table");
}

}  // namespace

Result<> write_features(engine::Engine& engine, const features::FeatureSet& set,
                        const std::filesystem::path& path) {
  Table table;
  table.columns.push_back(set.application_id);
  table.columns.back().name = "application_id";
  Column& decided_at = table.columns.emplace_back();
  decided_at.name = "decided_at";
  decided_at.type = Type::date;
  decided_at.integers = set.decided_at;
  table.columns.push_back(outcomes_of(set, all_rows(set.rows())));
  for (const Column& column : set.features.columns) table.columns.push_back(column);
  return write_table(engine, table, path);
}

Result<> write_matrix(engine::Engine& engine, const features::FeatureSet& set,
                      std::span<const std::uint32_t> rows, const table::Matrix& matrix,
                      const std::filesystem::path& path) {
  Table table;
  Table ids;
  ids.columns.push_back(set.application_id);
  table.columns.push_back(ids.take({rows.begin(), rows.end()}).columns.front());
  table.columns.back().name = "application_id";
  table.columns.push_back(outcomes_of(set, rows));
  for (std::size_t c = 0; c < matrix.columns(); ++c) {
    Column& column = table.columns.emplace_back();
    column.name = matrix.names[c];
    column.type = Type::real;
    column.reals.reserve(matrix.rows);
    for (std::size_t r = 0; r < matrix.rows; ++r)
      column.reals.push_back(matrix.row(r)[c]);
  }
  return write_table(engine, table, path);
}

}  // namespace credence::cli
