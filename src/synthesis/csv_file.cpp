#include <fmt/format.h>

#include <bit>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>

#include "base/date.h"
#include "synthesis/sink.h"

namespace credence::synthesis {
namespace {

constexpr std::int64_t tens[] = {1, 10, 100, 1'000, 10'000, 100'000};

char* put_integer(char* out, std::int64_t value) {
  return std::to_chars(out, out + 24, value).ptr;
}

char* put_padded(char* out, unsigned value, int width) {
  for (int i = width - 1; i >= 0; --i, value /= 10)
    out[i] = static_cast<char>('0' + value % 10);
  return out + width;
}

char* put_date(char* out, Day day) {
  const YearMonthDay date = civil(day);
  out = put_padded(out, static_cast<unsigned>(date.year), 4);
  *out++ = '-';
  out = put_padded(out, date.month, 2);
  *out++ = '-';
  return put_padded(out, date.day, 2);
}

// A decimal that is not negative.
char* put_decimal(char* out, std::int64_t value, int places) {
  const std::int64_t unit = tens[places];
  out = put_integer(out, value / unit);
  *out++ = '.';
  return put_padded(out, static_cast<unsigned>(value % unit), places);
}

char* put_cell(char* out, std::int64_t cell, const ColumnShape& column) {
  if (cell == table::missing_integer) return out;
  switch (column.kind) {
    case CellKind::integer:
      return put_integer(out, cell);
    case CellKind::date:
      return put_date(out, cell);
    case CellKind::decimal:
      return put_decimal(out, cell, column.decimals);
    case CellKind::real:
      return std::to_chars(out, out + 32, std::bit_cast<double>(cell)).ptr;
    case CellKind::text: {
      const std::string_view text = column.texts[static_cast<std::size_t>(cell)];
      std::memcpy(out, text.data(), text.size());
      return out + text.size();
    }
  }
  return out;
}

std::unexpected<Error> cannot_write(const std::filesystem::path& path) {
  return environment("{}: cannot be written: {}", path.string(), std::strerror(errno));
}

}  // namespace

Result<CsvFile> CsvFile::create(const std::filesystem::path& path,
                                const TableShape& shape) {
  CsvFile csv;
  csv.path_ = path;
  csv.file_.reset(std::fopen(path.c_str(), "wb"));
  if (!csv.file_) return cannot_write(path);
  std::string header;
  for (const ColumnShape& column : shape.columns)
    header.append(header.empty() ? "" : ",").append(column.name);
  TRY(csv.write(header + "\n"));
  return csv;
}

std::string CsvFile::text_of(const Block& block, const TableShape& shape) {
  constexpr std::size_t widest_cell = 33;
  const std::size_t width = shape.columns.size();
  const auto fill = [&](char* start, std::size_t) {
    char* out = start;
    for (std::size_t row = 0; row < block.cells.size(); row += width) {
      for (std::size_t c = 0; c < width; ++c) {
        out = put_cell(out, block.cells[row + c], shape.columns[c]);
        *out++ = c + 1 < width ? ',' : '\n';
      }
    }
    return static_cast<std::size_t>(out - start);
  };
  std::string text;
  text.resize_and_overwrite(block.cells.size() * widest_cell, fill);
  return text;
}

Result<> CsvFile::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size())
    return cannot_write(path_);
  return {};
}

Result<> CsvFile::close() {
  if (std::fclose(file_.release()) != 0) return cannot_write(path_);
  return {};
}

}  // namespace credence::synthesis
