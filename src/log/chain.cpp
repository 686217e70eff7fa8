#include "log/chain.h"

#include "base/hash.h"
#include "log/byte_writer.h"

namespace credence::log {

std::string first_hash(std::string_view chain) {
  return sha256("credence decision log: " + std::string(chain));
}

std::string digest_of(std::string_view salt, std::string_view protected_values) {
  if (protected_values.empty()) return {};
  return sha256(std::string(salt) + std::string(protected_values));
}

// Each part with its length, so that no two records have the same bytes.
std::string link(std::string_view previous_hash, std::int64_t number,
                 std::string_view provenance_hash, std::string_view protected_digest,
                 std::string_view open) {
  ByteWriter writer;
  writer.text(previous_hash);
  writer.integer(number);
  writer.text(provenance_hash);
  writer.text(protected_digest);
  writer.text(open);
  return sha256(writer.take());
}

}  // namespace credence::log
