#include "features/moved_rows.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "applicant/applicant.h"
#include "base/parallel.h"
#include "base/random.h"
#include "features/known_rows.h"
#include "features/moved_values.h"

namespace credence::features {
namespace {

using applicant::Applicant;
using applicant::FeatureRow;
using applicant::Request;
using applicant::TableRows;
using portfolio::ColumnSpec;
using portfolio::MonotoneInput;
using portfolio::Portfolio;
using portfolio::TableSpec;
using table::Value;

// One application with the cells to move.
struct Movable {
  Request request;
  std::size_t table = 0, column = 0;  // in the request
  std::vector<std::size_t> rows;
};

std::optional<std::size_t> place_of(const TableRows& rows, std::string_view column) {
  const auto found = std::ranges::find(rows.columns, column);
  if (found == rows.columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - rows.columns.begin());
}

// The column that ties a row to its application; none where rows are the applicant's.
std::string own_column(const Portfolio& portfolio, const TableSpec& spec) {
  const portfolio::Application& application = portfolio.application;
  if (spec.name == application.table) return application.id;
  if (spec.link && spec.link->table == application.table &&
      spec.link->key == application.id)
    return spec.link->column;
  return {};
}

// Without rows when there is nothing to move.
Movable movable_of(const Portfolio& portfolio, const MonotoneInput& input,
                   const Request& request) {
  Movable movable{request, 0, 0, {}};
  const auto table = std::ranges::find(request.tables, input.table, &TableRows::table);
  if (table == request.tables.end()) return movable;
  movable.table = static_cast<std::size_t>(table - request.tables.begin());
  movable.column = *place_of(*table, input.column);
  const auto own =
      place_of(*table, own_column(portfolio, *portfolio.find_table(input.table)));
  const auto is_own = [&](const std::vector<Value>& row) {
    return own && row[*own] == request.application_id;
  };
  const bool has_own = std::ranges::any_of(table->rows, is_own);
  for (std::size_t i = 0; i < table->rows.size(); ++i)
    if ((!has_own || is_own(table->rows[i])) &&
        !table::is_missing(table->rows[i][movable.column]))
      movable.rows.push_back(i);
  return movable;
}

double number_of(const Value& value) {
  const auto* whole = std::get_if<std::int64_t>(&value);
  return whole ? static_cast<double>(*whole) : std::get<double>(value);
}

Value value_of(const ColumnSpec& column, double number) {
  if (column.type == table::Type::integer) return std::llround(number);
  return number;
}

Result<> append(const FeatureRow& row, const Portfolio& portfolio,
                table::Table& features) {
  for (std::size_t f = 0; f < row.size(); ++f) {
    table::Column& column = features.columns[f];
    const bool is_text = std::holds_alternative<std::string>(row[f]);
    const bool is_real = std::holds_alternative<double>(row[f]);
    if ((is_text && column.type != table::Type::text) ||
        (is_real && column.type != table::Type::real))
      return internal("feature {} is another type in SQLite than in the data",
                      portfolio.features[f].name);
    column.append(row[f]);
  }
  return {};
}

// Every application with every value.
Result<> run(const Portfolio& portfolio, const ColumnSpec& column,
             std::vector<Movable> movables, unsigned threads, MovedInput& moved) {
  std::vector<Result<std::vector<FeatureRow>>> made(movables.size());
  const auto work = [&](Applicant& applicant,
                        Movable& movable) -> Result<std::vector<FeatureRow>> {
    std::vector<FeatureRow> rows;
    TableRows& table = movable.request.tables[movable.table];
    for (const double number : moved.values) {
      for (const std::size_t row : movable.rows)
        table.rows[row][movable.column] = value_of(column, number);
      rows.push_back(TRY(applicant.features(movable.request)));
    }
    return rows;
  };
  std::vector<Result<>> opened(threads);
  parallel_for(threads, threads, [&](std::size_t t) {
    auto applicant = Applicant::open(portfolio);
    if (!applicant) {
      opened[t] = std::unexpected(applicant.error());
      return;
    }
    for (std::size_t a = t; a < movables.size(); a += threads)
      made[a] = work(*applicant, movables[a]);
  });
  for (Result<>& one : opened) TRY(std::move(one));
  for (std::size_t a = 0; a < made.size(); ++a) {
    moved.application_id.append(movables[a].request.application_id);
    for (const FeatureRow& row : TRY(std::move(made[a])))
      TRY(append(row, portfolio, moved.features));
  }
  return {};
}

Result<MovedInput> move_input(const Portfolio& portfolio, const MonotoneInput& input,
                              const FeatureSet& set,
                              const std::vector<Request>& requests,
                              const MoveOptions& options) {
  const ColumnSpec& column = *portfolio.find_table(input.table)->find(input.column);
  std::vector<Movable> movables;
  std::vector<double> present;
  for (const Request& request : requests) {
    Movable movable = movable_of(portfolio, input, request);
    if (movable.rows.empty()) continue;
    for (const std::size_t row : movable.rows)
      present.push_back(
          number_of(movable.request.tables[movable.table].rows[row][movable.column]));
    if (movables.size() < options.applications) movables.push_back(std::move(movable));
  }
  MovedInput moved{input, {}, {}, {}};
  if (!movables.empty())
    moved.values =
        moved_values(column, present, portfolio.texts.features_sql, options.values);
  moved.application_id.name = set.application_id.name;
  moved.application_id.type = set.application_id.type;
  for (const table::Column& feature : set.features.columns) {
    moved.features.columns.emplace_back();
    moved.features.columns.back().name = feature.name;
    moved.features.columns.back().type = feature.type;
  }
  TRY(run(portfolio, column, std::move(movables), std::max(options.threads, 1u),
          moved));
  return moved;
}

}  // namespace

Result<std::vector<MovedInput>> move_inputs(engine::Engine& engine,
                                            const Portfolio& portfolio,
                                            const FeatureSet& set,
                                            std::vector<std::uint32_t> rows,
                                            const MoveOptions& options) {
  std::vector<MovedInput> inputs;
  if (portfolio.monotone.empty()) return inputs;
  // Twice as many as wanted, since some have no value in a column.
  Random random(options.seed);
  shuffle(rows, random);
  rows.resize(std::min(rows.size(), 2 * options.applications));
  const auto requests = TRY(known_rows(engine, portfolio, set, rows));
  for (const MonotoneInput& input : portfolio.monotone)
    inputs.push_back(TRY_IN(fmt::format("moving {}.{}", input.table, input.column),
                            move_input(portfolio, input, set, requests, options)));
  return inputs;
}

}  // namespace credence::features
