// record_bytes.h
// This component provides records and provenances as bytes and back, protected values
// apart, to the log's chain and stores.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "log/record.h"

namespace credence::log {

// Which values are protected: by table and column in the rows, by place in the vectors.
struct ProtectedPlaces {
  struct Column {
    std::string table, column;
  };
  std::vector<Column> columns;
  std::vector<std::size_t> features;  // places in Provenance::features
};

// The same record is the same bytes. In `open`, protected values stand as missing;
// `protected_values` holds them alone, with their places, and is empty when there are
// none.
struct RecordBytes {
  std::string open, protected_values;
};

// Names are those of the provenance. Fails with `internal` on a table or column that it
// does not name, and on vectors of another length than its own.
Result<RecordBytes> bytes_of(const Record& record, const Provenance& provenance,
                             const ProtectedPlaces& places);

// `protected_values` may be empty, as it is after erasure: they are then missing. Fails
// with `bad_input` on anything that `bytes_of` does not write for this provenance.
Result<Record> record_of(std::string_view open, std::string_view protected_values,
                         const Provenance& provenance);

// An application's id as listings show it.
std::string application_text(const table::Value& application_id);

std::string bytes_of(const Provenance& provenance);
Result<Provenance> provenance_of(std::string_view bytes);

}  // namespace credence::log
