// store.h
// This component provides `Store`, where a decision log is kept, to its writer and its
// readers. Kinds: SQLite (sqlite_store.cpp).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "log/chain.h"
#include "log/record_bytes.h"

namespace credence::log {

// A record on its way into the log: its bytes, and what listings filter by.
struct Draft {
  std::string id, application_id, version_name;
  Kind kind = Kind::decision;
  Instant at{};
  double probability = 0;
  bool refused = false;
  std::string band, first_reason;
  std::string provenance_hash;  // of one that was stored by keep_provenance
  std::string open, protected_values, salt;
};

// What the log keeps of a record; `salt` is 16 random bytes.
Result<Draft> draft_of(const Record& record, const Provenance& provenance,
                       std::string provenance_hash, const ProtectedPlaces& places,
                       std::string salt);

struct Entry {  // a stored record
  Draft draft;  // salt and protected values empty when erased, or when there are none
  std::string chain;
  std::int64_t number = 0;
  std::string protected_digest, hash;
};

// Newest first. Empty: any.
struct Filter {
  std::string version_name, application_id;
  std::optional<Kind> kind;
  std::optional<bool> refused;
  std::optional<Instant> from, until;  // from <= at < until
  std::string before_id;               // the page after this record
  std::int64_t most = 100;
};

// One object serves one thread; one at a time may write to a chain.
class Store {
 public:
  virtual ~Store() = default;

  // ---- writing -------------------------------------------------------------------
  // The last record of the chain that this store writes, from what is stored.
  virtual Result<Head> head() = 0;
  // Kept once however often it is given; its hash.
  virtual Result<std::string> keep_provenance(const Provenance& provenance) = 0;
  // All of them or none, in this order at the end of the chain; as durable as the store
  // was asked to be when it returns. The new head.
  virtual Result<Head> append(std::span<const Draft> drafts) = 0;

  // ---- reading -------------------------------------------------------------------
  virtual Result<std::optional<Entry>> find(std::string_view id) = 0;
  virtual Result<std::vector<Entry>> list(const Filter& filter) = 0;
  virtual Result<Provenance> provenance(std::string_view hash) = 0;
  // Of every chain in the store, by name: where its stored part begins (the hash before
  // its first record) and its last record as stored.
  struct Extent {
    Head before, last;
  };
  virtual Result<std::vector<Extent>> chains() = 0;
  // The chain's records in order, one at a time; stops at the first error.
  virtual Result<> scan(std::string_view chain,
                        const std::function<Result<>(const Entry&)>& visit) = 0;

  // ---- forgetting ----------------------------------------------------------------
  // Erases the protected values of one record; false when it has none.
  virtual Result<bool> erase_protected(std::string_view id) = 0;
  // Deletes what was decided before: the chains then begin later. How many.
  virtual Result<std::int64_t> forget_before(Instant instant) = 0;
};

enum class Durability {
  power,    // flushed to disk before append returns
  process,  // survives the process, not the machine
};

// Makes the file when there is none. Holds a lock on the chain as long as it lives when
// `writes`; fails with `bad_input` when another process writes to it.
Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& path,
                                                 std::string_view chain,
                                                 Durability durability);
// For readers: fails when there is no log.
Result<std::unique_ptr<Store>> read_sqlite_store(const std::filesystem::path& path);

}  // namespace credence::log
