#include "log/sqlite_queries.h"

#include <fmt/format.h>

namespace credence::log {
namespace {

int digit_of(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

Result<std::int64_t> forget_of_chain(sqlite::Database& database, std::int64_t chain,
                                     Instant before) {
  // Only a chain's beginning goes, never a part of its middle: clocks may have been set
  // back.
  auto kept = TRY(database.prepare(
      "SELECT min(decision) FROM decisions WHERE chain = ? AND at >= ?"));
  kept.bind_integer(1, chain);
  kept.bind_integer(2, before.time_since_epoch().count());
  TRY(kept.step());
  const std::string old =
      kept.is_missing(0)
          ? fmt::format("chain = {}", chain)
          : fmt::format("chain = {} AND decision < {}", chain, kept.integer(0));
  kept.reset();
  auto last = TRY(database.prepare(fmt::format(
      "SELECT number, hash FROM decisions WHERE {} ORDER BY decision DESC LIMIT 1",
      old)));
  if (!TRY(last.step())) return std::int64_t{0};
  auto update = TRY(database.prepare(
      "UPDATE chains SET first_number = ?, first_hash = ? WHERE chain = ?"));
  update.bind_integer(1, last.integer(0));
  update.bind_text(2, hexadecimal(last.bytes(1)));
  update.bind_integer(3, chain);
  last.reset();
  TRY(update.run());
  TRY(database.execute(fmt::format(
      "DELETE FROM protected_values WHERE decision IN (SELECT decision FROM decisions "
      "WHERE {})",
      old)));
  TRY(database.execute(fmt::format("DELETE FROM decisions WHERE {}", old)));
  auto changes = TRY(database.prepare("SELECT changes()"));
  TRY(changes.step());
  return changes.integer(0);
}

}  // namespace

std::string bytes_of_hexadecimal(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    bytes += static_cast<char>(digit_of(text[i]) * 16 + digit_of(text[i + 1]));
  return bytes;
}

std::string hexadecimal(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += digits[static_cast<unsigned char>(c) >> 4];
    text += digits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

std::string select_entries(std::string_view condition) {
  return fmt::format(
      "SELECT c.name, d.number, d.id, d.kind, d.at, d.application_id, d.version, "
      "d.probability, d.refused, d.band, d.first_reason, p.hash, d.protected_digest, "
      "d.open, d.hash, v.salt, v.bytes FROM decisions d "
      "JOIN chains c ON c.chain = d.chain "
      "JOIN provenances p ON p.rowid = d.provenance "
      "LEFT JOIN protected_values v ON v.decision = d.decision WHERE {}",
      condition);
}

Entry entry_of(const sqlite::Statement& row) {
  Entry entry;
  Draft& draft = entry.draft;
  entry.chain = row.text(0);
  entry.number = row.integer(1);
  draft.id = row.text(2);
  draft.kind = row.integer(3) == 0 ? Kind::decision : Kind::shadow;
  draft.at = Instant(std::chrono::milliseconds(row.integer(4)));
  draft.application_id = row.text(5);
  draft.version_name = row.text(6);
  draft.probability = row.real(7);
  draft.refused = row.integer(8) != 0;
  draft.band = row.text(9);
  draft.first_reason = row.text(10);
  draft.provenance_hash = row.text(11);
  entry.protected_digest = row.text(12);
  draft.open = row.bytes(13);
  entry.hash = hexadecimal(row.bytes(14));
  draft.salt = row.bytes(15);
  draft.protected_values = row.bytes(16);
  return entry;
}

Result<sqlite::Statement> prepare_list(sqlite::Database& database,
                                       const Filter& filter) {
  std::string condition = "1";
  if (!filter.version_name.empty()) condition += " AND d.version = :version";
  if (!filter.application_id.empty())
    condition += " AND d.application_id = :application";
  if (filter.kind)
    condition += fmt::format(" AND d.kind = {}", static_cast<int>(*filter.kind));
  if (filter.refused)
    condition += fmt::format(" AND d.refused = {}", *filter.refused ? 1 : 0);
  const auto milliseconds = [](Instant at) { return at.time_since_epoch().count(); };
  if (filter.from)
    condition += fmt::format(" AND d.at >= {}", milliseconds(*filter.from));
  if (filter.until)
    condition += fmt::format(" AND d.at < {}", milliseconds(*filter.until));
  if (!filter.before_id.empty())
    condition +=
        " AND d.decision < (SELECT decision FROM decisions WHERE id = :before)";
  condition += fmt::format(" ORDER BY d.decision DESC LIMIT {}", filter.most);
  sqlite::Statement select = TRY(database.prepare(select_entries(condition)));
  // Parameters count in the order in which they first stand in the text.
  int parameter = 0;
  for (const std::string* text :
       {&filter.version_name, &filter.application_id, &filter.before_id})
    if (!text->empty()) select.bind_text(++parameter, *text);
  return select;
}

void bind_entry(sqlite::Statement& insert, const Draft& draft, std::int64_t chain,
                const Head& head, std::int64_t provenance, std::string_view digest) {
  insert.bind_integer(1, chain);
  insert.bind_integer(2, head.number);
  insert.bind_text(3, draft.id);
  insert.bind_integer(4, static_cast<int>(draft.kind));
  insert.bind_integer(5, draft.at.time_since_epoch().count());
  insert.bind_text(6, draft.application_id);
  insert.bind_text(7, draft.version_name);
  insert.bind_real(8, draft.probability);
  insert.bind_integer(9, draft.refused ? 1 : 0);
  insert.bind_text(10, draft.band);
  insert.bind_text(11, draft.first_reason);
  insert.bind_integer(12, provenance);
  insert.bind_text(13, digest);
  insert.bind_bytes(14, draft.open);
  insert.bind_bytes(15, bytes_of_hexadecimal(head.hash));
}

Result<std::int64_t> forget(sqlite::Database& database, Instant before) {
  std::vector<std::int64_t> chains;
  auto select = TRY(database.prepare("SELECT chain FROM chains"));
  while (TRY(select.step())) chains.push_back(select.integer(0));
  std::int64_t forgotten = 0;
  for (const std::int64_t chain : chains)
    forgotten += TRY(forget_of_chain(database, chain, before));
  return forgotten;
}

}  // namespace credence::log
