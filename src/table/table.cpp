#include "table/table.h"

#include <cassert>
#include <cmath>

namespace credence::table {

std::string_view name_of(Type type) {
  switch (type) {
    case Type::integer:
      return "integer";
    case Type::real:
      return "real";
    case Type::text:
      return "text";
    case Type::date:
      return "date";
  }
  return "";
}

std::size_t Column::size() const {
  switch (type) {
    case Type::real:
      return reals.size();
    case Type::text:
      return codes.size();
    default:
      return integers.size();
  }
}

void Column::reserve(std::size_t rows) {
  switch (type) {
    case Type::real:
      return reals.reserve(rows);
    case Type::text:
      return codes.reserve(rows);
    default:
      return integers.reserve(rows);
  }
}

bool Column::is_missing(std::size_t row) const {
  switch (type) {
    case Type::real:
      return std::isnan(reals[row]);
    case Type::text:
      return codes[row] == missing_code;
    default:
      return integers[row] == missing_integer;
  }
}

double Column::number(std::size_t row) const {
  assert(type != Type::text);
  if (type == Type::real) return reals[row];
  return integers[row] == missing_integer ? missing_real
                                          : static_cast<double>(integers[row]);
}

std::string_view Column::text(std::size_t row) const {
  assert(type == Type::text);
  return codes[row] == missing_code ? std::string_view()
                                    : std::string_view(levels[std::size_t(codes[row])]);
}

Value Column::value(std::size_t row) const {
  if (is_missing(row)) return {};
  switch (type) {
    case Type::real:
      return reals[row];
    case Type::text:
      return levels[std::size_t(codes[row])];
    default:
      return integers[row];
  }
}

void Column::append_missing() {
  switch (type) {
    case Type::real:
      return reals.push_back(missing_real);
    case Type::text:
      return codes.push_back(missing_code);
    default:
      return integers.push_back(missing_integer);
  }
}

void Column::append_text(std::string_view value) {
  if (code_of_.size() != levels.size())
    for (std::size_t i = 0; i < levels.size(); ++i)
      code_of_.emplace(levels[i], static_cast<std::int32_t>(i));
  const auto [found, fresh] = code_of_.try_emplace(
      std::string(value), static_cast<std::int32_t>(levels.size()));
  if (fresh) levels.emplace_back(value);
  codes.push_back(found->second);
}

void Column::append(const Value& value) {
  if (table::is_missing(value)) return append_missing();
  switch (type) {
    case Type::real:
      if (const auto* whole = std::get_if<std::int64_t>(&value))
        return reals.push_back(static_cast<double>(*whole));
      return reals.push_back(std::get<double>(value));
    case Type::text:
      return append_text(std::get<std::string>(value));
    default:
      return integers.push_back(std::get<std::int64_t>(value));
  }
}

const Column* Table::find(std::string_view name) const {
  for (const Column& column : columns)
    if (column.name == name) return &column;
  return nullptr;
}

Table Table::take(const std::vector<std::uint32_t>& rows) const {
  Table taken;
  for (const Column& from : columns) {
    Column& to = taken.columns.emplace_back();
    to.name = from.name;
    to.type = from.type;
    to.levels = from.levels;
    to.reserve(rows.size());
    for (const std::uint32_t row : rows) switch (from.type) {
        case Type::real:
          to.reals.push_back(from.reals[row]);
          break;
        case Type::text:
          to.codes.push_back(from.codes[row]);
          break;
        default:
          to.integers.push_back(from.integers[row]);
      }
  }
  return taken;
}

}  // namespace credence::table
