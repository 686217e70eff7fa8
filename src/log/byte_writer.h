// byte_writer.h
// This component provides `ByteWriter` and `ByteReader`, the one way in which numbers,
// texts and values become the bytes that the chain is computed over, to the log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "table/value.h"

namespace credence::log {

// The same content is the same bytes: each number has one form only.
class ByteWriter {
 public:
  void byte(std::uint8_t value) { bytes_ += static_cast<char>(value); }
  void count(std::uint64_t value);    // 7 bits a byte, lowest first (LEB128)
  void integer(std::int64_t value);   // zigzag, then as `count`
  void real(double value);            // 8 bytes, lowest first
  void text(std::string_view value);  // its length, then itself
  void value(const table::Value& value);

  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads what was written; every method fails with `bad_input` past the end and on what
// a ByteWriter does not write.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  Result<std::uint8_t> byte();
  Result<std::uint64_t> count();
  Result<std::int64_t> integer();
  Result<double> real();
  Result<std::string> text();
  Result<table::Value> value();
  // Of a list whose entries take at least one byte each.
  Result<std::size_t> length();
  Result<> end() const;  // fails when something is left

 private:
  std::string_view rest_;
};

}  // namespace credence::log
