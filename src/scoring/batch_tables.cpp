#include "scoring/batch_tables.h"

#include <limits>

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

// Decides the rows of one piece after another.
class Pieces {
 public:
  Pieces(Decider& decider, BatchOutput& output) : decider_(decider), output_(output) {}

  Result<> take(const Table& piece) {
    std::vector<Value> row(piece.columns.size() - 2);
    for (std::size_t i = 0; i < piece.rows(); ++i) {
      const Value id = piece.columns[0].value(i);
      if (id == last_) {
        TRY(refuse(id,
                   "features.sql gives more than one row for this application; "
                   "only its first was scored"));
        continue;
      }
      last_ = id;
      if (piece.columns[1].is_missing(i)) {
        TRY(refuse(id, "features.sql gives no row for this application"));
        continue;
      }
      for (std::size_t column = 0; column < row.size(); ++column)
        row[column] = piece.columns[column + 2].value(i);
      const auto decided = decider_.decide(row);
      if (decided)
        TRY(output_.accept(id, *decided));
      else if (decided.error().kind == ErrorKind::bad_input)
        TRY(refuse(id, decided.error().message));
      else
        return std::unexpected(decided.error());
    }
    return {};
  }

 private:
  Result<> refuse(const Value& id, std::string_view reason) {
    return output_.reject(decider_.version().portfolio.application.table, std::nullopt,
                          text_of_id(id), reason);
  }

  Decider& decider_;
  BatchOutput& output_;
  Value last_;
};

}  // namespace

Result<> score_tables(Decider& decider, const engine::Source& source,
                      const BatchOptions& options, BatchOutput& output,
                      Progress& progress) {
  const Portfolio& portfolio = decider.version().portfolio;
  const auto engine = TRY(engine::open_engine(options.engine, options.engine_options));
  progress.begin("Loading the data", 1);
  const engine::Loaded loaded =
      TRY(engine->load(portfolio, source,
                       {.keep_going = true,
                        .most_rejected = std::numeric_limits<std::size_t>::max(),
                        .allow_absent = true}));
  progress.advance(1);
  TRY(report_rejected(loaded, portfolio, output));
  TRY(features::make_decisions(*engine, portfolio));
  const Table count = TRY(engine->query("SELECT COUNT(*) AS n FROM decisions"));
  progress.begin("Scoring", static_cast<std::size_t>(count.columns[0].integers[0]));
  Pieces pieces(decider, output);
  const auto streamed = engine->stream(scoring_query(portfolio), options.piece_rows,
                                       [&](const Table& piece) -> Result<> {
                                         TRY(pieces.take(piece));
                                         progress.advance(piece.rows());
                                         return {};
                                       });
  progress.end();
  return streamed;
}

}  // namespace credence::scoring
