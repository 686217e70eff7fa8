#include "scoring/text_rows.h"

#include "engine/sql_text.h"

namespace credence::scoring {

using engine::Source;
using engine::SourceKind;
using table::Column;
using table::Table;

TextRows::TextRows(engine::Engine& engine, const Source& source)
    : engine_(&engine), is_csv_(source.kind == SourceKind::csv) {
  const std::string path = engine::literal(source.path.string());
  from_ = is_csv_ ? fmt::format(
                        "read_csv({}, header = true, all_varchar = true, "
                        "store_rejects = true)",
                        path)
                  : fmt::format(
                        "(SELECT CAST(COLUMNS(*) AS VARCHAR) FROM "
                        "read_parquet({}))",
                        path);
}

Result<TextRows> TextRows::open(engine::Engine& engine, const Source& source) {
  TextRows result(engine, source);
  const Table none =
      TRY_IN(source.path.string(),
             engine.query(fmt::format("SELECT * FROM {} LIMIT 0", result.from_)));
  for (const Column& column : none.columns) result.columns_.push_back(column.name);
  TRY_IN(source.path.string(), result.find_unreadable());
  return result;
}

Result<> TextRows::find_unreadable() {
  // Reading every column makes the reader look at every row whole.
  const Table counted = TRY(
      engine_->query(fmt::format("SELECT COUNT(*), COUNT(COLUMNS(*)) FROM {}", from_)));
  rows_ = counted.columns[0].integers[0];
  if (!is_csv_) return {};
  const Table rejects = TRY(engine_->query(
      "SELECT CAST(line AS BIGINT) - 1 AS line, MIN(error_message) AS reason "
      "FROM reject_errors GROUP BY line ORDER BY line"));
  for (std::size_t i = 0; i < rejects.rows(); ++i)
    unreadable_.push_back(
        {rejects.columns[0].integers[i], std::string(rejects.columns[1].text(i))});
  return {};
}

Result<std::vector<std::string>> TextRows::repeated(std::size_t column) const {
  const Table found =
      TRY(engine_->query(fmt::format("SELECT {0} AS repeated FROM {1} GROUP BY {0} "
                                     "HAVING COUNT(*) > 1 AND {0} IS NOT NULL",
                                     engine::identifier(columns_[column]), from_)));
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < found.rows(); ++row)
    texts.emplace_back(found.columns[0].text(row));
  return texts;
}

Result<> TextRows::each(
    std::size_t piece_rows,
    const std::function<Result<>(std::int64_t, Cells)>& take) const {
  std::int64_t line = 0;
  auto skipped = unreadable_.begin();
  std::vector<std::optional<std::string_view>> cells(columns_.size());
  const auto take_piece = [&](const Table& piece) -> Result<> {
    for (std::size_t row = 0; row < piece.rows(); ++row) {
      for (++line; skipped != unreadable_.end() && skipped->line == line; ++skipped)
        ++line;
      for (std::size_t column = 0; column < cells.size(); ++column) {
        const Column& from = piece.columns[column];
        cells[column].reset();
        if (!from.is_missing(row) && !from.text(row).empty())
          cells[column] = from.text(row);
      }
      TRY(take(line, cells));
    }
    return {};
  };
  return engine_->stream(fmt::format("SELECT * FROM {}", from_), piece_rows,
                         take_piece);
}

}  // namespace credence::scoring
