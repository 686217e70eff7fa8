#include "applicant/private_table.h"

#include <algorithm>
#include <limits>

#include "applicant/column_check.h"
#include "applicant/private_database.h"
#include "portfolio/computed.h"

namespace credence::applicant {
namespace {

constexpr std::size_t absent = std::numeric_limits<std::size_t>::max();
const table::Value missing;

const table::Value& value_at(const std::vector<table::Value>& row, std::size_t place) {
  return place == absent ? missing : row[place];
}

std::size_t place_of(const portfolio::TableSpec& spec, std::string_view column) {
  const auto found =
      std::ranges::find(spec.columns, column, &portfolio::ColumnSpec::name);
  return static_cast<std::size_t>(found - spec.columns.begin());
}

}  // namespace

PrivateTable::PrivateTable(const portfolio::TableSpec& spec,
                           sqlite::Statement insertion, sqlite::Statement deletion)
    : spec_(&spec),
      is_computed_(spec.columns.size()),
      insertion_(std::move(insertion)),
      deletion_(std::move(deletion)),
      places_(spec.columns.size()) {}

Result<PrivateTable> PrivateTable::prepare(sqlite::Database& database,
                                           const portfolio::Portfolio& portfolio,
                                           const portfolio::TableSpec& spec) {
  PrivateTable result(
      spec, TRY(database.prepare(insertion_into(spec.name, spec.columns.size()))),
      // Without WHERE, which SQLite does by dropping the pages.
      TRY(database.prepare("DELETE FROM " + sqlite::identifier(spec.name))));
  for (const portfolio::ComputedColumn& computed : portfolio.computed) {
    if (computed.table != spec.name) continue;
    Computed entry{place_of(spec, computed.column), &computed, {}};
    for (const std::string& argument : computed.arguments)
      entry.arguments.push_back(place_of(spec, argument));
    result.is_computed_[entry.column] = true;
    result.computed_.push_back(std::move(entry));
  }
  return result;
}

Result<> PrivateTable::find_places(const TableRows& given) {
  std::ranges::fill(places_, absent);
  std::size_t expected = 0;  // columns mostly come in the order of schema.sql
  for (std::size_t i = 0; i < given.columns.size(); ++i, ++expected) {
    if (expected >= spec_->columns.size() ||
        spec_->columns[expected].name != given.columns[i])
      expected = place_of(*spec_, given.columns[i]);
    if (expected == spec_->columns.size())
      return bad_input("{}.{}: schema.sql has no such column", spec_->name,
                       given.columns[i]);
    if (places_[expected] != absent)
      return bad_input("{}.{}: the column is given twice", spec_->name,
                       given.columns[i]);
    places_[expected] = i;
  }
  return {};
}

Result<> PrivateTable::insert_row(const std::vector<table::Value>& row) {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (is_computed_[i]) continue;
    const portfolio::ColumnSpec& column = spec_->columns[i];
    const table::Value& value = value_at(row, places_[i]);
    TRY(check(*spec_, column, value));
    insertion_.bind(static_cast<int>(i) + 1, value, column.type);
  }
  for (const Computed& computed : computed_) {
    std::vector<table::Value> arguments;
    for (const std::size_t argument : computed.arguments)
      arguments.push_back(value_at(row, places_[argument]));
    const portfolio::ColumnSpec& column = spec_->columns[computed.column];
    const table::Value value =
        TRY_IN(fmt::format("{}.{}", spec_->name, column.name),
               portfolio::compute(computed.spec->function, arguments));
    TRY(check(*spec_, column, value));
    insertion_.bind(static_cast<int>(computed.column) + 1, value, column.type);
  }
  if (Result<> done = insertion_.run(); !done)
    return bad_input("{}: two rows have the same key ({})", spec_->name,
                     done.error().message);
  return {};
}

Result<> PrivateTable::insert(const TableRows& given) {
  if (given.rows.empty()) return {};
  TRY(find_places(given));
  rows_ += given.rows.size();
  if (rows_ > static_cast<std::size_t>(spec_->most_rows))
    return bad_input(
        "{}: found {} rows of one applicant, expected no more than the {} that "
        "most_rows of [tables.{}] allows",
        spec_->name, rows_, spec_->most_rows, spec_->name);
  for (const std::vector<table::Value>& row : given.rows) {
    if (row.size() != given.columns.size())
      return bad_input("{}: a row has {} values, expected {}, one for each column",
                       spec_->name, row.size(), given.columns.size());
    TRY(insert_row(row));
  }
  return {};
}

Result<> PrivateTable::clear() {
  if (rows_ == 0) return {};
  rows_ = 0;
  return deletion_.run();
}

}  // namespace credence::applicant
