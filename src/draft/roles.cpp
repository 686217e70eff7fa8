#include "draft/roles.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace credence::draft {
namespace {

using portfolio::Kind;
using portfolio::Scaling;
using table::Type;

// More would make more columns than a model can learn from.
constexpr std::int64_t most_categories = 50;
// Skewness by quantiles from which a tail is heavy: 0 is symmetric, an exponential
// distribution has 0.53.
constexpr double heavy = 0.4;
// Fewer distinct numbers are rather grades than amounts.
constexpr std::int64_t least_amounts = 20;
// One value in so many may be a slip among numbers.
constexpr std::int64_t most_slips = 20;
// Fewer cannot be divided into parts that are alike.
constexpr std::int64_t least_groups = 20;

constexpr std::array<std::string_view, 8> persons{"customer", "client",    "member",
                                                  "borrower", "applicant", "person",
                                                  "account",  "cust"};
constexpr std::array<std::string_view, 8> things{
    "loan", "application", "contract", "credit", "record", "case", "user", "deal"};
constexpr std::array<std::string_view, 5> marks{"id", "no", "nr", "number", "key"};

template <std::size_t size>
bool is_named(std::string_view name, const std::array<std::string_view, size>& owners) {
  for (const std::string_view owner : owners)
    for (const std::string_view mark : marks)
      if (name.starts_with(owner) && name.ends_with(mark)) {
        const auto between = name.size() - owner.size() - mark.size();
        if (name.size() >= owner.size() + mark.size() &&
            (between == 0 || (between == 1 && name[owner.size()] == '_')))
          return true;
      }
  return false;
}

void leave_out(Column& column, std::string note) {
  column.role = Role::left_out;
  column.note = std::move(note);
}

// A group or nothing, where the name says that a person is meant.
bool is_person(Column& column, const ColumnFacts& facts, std::int64_t rows) {
  if (!is_person_name(column.name) || facts.distinct == rows) return false;
  if (facts.distinct < least_groups || column.missing > 0 ||
      column.type == Type::real) {
    leave_out(column, "an identifier by its name");
    return true;
  }
  column.role = Role::group;
  column.note = "who comes more than once stays on one side of a split";
  return true;
}

void assign_number(Column& column, const ColumnFacts& facts, std::int64_t rows) {
  if (is_person(column, facts, rows)) return;
  if (is_identifier_name(column.name) && facts.distinct > most_categories)
    return leave_out(column, "an identifier by its name");
  if (looks_like_id(column, rows)) return leave_out(column, "numbers the rows");
  if (column.type == Type::integer && facts.minimum == 0 && facts.maximum == 1) {
    column.kind = Kind::flag;
    return;
  }
  column.kind = Kind::number;
  const bool is_amount = facts.distinct >= least_amounts;
  const bool is_heavy = is_amount && std::abs(facts.skewness) > heavy;
  column.scaling = is_heavy ? Scaling::robust : Scaling::standard;
  const bool is_bounded = roomy_bounds(*facts.minimum, *facts.maximum).has_value();
  column.takes_logarithm =
      is_heavy && facts.skewness > 0 && *facts.minimum >= 0 && is_bounded;
}

void assign_text(Column& column, const ColumnFacts& facts, std::int64_t rows) {
  if (facts.looks_like_number)
    return leave_out(column,
                     fmt::format("numbers are read as 1234.5 only, not as {}; write "
                                 "them so to use the column",
                                 facts.example));
  if (is_person(column, facts, rows)) return;
  if (facts.unlike_numbers > 0 && most_slips * facts.unlike_numbers <= facts.present &&
      facts.distinct >= least_amounts)
    return leave_out(
        column, fmt::format("all but {} of its values are numbers; mend \"{}\" in the "
                            "file, or say --missing \"{}\", to use the column",
                            facts.unlike_numbers, facts.no_number, facts.no_number));
  if (facts.distinct > most_categories)
    return leave_out(
        column,
        fmt::format("{} different texts are too many for categories", facts.distinct));
  if (2 * facts.distinct > facts.present)
    return leave_out(column, "nearly every row has a text of its own");
  column.kind = Kind::nominal;
}

}  // namespace

std::string_view name_of(Role role) {
  switch (role) {
    case Role::feature:
      return "feature";
    case Role::target:
      return "target";
    case Role::id:
      return "id";
    case Role::group:
      return "group";
    case Role::date:
      return "date";
    case Role::left_out:
      return "left out";
  }
  return "";
}

bool is_person_name(std::string_view name) { return is_named(name, persons); }

bool is_identifier_name(std::string_view name) {
  for (const std::string_view whole : {"id", "index", "index_value", "key", "uuid",
                                       "guid", "row_number", "row_id", "unnamed_0"})
    if (name == whole) return true;
  return name.ends_with("_id") || name.starts_with("id_") || name.ends_with("_key") ||
         name.ends_with("_uuid") || is_named(name, persons) || is_named(name, things);
}

bool is_unique(const Column& column, std::int64_t rows) {
  return column.missing == 0 && column.distinct == rows &&
         (column.type == Type::integer || column.type == Type::text);
}

bool looks_like_id(const Column& column, std::int64_t rows) {
  if (!is_unique(column, rows)) return false;
  if (is_identifier_name(column.name)) return true;
  return column.type == Type::integer &&
         *column.maximum - *column.minimum + 1 == static_cast<double>(rows);
}

void assign_role(Column& column, const ColumnFacts& facts, std::int64_t rows) {
  if (facts.present == 0) return leave_out(column, "missing in every row");
  if (facts.distinct < 2)
    return leave_out(column, fmt::format("always \"{}\"", facts.example));
  switch (column.type) {
    case Type::date:
      return leave_out(column,
                       "a date: no feature by itself; --date makes it the day of the "
                       "decision");
    case Type::text:
      return assign_text(column, facts, rows);
    case Type::integer:
    case Type::real:
      return assign_number(column, facts, rows);
  }
}

std::optional<Bounds> roomy_bounds(double minimum, double maximum) {
  // Ten times what was seen, to the next power of ten, says of a wrong unit that it is
  // wrong, and takes everything else.
  constexpr double most = 1e15;
  const double size = std::max(std::abs(minimum), std::abs(maximum));
  if (!(size <= most / 10)) return std::nullopt;
  std::int64_t room = 10;
  while (static_cast<double>(room) < 10 * size) room *= 10;
  return Bounds{minimum < 0 ? -room : 0, room};
}

}  // namespace credence::draft
