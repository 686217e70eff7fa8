// chain.h
// This component provides the chain of hashes that makes a changed, exchanged or
// removed record visible, to the log's stores and to verification.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace credence::log {

// The end of a chain. What is exported of a log from time to time, to be compared with
// later: without it a cut tail could not be told from a log that ends there.
struct Head {
  std::string chain;        // the writer instance's name
  std::int64_t number = 0;  // of the last record; 0: none yet
  std::string hash;         // of the last record, or where the chain starts
  friend bool operator==(const Head&, const Head&) = default;
};

// Where the chain of this name starts.
std::string first_hash(std::string_view chain);

// What ties protected values to their record without telling them: SHA-256 of salt and
// values. Empty when there are none.
std::string digest_of(std::string_view salt, std::string_view protected_values);

// The hash of record `number`, over everything that may not change: its own bytes, its
// provenance, the digest of its protected values, and all that came before it.
std::string link(std::string_view previous_hash, std::int64_t number,
                 std::string_view provenance_hash, std::string_view protected_digest,
                 std::string_view open);

}  // namespace credence::log
