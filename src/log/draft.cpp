#include "log/store.h"

namespace credence::log {

Result<Draft> draft_of(const Record& record, const Provenance& provenance,
                       std::string provenance_hash, const ProtectedPlaces& places,
                       std::string salt) {
  RecordBytes bytes = TRY(bytes_of(record, provenance, places));
  Draft draft;
  draft.id = record.id;
  draft.application_id = application_text(record.request.application_id);
  draft.version_name = provenance.version_name;
  draft.kind = record.kind;
  draft.at = record.at;
  draft.probability = record.probability;
  draft.refused = record.refused;
  draft.band = record.band;
  if (!record.reasons.empty()) draft.first_reason = record.reasons.front().text;
  draft.provenance_hash = std::move(provenance_hash);
  draft.open = std::move(bytes.open);
  draft.protected_values = std::move(bytes.protected_values);
  if (!draft.protected_values.empty()) draft.salt = std::move(salt);
  return draft;
}

}  // namespace credence::log
