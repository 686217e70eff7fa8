#include "scoring/batch_tables.h"

#include "engine/sql_text.h"
#include "features/feature_set.h"

namespace credence::scoring {
namespace {

using portfolio::Portfolio;
using table::Column;
using table::Table;
using table::Value;

Result<> report_rejected(const engine::Loaded& loaded, const Portfolio& portfolio,
                         BatchOutput& output) {
  for (const engine::RejectedRow& row : loaded.rejected) {
    const bool application = row.table == portfolio.application.table;
    TRY(application ? output.reject(row.table, row.line, row.id, row.reason)
                    : output.reject_history(row.table, row.line, row.id, row.reason));
  }
  return {};
}

// Every application once more than its features, so that one without any is noticed.
std::string scoring_query(const Portfolio& portfolio) {
  std::string columns;
  for (const portfolio::Feature& feature : portfolio.features)
    columns += ", f." + engine::identifier(feature.name);
  return fmt::format(
      "SELECT d.application_id AS decided, f.application_id AS found{} FROM decisions "
      "AS d LEFT JOIN ({}\n) AS f ON f.application_id = d.application_id ORDER BY "
      "d.application_id",
      columns, features::features_query(portfolio));
}

// Decides the rows of one piece after another. Each is held back until the next one
// shows that it was the only one of its application.
class Pieces {
 public:
  Pieces(Decider& decider, const engine::Loaded& loaded, BatchOutput& output)
      : decider_(decider), output_(output) {
    for (const auto& [table, rows] : loaded.rows)
      if (rows == 0) {
        empty_tables_ += (empty_tables_.empty() ? "" : ", ") + table;
        output.report.empty_tables.push_back(table);
      }
  }

  Result<> take(const Table& piece) {
    for (std::size_t i = 0; i < piece.rows(); ++i) {
      Value id = piece.columns[0].value(i);
      if (rows_ > 0 && id == id_) {
        ++rows_;
        continue;
      }
      TRY(finish());
      id_ = std::move(id);
      rows_ = 1;
      has_features_ = !piece.columns[1].is_missing(i);
      features_.resize(piece.columns.size() - 2);
      for (std::size_t column = 0; column < features_.size(); ++column)
        features_[column] = piece.columns[column + 2].value(i);
    }
    return {};
  }

  Result<> finish() {
    if (rows_ == 0) return {};
    if (rows_ > 1)
      return refuse("features.sql gives more than one row for this application");
    if (!has_features_) return refuse(no_features());
    const auto decided = decider_.decide(features_);
    if (decided) return output_.accept(id_, *decided);
    if (decided.error().kind == ErrorKind::bad_input)
      return refuse(decided.error().message);
    return std::unexpected(decided.error());
  }

 private:
  Result<> refuse(std::string_view reason) {
    return output_.reject(decider_.version().portfolio.application.table, std::nullopt,
                          text_of_id(id_), reason);
  }

  std::string no_features() const {
    std::string reason = "features.sql gives no row for this application";
    if (!empty_tables_.empty())
      reason += fmt::format("; the data holds no rows of {}", empty_tables_);
    return reason;
  }

  Decider& decider_;
  BatchOutput& output_;
  std::string empty_tables_;
  Value id_;
  std::int64_t rows_ = 0;  // of this application so far
  bool has_features_ = false;
  std::vector<Value> features_;
};

}  // namespace

Result<> score_tables(Decider& decider, const engine::Source& source,
                      const BatchOptions& options, BatchOutput& output,
                      Progress& progress) {
  const Portfolio& portfolio = decider.version().portfolio;
  engine::EngineOptions engine_options = options.engine_options;
  if (engine_options.memory_megabytes == 0)
    engine_options.memory_megabytes = usual_memory_megabytes;
  const auto engine = TRY(engine::open_engine(options.engine, engine_options));
  progress.begin("Loading the data", 1);
  const engine::Loaded loaded =
      TRY(engine->load(portfolio, source,
                       {.keep_going = true,
                        .most_rejected = 1'000'000'000,  // all
                        .allow_absent = true}));
  progress.advance(1);
  TRY(report_rejected(loaded, portfolio, output));
  TRY(features::make_decisions(*engine, portfolio));
  const Table count = TRY(engine->query("SELECT COUNT(*) AS n FROM decisions"));
  progress.begin("Scoring", static_cast<std::size_t>(count.columns[0].integers[0]));
  Pieces pieces(decider, loaded, output);
  auto streamed = engine->stream(scoring_query(portfolio), options.piece_rows,
                                 [&](const Table& piece) -> Result<> {
                                   TRY(pieces.take(piece));
                                   progress.advance(piece.rows());
                                   return {};
                                 });
  progress.end();
  TRY(streamed);
  return pieces.finish();
}

}  // namespace credence::scoring
