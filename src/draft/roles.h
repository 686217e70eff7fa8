// roles.h
// This component provides what each column of a file is good for, by what its texts
// have in common and by its name, to the drafting of a portfolio.
#pragma once

#include <optional>
#include <string_view>

#include "draft/column_facts.h"
#include "draft/draft.h"

namespace credence::draft {

// customer_id, LoanID (as sql_name gives it), key: a column that names something.
bool is_identifier_name(std::string_view name);

// Of one who may come more than once: customer_id, client_no.
bool is_person_name(std::string_view name);

// Whether the column may be the id of the rows: there in each, and unlike in each.
bool is_unique(const Column& column, std::int64_t rows);

// Whether nothing but its name or its numbers, one after the other, make it one.
bool looks_like_id(const Column& column, std::int64_t rows);

// Role, kind, scaling and note of a column that is no target, id or date.
void assign_role(Column& column, const ColumnFacts& facts, std::int64_t rows);

// Bounds that leave room for values that were not seen yet; none for numbers that
// schema.sql cannot bound.
struct Bounds {
  std::int64_t low = 0, high = 0;
};
std::optional<Bounds> roomy_bounds(double minimum, double maximum);

}  // namespace credence::draft
