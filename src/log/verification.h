// verification.h
// This component provides the proof that a log is what was written, to auditors and the
// server's start.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "log/store.h"

namespace credence::log {

// What is wrong with a chain, at its first record that is not as it was written.
struct Break {
  std::string chain;
  std::int64_t number = 0;  // of that record
  std::string id, problem;  // a sentence without its point
};

struct Verification {
  std::int64_t records = 0;
  std::int64_t erased = 0;  // whose protected values are gone, as the law may ask
  std::vector<Head> heads;  // of every chain, as stored
  std::vector<Break> breaks;

  bool holds() const { return breaks.empty(); }
};

// Computes every hash anew, and compares what listings show with the records' own
// bytes. `known` are heads exported earlier: a chain that ends before one of them was
// cut, one that has another hash there was replaced. Fails only when the log cannot be
// read.
Result<Verification> verify(Store& store, std::span<const Head> known);

}  // namespace credence::log
