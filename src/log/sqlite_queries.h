// sqlite_queries.h
// This component provides the statements of the SQLite store and the way from their
// rows to entries, to that store alone.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "log/store.h"
#include "sqlite/database.h"

namespace credence::log {

std::string bytes_of_hexadecimal(std::string_view text);
std::string hexadecimal(std::string_view bytes);

// Everything of the entries that meet `condition` (on d, decisions, and c, chains),
// which may end in an order.
std::string select_entries(std::string_view condition);
Entry entry_of(const sqlite::Statement& row);

Result<sqlite::Statement> prepare_list(sqlite::Database& database,
                                       const Filter& filter);

// The parameters of the statement that inserts into `decisions`.
void bind_entry(sqlite::Statement& insert, const Draft& draft, std::int64_t chain,
                const Head& head, std::int64_t provenance, std::string_view digest);

// Inside a transaction.
Result<std::int64_t> forget(sqlite::Database& database, Instant before);

}  // namespace credence::log
