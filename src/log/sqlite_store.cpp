#include <map>

#include "base/file_lock.h"
#include "base/hash.h"
#include "log/record_bytes.h"
#include "log/sqlite_queries.h"
#include "log/store.h"
#include "sqlite/database.h"

namespace credence::log {
namespace {

using sqlite::Database;
using sqlite::Statement;

constexpr const char* tables = R"(
CREATE TABLE IF NOT EXISTS chains (
  chain INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  first_number INTEGER NOT NULL,  -- of the record before the first that is stored
  first_hash TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS provenances (
  hash TEXT NOT NULL PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS decisions (
  decision INTEGER PRIMARY KEY,
  chain INTEGER NOT NULL,
  number INTEGER NOT NULL,
  id TEXT NOT NULL,
  kind INTEGER NOT NULL,
  at INTEGER NOT NULL,  -- milliseconds since 1970
  application_id TEXT NOT NULL,
  version TEXT NOT NULL,
  probability REAL NOT NULL,
  refused INTEGER NOT NULL,
  band TEXT NOT NULL,
  first_reason TEXT NOT NULL,
  provenance INTEGER NOT NULL,  -- rowid in provenances
  protected_digest TEXT NOT NULL,
  open BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS decisions_by_id ON decisions (id);
CREATE TABLE IF NOT EXISTS protected_values (
  decision INTEGER PRIMARY KEY,
  salt BLOB NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
)";

class SqliteStore final : public Store {
 public:
  SqliteStore(Database database, std::string chain, std::optional<FileLock> lock)
      : database_(std::move(database)),
        chain_name_(std::move(chain)),
        lock_(std::move(lock)) {}

  // Before anything is written.
  Result<> prepare_for_writing(Durability durability) {
    // The checkpointer moves the log's pages into the file, never a commit.
    TRY(database_.execute("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0"));
    TRY(database_.execute(durability == Durability::power
                              ? "PRAGMA synchronous = FULL"
                              : "PRAGMA synchronous = NORMAL"));
    TRY(database_.execute(tables));
    Statement insert = TRY(database_.prepare(
        "INSERT INTO chains (name, first_number, first_hash) VALUES (?, 0, ?) "
        "ON CONFLICT DO NOTHING"));
    insert.bind_text(1, chain_name_);
    insert.bind_text(2, first_hash(chain_name_));
    TRY(insert.run());
    Statement select =
        TRY(database_.prepare("SELECT chain FROM chains WHERE name = ?"));
    select.bind_text(1, chain_name_);
    TRY(select.step());
    chain_ = select.integer(0);
    insert_ = TRY(database_.prepare(
        "INSERT INTO decisions (chain, number, id, kind, at, application_id, version, "
        "probability, refused, band, first_reason, provenance, protected_digest, open, "
        "hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    insert_protected_ = TRY(database_.prepare(
        "INSERT OR REPLACE INTO protected_values (decision, salt, bytes) "
        "VALUES (last_insert_rowid(), ?, ?)"));
    head_ = TRY(stored_head());
    return {};
  }

  Result<Head> head() override { return head_; }

  Result<std::string> keep_provenance(const Provenance& provenance) override {
    const std::string bytes = bytes_of(provenance);
    std::string hash = sha256(bytes);
    Statement insert = TRY(database_.prepare(
        "INSERT INTO provenances (hash, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING"));
    insert.bind_text(1, hash);
    insert.bind_bytes(2, bytes);
    TRY(insert.run());
    Statement select =
        TRY(database_.prepare("SELECT rowid FROM provenances WHERE hash = ?"));
    select.bind_text(1, hash);
    TRY(select.step());
    provenance_rows_[hash] = select.integer(0);
    return hash;
  }

  Result<Head> append(std::span<const Draft> drafts) override {
    TRY(database_.execute("BEGIN IMMEDIATE"));
    Head head = head_;
    Result<> written;
    for (const Draft& draft : drafts)
      if (written) written = write(draft, head);
    if (written) written = database_.execute("COMMIT");
    if (!written) {
      // A failed commit may have ended the transaction itself.
      static_cast<void>(database_.execute("ROLLBACK"));
      if (const auto stored = stored_head()) head_ = *stored;
      return std::unexpected(written.error());
    }
    return head_ = std::move(head);
  }

  Result<std::optional<Entry>> find(std::string_view id) override {
    Statement select = TRY(database_.prepare(select_entries("d.id = ?")));
    select.bind_text(1, id);
    if (!TRY(select.step())) return std::nullopt;
    return entry_of(select);
  }

  Result<std::vector<Entry>> list(const Filter& filter) override {
    Statement select = TRY(prepare_list(database_, filter));
    std::vector<Entry> entries;
    while (TRY(select.step())) entries.push_back(entry_of(select));
    return entries;
  }

  Result<Provenance> provenance(std::string_view hash) override {
    Statement select =
        TRY(database_.prepare("SELECT bytes FROM provenances WHERE hash = ?"));
    select.bind_text(1, hash);
    if (!TRY(select.step()))
      return bad_input("the log does not hold the provenance {}", hash);
    if (sha256(select.bytes(0)) != hash)
      return bad_input("the provenance {} was changed", hash);
    return provenance_of(select.bytes(0));
  }

  Result<std::vector<Extent>> chains() override {
    Statement select = TRY(database_.prepare(
        "SELECT name, first_number, first_hash, "
        "(SELECT max(number) FROM decisions d WHERE d.chain = c.chain), "
        "(SELECT hash FROM decisions d WHERE d.chain = c.chain "
        " ORDER BY decision DESC LIMIT 1) FROM chains c ORDER BY name"));
    std::vector<Extent> extents;
    while (TRY(select.step())) {
      const std::string name(select.text(0));
      Extent extent{{name, select.integer(1), std::string(select.text(2))}, {}};
      extent.last = select.is_missing(3)
                        ? extent.before
                        : Head{name, select.integer(3), hexadecimal(select.bytes(4))};
      extents.push_back(std::move(extent));
    }
    return extents;
  }

  Result<> scan(std::string_view chain,
                const std::function<Result<>(const Entry&)>& visit) override {
    Statement select =
        TRY(database_.prepare(select_entries("c.name = ? ORDER BY d.decision")));
    select.bind_text(1, chain);
    while (TRY(select.step())) TRY(visit(entry_of(select)));
    return {};
  }

  Result<bool> erase_protected(std::string_view id) override {
    Statement erase = TRY(database_.prepare(
        "DELETE FROM protected_values WHERE decision = "
        "(SELECT decision FROM decisions WHERE id = ?) RETURNING decision"));
    erase.bind_text(1, id);
    const bool erased = TRY(erase.step());
    TRY(erase.run());
    return erased;
  }

  Result<std::int64_t> forget_before(Instant instant) override {
    TRY(database_.execute("BEGIN IMMEDIATE"));
    const auto forgotten = forget(database_, instant);
    if (!forgotten) {
      static_cast<void>(database_.execute("ROLLBACK"));
      return forgotten;
    }
    TRY(database_.execute("COMMIT"));
    if (chain_ != 0) head_ = TRY(stored_head());
    return forgotten;
  }

 private:
  Result<Head> stored_head() {
    Statement select =
        TRY(database_.prepare("SELECT number, hash FROM decisions WHERE chain = ? "
                              "ORDER BY decision DESC LIMIT 1"));
    select.bind_integer(1, chain_);
    if (TRY(select.step()))
      return Head{chain_name_, select.integer(0), hexadecimal(select.bytes(1))};
    Statement first = TRY(database_.prepare(
        "SELECT first_number, first_hash FROM chains WHERE chain = ?"));
    first.bind_integer(1, chain_);
    TRY(first.step());
    return Head{chain_name_, first.integer(0), std::string(first.text(1))};
  }

  Result<> write(const Draft& draft, Head& head) {
    const auto provenance = provenance_rows_.find(draft.provenance_hash);
    if (provenance == provenance_rows_.end())
      return internal("the log was not given the provenance {}", draft.provenance_hash);
    const std::string digest = digest_of(draft.salt, draft.protected_values);
    head.number += 1;
    head.hash = link(head.hash, head.number, draft.provenance_hash, digest, draft.open);
    bind_entry(*insert_, draft, chain_, head, provenance->second, digest);
    TRY(insert_->run());
    if (draft.protected_values.empty()) return {};
    insert_protected_->bind_bytes(1, draft.salt);
    insert_protected_->bind_bytes(2, draft.protected_values);
    return insert_protected_->run();
  }

  Database database_;
  std::string chain_name_;
  std::optional<FileLock> lock_;
  std::int64_t chain_ = 0;
  Head head_;
  std::map<std::string, std::int64_t, std::less<>> provenance_rows_;
  std::optional<Statement> insert_, insert_protected_;
};

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& path,
                                                 std::string_view chain,
                                                 Durability durability) {
  const std::string lock_file = fmt::format("{}.{}.lock", path.string(), chain);
  auto lock = FileLock::try_for_writing(lock_file);
  if (!lock)
    return bad_input(
        "{}: another process writes to the chain '{}' of this log, or {} cannot be "
        "made; give each server an --instance of its own",
        path.string(), chain, lock_file);
  auto store = std::make_unique<SqliteStore>(TRY(Database::file(path)),
                                             std::string(chain), std::move(lock));
  TRY_IN(path.string(), store->prepare_for_writing(durability));
  return store;
}

Result<std::unique_ptr<Store>> read_sqlite_store(const std::filesystem::path& path) {
  return std::make_unique<SqliteStore>(TRY(Database::read_only(path)), "",
                                       std::nullopt);
}

}  // namespace credence::log
