// private_database.h
// This component provides the private in-memory database in which one applicant's rows
// meet features.sql, to the applicant room.
#pragma once

#include <string>

#include "base/result.h"
#include "portfolio/portfolio.h"
#include "sqlite/database.h"

namespace credence::applicant {

// The portfolio's tables, empty, and `decisions`, all STRICT, a date being its ISO
// text. Nothing is checked but types and keys: rows are checked before they come here.
Result<sqlite::Database> make_private_database(const portfolio::Portfolio& portfolio);

// "INSERT INTO ... VALUES (?, ...)" with a parameter per column, in order.
std::string insertion_into(const std::string& table, std::size_t columns);

}  // namespace credence::applicant
