#include "engine/sqlite/result_table.h"

#include <optional>
#include <vector>

#include "base/date.h"

namespace credence::engine {
namespace {

using table::Column;
using table::Type;

// A column while its type is not settled.
class Growing {
 public:
  Growing(std::string name, bool is_date) {
    column_.name = std::move(name);
    column_.type = Type::integer;
    if (is_date) settle(Type::date);
  }

  Result<> append(const sqlite::Statement& row, int i) {
    if (row.is_missing(i)) {
      column_.append_missing();
      return {};
    }
    const Type type = type_of(row, i);
    if (!settled_) settle(type);
    if (column_.type == Type::integer && type == Type::real) become_real();
    if (column_.type == Type::real && type == Type::integer)
      column_.reals.push_back(row.real(i));
    else if (column_.type != type &&
             !(column_.type == Type::date && type == Type::text))
      return bad_input("column {}: the query gives both {} and {}", column_.name,
                       name_of(column_.type), name_of(type));
    else
      TRY(append_same(row, i));
    return {};
  }

  Column finish() {
    if (!settled_) settle(Type::real);
    return std::move(column_);
  }

 private:
  static Type type_of(const sqlite::Statement& row, int i) {
    if (row.is_integer(i)) return Type::integer;
    return row.is_real(i) ? Type::real : Type::text;
  }

  Result<> append_same(const sqlite::Statement& row, int i) {
    switch (column_.type) {
      case Type::integer:
        column_.integers.push_back(row.integer(i));
        break;
      case Type::real:
        column_.reals.push_back(row.real(i));
        break;
      case Type::text:
        column_.append_text(row.text(i));
        break;
      case Type::date:
        column_.integers.push_back(TRY_IN(column_.name, parse_date(row.text(i))));
    }
    return {};
  }

  // So far every value was missing.
  void settle(Type type) {
    const std::size_t missing = column_.size();
    column_.integers.clear();
    column_.type = type;
    for (std::size_t i = 0; i < missing; ++i) column_.append_missing();
    settled_ = true;
  }

  void become_real() {
    for (std::size_t i = 0; i < column_.integers.size(); ++i)
      column_.reals.push_back(column_.number(i));
    column_.integers.clear();
    column_.type = Type::real;
  }

  Column column_;
  bool settled_ = false;
};

}  // namespace

Result<table::Table> read_result(sqlite::Statement& statement,
                                 const std::set<std::string>& dates) {
  std::vector<Growing> growing;
  for (int i = 0; i < statement.columns(); ++i)
    growing.emplace_back(std::string(statement.name(i)),
                         dates.contains(statement.origin(i)));
  while (TRY(statement.step()))
    for (int i = 0; i < statement.columns(); ++i)
      TRY(growing[std::size_t(i)].append(statement, i));
  table::Table table;
  for (Growing& column : growing) table.columns.push_back(column.finish());
  return table;
}

}  // namespace credence::engine
