// some_record.h
// This component provides a small decision with everything in it to the tests of the
// log.
#pragma once

#include "log/record_bytes.h"

namespace credence::log {

inline Provenance some_provenance() {
  return {.version_name = "v3",
          .learner = "lightgbm",
          .artifact_hash = "a1",
          .model_hash = "b2",
          .features_hash = "c3",
          .portfolio_hash = "d4",
          .threshold = 0.1,
          .base = -1.5,
          .tables = {{"people", {"person_id", "gender", "name"}},
                     {"loans", {"loan_id", "amount"}}},
          .features = {"amount", "gender", "age"},
          .columns = {"amount", "log_amount", "age", "age_missing"}};
}

// Gender is protected, among the rows and among the features.
inline ProtectedPlaces some_places() { return {{{"people", "gender"}}, {1}}; }

inline Record some_record(std::string id = "d-1") {
  Record record;
  record.id = std::move(id);
  record.request_id = "r-7";
  record.at = Instant(std::chrono::milliseconds(1'772'357'400'007));
  record.request.application_id = std::string("A 17");
  record.request.decided_at = 20'500;
  record.request.tables = {
      {"people",
       {"person_id", "gender"},
       {{std::int64_t{-5}, std::string("Female")}, {std::int64_t{6}, {}}}},
      {"loans", {"amount"}, {{2.5e17}}},
      {"loans", {"loan_id"}, {}}};
  record.defaults_applied = {"term"};
  record.features = {0.1 + 0.2, std::string("Female"), {}};
  record.margin = -0.0;
  record.probability = 0.25;
  record.refused = true;
  record.band = "High Risk";
  record.contributions = {0.5, 0, -1e-300, 0};
  record.reasons = {{"Loan amount", "The amount is high", 0.5}};
  return record;
}

}  // namespace credence::log
