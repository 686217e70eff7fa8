#include "applicant/applicant.h"

#include <algorithm>

#include "applicant/column_check.h"
#include "applicant/private_database.h"
#include "applicant/private_table.h"
#include "sqlite/database.h"

namespace credence::applicant {
namespace {

using portfolio::Portfolio;
using table::Value;

std::string shown(const Value& id) {
  if (const auto* text = std::get_if<std::string>(&id)) return *text;
  if (const auto* whole = std::get_if<std::int64_t>(&id)) return std::to_string(*whole);
  return "without an id";
}

// The result's columns have to be what portfolio.toml and the dictionary speak of.
Result<> expect_columns(const sqlite::Statement& statement,
                        const Portfolio& portfolio) {
  const int expected = static_cast<int>(portfolio.features.size()) + 1;
  if (statement.columns() != expected)
    return bad_input(
        "features.sql: gives {} columns, expected application_id and {} features",
        statement.columns(), expected - 1);
  for (int i = 0; i < expected; ++i) {
    const std::string_view name =
        i == 0 ? "application_id"
               : std::string_view(
                     portfolio.features[static_cast<std::size_t>(i) - 1].name);
    if (statement.name(i) != name)
      return bad_input("features.sql: column {} is \"{}\", expected \"{}\"", i + 1,
                       statement.name(i), name);
  }
  return {};
}

Result<Value> value_of(const sqlite::Statement& statement, int column) {
  if (statement.is_missing(column)) return Value();
  if (statement.is_integer(column)) return Value(statement.integer(column));
  if (statement.is_real(column)) return Value(statement.real(column));
  if (statement.is_text(column)) return Value(std::string(statement.text(column)));
  return bad_input("features.sql: \"{}\" gives bytes, expected a number or a text",
                   statement.name(column));
}

}  // namespace

struct Applicant::State {
  Portfolio portfolio;
  const portfolio::TableSpec* applications;
  const portfolio::ColumnSpec* id;
  sqlite::Database database;
  std::vector<PrivateTable> tables;
  sqlite::Statement decide, forget, query;

  Result<> decisions(const Request& request) {
    TRY(check(*applications, *id, request.application_id));
    decide.bind(1, request.application_id, id->type);
    if (portfolio.application.decided_at.empty()) {
      decide.bind_missing(2);
    } else {
      TRY(check_day("the day of the decision", request.decided_at));
      decide.bind_date(2, request.decided_at);
    }
    return decide.run();
  }

  Result<> insert(const Request& request) {
    TRY(decisions(request));
    for (const TableRows& given : request.tables) {
      const auto table = std::ranges::find(tables, given.table, &PrivateTable::name);
      if (table == tables.end())
        return bad_input("{}: schema.sql has no such table", given.table);
      TRY(table->insert(given));
    }
    return {};
  }

  Result<FeatureRow> read(const Request& request) {
    const bool found = TRY_IN("features.sql", query.step());
    if (!found)
      return bad_input(
          "features.sql: gives no row for the application {}; is its row in \"{}\" "
          "missing, or one that it refers to?",
          shown(request.application_id), applications->name);
    FeatureRow row;
    row.reserve(portfolio.features.size());
    for (int i = 1; i < query.columns(); ++i) row.push_back(TRY(value_of(query, i)));
    const bool second = TRY_IN("features.sql", query.step());
    if (second)
      return bad_input("features.sql: gives more than one row for the application {}",
                       shown(request.application_id));
    return row;
  }

  Result<> clear() {
    query.reset();
    for (PrivateTable& table : tables) TRY(table.clear());
    return forget.run();
  }
};

Applicant::Applicant(std::unique_ptr<State> state) : state_(std::move(state)) {}
Applicant::Applicant(Applicant&&) noexcept = default;
Applicant& Applicant::operator=(Applicant&&) noexcept = default;
Applicant::~Applicant() = default;

Result<Applicant> Applicant::open(const Portfolio& portfolio) {
  sqlite::Database database = TRY(make_private_database(portfolio));
  sqlite::Statement decide = TRY(database.prepare(insertion_into("decisions", 2)));
  sqlite::Statement forget = TRY(database.prepare("DELETE FROM decisions"));
  sqlite::Statement query =
      TRY_IN("features.sql", database.prepare(portfolio.texts.features_sql));
  TRY(expect_columns(query, portfolio));
  // The rest refers into the state's own copy of the portfolio, which does not move.
  auto state = std::make_unique<State>(State{portfolio,
                                             nullptr,
                                             nullptr,
                                             std::move(database),
                                             {},
                                             std::move(decide),
                                             std::move(forget),
                                             std::move(query)});
  const Portfolio& own = state->portfolio;
  state->applications = own.find_table(own.application.table);
  state->id = state->applications->find(own.application.id);
  for (const portfolio::TableSpec& spec : own.tables)
    state->tables.push_back(TRY(PrivateTable::prepare(state->database, own, spec)));
  return Applicant(std::move(state));
}

Result<FeatureRow> Applicant::features(const Request& request) {
  const Result<> inserted = state_->insert(request);
  Result<FeatureRow> row =
      inserted ? state_->read(request) : std::unexpected(inserted.error());
  TRY(state_->clear());
  return row;
}

}  // namespace credence::applicant
