#include "log/byte_writer.h"

#include <bit>
#include <cmath>
#include <variant>

namespace credence::log {
namespace {

enum Tag : std::uint8_t { missing = 0, integer_tag = 1, real_tag = 2, text_tag = 3 };

std::unexpected<Error> torn() { return bad_input("the record's bytes end too early"); }

}  // namespace

void ByteWriter::count(std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) byte(static_cast<std::uint8_t>(value | 0x80));
  byte(static_cast<std::uint8_t>(value));
}

void ByteWriter::integer(std::int64_t value) {
  count((static_cast<std::uint64_t>(value) << 1) ^
        static_cast<std::uint64_t>(value >> 63));
}

void ByteWriter::real(double value) {
  auto bits = std::bit_cast<std::uint64_t>(value);
  for (int i = 0; i < 8; ++i, bits >>= 8) byte(static_cast<std::uint8_t>(bits));
}

void ByteWriter::text(std::string_view value) {
  count(value.size());
  bytes_ += value;
}

void ByteWriter::value(const table::Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    byte(integer_tag);
    integer(*whole);
  } else if (const auto* number = std::get_if<double>(&value)) {
    byte(real_tag);
    real(*number);
  } else if (const auto* words = std::get_if<std::string>(&value)) {
    byte(text_tag);
    text(*words);
  } else {
    byte(missing);
  }
}

Result<std::uint8_t> ByteReader::byte() {
  if (rest_.empty()) return torn();
  const auto value = static_cast<std::uint8_t>(rest_.front());
  rest_.remove_prefix(1);
  return value;
}

Result<std::uint64_t> ByteReader::count() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const std::uint8_t next = TRY(byte());
    const auto bits = static_cast<std::uint64_t>(next & 0x7f);
    if (shift == 63 && bits > 1) break;
    value |= bits << shift;
    if (next & 0x80) continue;
    if (next == 0 && shift > 0) break;  // a longer form of a shorter number
    return value;
  }
  return bad_input("the record's bytes hold a number that was not written so");
}

Result<std::int64_t> ByteReader::integer() {
  const std::uint64_t bits = TRY(count());
  return static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
}

Result<double> ByteReader::real() {
  if (rest_.size() < 8) return torn();
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 8; ++i)
    bits |= static_cast<std::uint64_t>(static_cast<std::uint8_t>(rest_[i])) << (8 * i);
  rest_.remove_prefix(8);
  return std::bit_cast<double>(bits);
}

Result<std::string> ByteReader::text() {
  const std::uint64_t size = TRY(count());
  if (size > rest_.size()) return torn();
  std::string value(rest_.substr(0, size));
  rest_.remove_prefix(size);
  return value;
}

Result<table::Value> ByteReader::value() {
  const std::uint8_t tag = TRY(byte());
  if (tag == missing) return table::Value();
  if (tag == integer_tag) return table::Value(TRY(integer()));
  if (tag == real_tag) return table::Value(TRY(real()));
  if (tag == text_tag) return table::Value(TRY(text()));
  return bad_input("the record's bytes hold a value of no known type ({})", tag);
}

Result<std::size_t> ByteReader::length() {
  const std::uint64_t size = TRY(count());
  if (size > rest_.size()) return torn();
  return static_cast<std::size_t>(size);
}

Result<> ByteReader::end() const {
  if (!rest_.empty())
    return bad_input("{} bytes follow the record's end", rest_.size());
  return {};
}

}  // namespace credence::log
